// Turns that begin: a sign of it is written down at once, for somebody may leave the page before the disk answers.

import {shared} from './aside.js';

export const signInPages = /\/(vao|ra|the)\//;
let own = ''; // what this page noted: what waits is sent before its turn begins

// crypto.randomUUID is absent on plain http
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export function noted() {
  try { return localStorage.getItem('turn') || ''; } catch (refused) { return ''; } // then the disk alone knows
}

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
  if (shared) return own; // nothing of anybody stays on a kiosk, and its pages wait for nothing
  try { localStorage.setItem('turn', own); } catch (refused) { /* then the disk alone knows */ }
  return own;
}
