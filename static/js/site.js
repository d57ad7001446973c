// The entry on every page: size of writing, reading aloud, what waits to be sent, the personal part, where focus begins.

import {start as startOffline} from './offline.js';
import {start as startOutbox} from './outbox.js';
import {signedIn, startTurn} from './record.js';
import {start as startSpeech} from './speech.js';
import {shared} from './store.js';

function setSize(size) {
  if (size === 'vua') document.documentElement.removeAttribute('data-chu');
  else document.documentElement.setAttribute('data-chu', size);
  document.querySelectorAll('[data-size]').forEach((button) => {
    button.setAttribute('aria-pressed', String(button.getAttribute('data-size') === size));
  });
}

function startSizes() {
  let remembered = null;
  try { remembered = localStorage.getItem('chu'); } catch (refused) { /* the middle size, then */ }
  setSize(remembered || 'vua');
  document.querySelectorAll('[data-text-size]').forEach((menu) => { menu.hidden = false; });
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-size]');
    if (!button) return;
    setSize(button.getAttribute('data-size'));
    try { localStorage.setItem('chu', button.getAttribute('data-size')); } catch (refused) { /* for this page only */ }
  });
}

// One calm line. That something waits is told only after a while: on a good line there is nothing to tell.
function startLine() {
  const line = document.querySelector('[data-outbox]');
  let later = 0;
  let told = '';
  if (!line) return;
  document.addEventListener('outbox', (event) => {
    const {waiting, refused, received, lasting} = event.detail;
    const name = refused ? 'refused' : waiting ? (lasting ? 'waiting' : 'fleeting') : received ? 'received' : '';
    const say = name ? line.getAttribute('data-' + name).replace('{n}', refused || waiting || received) : '';
    clearTimeout(later);
    later = setTimeout(() => {
      if (say !== told) line.textContent = say;
      told = say;
    }, name === 'received' ? 0 : 1500);
  });
}

// The personal part of a public page: htmx is fetched only where the marker cookie says that somebody is here.
function startMine() {
  const place = document.querySelector('[data-mine]');
  if (!place || !signedIn()) return;
  place.classList.add('personal-waiting'); // keeps room for it, so that nothing moves when it comes
  const load = () => {
    const script = document.createElement('script');
    script.src = place.getAttribute('data-htmx');
    document.head.appendChild(script);
  };
  // not before the page is complete: htmx begins by itself only then, and nothing here is urgent
  if (document.readyState === 'complete') load(); else addEventListener('load', load);
}

// On a shared device (the readable marker cookie of learning/kiosk) one more script watches over it.
function startKiosk() {
  if (!shared) return;
  const script = document.createElement('script');
  script.type = 'module';
  script.src = document.querySelector('script[src*="js/site.js"]').src.replace('site.js', 'kiosk.js');
  document.head.appendChild(script);
}

startSizes();
startKiosk();
startSpeech();
startLine();
startMine();
startOffline();
startOutbox().then(startTurn); // what was answered before is sent as what it is; then, where people come, a new turn
addEventListener('submit', startTurn);
const first = document.querySelector('[data-focus]');
if (first) first.focus();
