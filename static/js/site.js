// The entry on every page: size of writing, reading aloud, what waits to be sent, the personal part, where focus begins.

import {shared} from './aside.js';
import {startOffline} from './offline.js';
import {send, startOutbox} from './outbox.js';
import {addScript, announce, remember, remembered, whenLoaded} from './pieces.js';
import {claimTurn, signedIn, startTurn} from './record.js';
import {noteTurn} from './turns.js';
import {startSpeech} from './speech.js';

function setSize(size) {
  document.documentElement.setAttribute('data-chu', size);
  document.querySelectorAll('[data-size]').forEach((button) => {
    button.setAttribute('aria-pressed', button.getAttribute('data-size') === size);
  });
}

function startSizes() {
  setSize(remembered('chu') || 'vua');
  document.querySelectorAll('[data-text-size]').forEach((menu) => { menu.hidden = false; });
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-size]');
    if (!button) return;
    const size = button.getAttribute('data-size');
    setSize(size);
    remember('chu', size);
  });
}

// How long ago in words; a device's clock may have been years off meanwhile.
function ago(line, at) {
  const minutes = (Date.now() - at) / 60000;
  const [name, unit] = minutes < 0 || minutes > 86400 ? ['before'] : minutes < 2 ? ['soon']
    : minutes < 60 ? ['minutes', 1] : minutes < 1440 ? ['hours', 60] : ['days', 1440];
  return line.dataset.last.replace('{when}', line.dataset[name].replace('{n}', Math.floor(minutes / unit)));
}

// One calm line. That something waits is told only after a while: on a good line there is nothing to tell.
function startLine() {
  const line = document.querySelector('[data-outbox]');
  if (!line) return;
  const words = line.querySelector('[data-outbox-say]');
  const [button, more] = line.querySelectorAll('.button');
  let later = 0;
  let pressed = false;
  document.addEventListener('outbox', (event) => {
    const {waiting, refused, received, lasting, last, busy, isLong} = event.detail;
    const name = refused ? 'refused' : !waiting ? received ? 'received' : last ? 'nothing' : ''
      : pressed && !busy ? 'unsent' : !lasting ? 'fleeting' : isLong ? 'long' : 'waiting';
    clearTimeout(later);
    later = setTimeout(() => {
      const n = refused || waiting || received;
      const say = name && line.dataset[name].replace('{n}', n).replace('{all}', received + waiting + refused);
      const whole = last && name ? say + ' ' + ago(line, last) : say;
      if (words.textContent !== whole) words.textContent = whole;
      line.hidden = !name;
      button.hidden = !waiting;
      more.hidden = !waiting && !refused;
      announce('audible');
    }, name === 'received' || pressed ? 0 : 1500);
  });
  button.addEventListener('click', () => {
    pressed = true;
    send();
  });
}

// The personal part of a public page: htmx is fetched only where the marker cookie says that somebody is here.
function startMine() {
  const place = document.querySelector('[data-mine]');
  if (!place || !signedIn()) return;
  const give = () => place.classList.remove('personal-waiting');
  place.classList.add('personal-waiting'); // keeps room for it, so that nothing moves when it comes
  place.addEventListener('htmx:sendError', give);
  // not before the page is complete: htmx begins by itself only then, and nothing here is urgent
  whenLoaded(() => addScript({src: place.getAttribute('data-htmx'), onerror: give})); // no network: no hole in the page
}

// On a shared device (the readable marker cookie of learning/kiosk) one more script watches over it.
function startKiosk() {
  if (!shared) return;
  const {src} = document.querySelector('script[src*="js/site.js"]');
  addScript({type: 'module', src: src.replace('site.js', 'kiosk.js')});
}

startSizes();
startKiosk();
startSpeech();
startLine();
startMine();
// what was answered before is sent as what it is; then, where people come, a new turn; else whoever is here gets her key
const note = noteTurn(); // before anything that takes time
startOffline(Promise.race([startOutbox(), new Promise((late) => setTimeout(late, 3000))])
  .then(() => startTurn(note)).then(claimTurn).catch(() => null));
addEventListener('submit', () => startTurn(noteTurn()));
const first = document.querySelector('[data-focus]');
if (first) first.focus();
