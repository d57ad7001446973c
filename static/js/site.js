// The entry on every page: size of writing, reading aloud, what waits to be sent, the personal part, where focus begins.

import {start as startMine} from './mine.js';
import {send, start as startOutbox} from './outbox.js';
import {startTurn} from './record.js';
import {start as startSpeech} from './speech.js';

function remembered() {
  try { return localStorage.getItem('chu') || 'vua'; } catch (refused) { return 'vua'; }
}

function setSize(size) {
  if (size === 'vua') document.documentElement.removeAttribute('data-chu');
  else document.documentElement.setAttribute('data-chu', size);
  Array.from(document.querySelectorAll('[data-size]')).forEach((button) => {
    button.setAttribute('aria-pressed', String(button.getAttribute('data-size') === size));
  });
}

function startSizes() {
  setSize(remembered());
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-size]');
    if (!button) return;
    setSize(button.getAttribute('data-size'));
    try { localStorage.setItem('chu', button.getAttribute('data-size')); } catch (refused) { /* for this page only */ }
  });
}

// One calm line. Waiting is told only after a while: on a good line there is nothing to tell.
function startLine() {
  const line = document.querySelector('[data-outbox]');
  if (!line) return;
  let later = 0;
  let told = '';
  document.addEventListener('outbox', (event) => {
    const {waiting, refused, received, lasting} = event.detail;
    const name = refused ? 'refused' : waiting ? (lasting ? 'waiting' : 'fleeting') : received ? 'received' : '';
    const count = refused || waiting || received;
    const say = name ? line.getAttribute('data-' + name).replace('{n}', count) : '';
    clearTimeout(later);
    later = setTimeout(() => {
      if (say !== told) line.textContent = say;
      told = say;
    }, name === 'received' ? 0 : 1500);
  });
}

// Who comes and goes: what was answered before is sent as what it is, then a new turn begins.
function startTurns() {
  addEventListener('submit', startTurn);
  return send().then(startTurn);
}

startSizes();
startSpeech();
startLine();
startMine();
startOutbox();
startTurns();
const first = document.querySelector('[data-focus]');
if (first) first.focus();
