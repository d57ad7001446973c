// Turns that begin: a sign of it is written down at once, for somebody may leave the page before the disk answers.

import {shared} from './aside.js';
import {remember, remembered} from './pieces.js';

export const signInPages = /\/(vao|ra|the)\//;
let own = ''; // what this page noted: what waits is sent before its turn begins

// crypto.randomUUID is absent on plain http
export const uuid = () => '00000000-0000-4000-8000-000000000000'.replace(/[08]/g, (digit) => (
  digit | crypto.getRandomValues(new Uint8Array(1))[0] >> (digit > 0 ? 6 : 4)).toString(16));

export const noted = () => remembered('turn'); // where that fails, the disk alone knows

// the note of another page that this person's facts do not follow yet
export function newer(me) {
  const note = noted();
  return note !== own && note !== (me.noted || '') && note;
}

export function begin(me, note) {
  const [turn, apart] = note.split(' ');
  Object.assign(me, {turn: turn, noted: note, apart: apart ? turn : ''});
}

// On the pages where people come and go, whoever answers next may be somebody else.
// The page for no network at such an address: nobody could come or go. Then the turn is apart from whoever is signed in.
export function noteTurn() {
  if (!signInPages.test(location.pathname)) return '';
  own = uuid() + (document.querySelector('[data-no-network]') ? ' apart' : '');
  if (!shared) remember('turn', own); // nothing of anybody stays on a kiosk, and its pages wait for nothing
  return own;
}
