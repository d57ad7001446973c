// On a shared device: a bar that ends the sitting, a question when nobody touches the screen, and no trace in this tab.
// What it says comes from templates/kiosk/_reminder.html; times too. Nothing here is on anybody's own phone.

import {send} from './outbox.js';
import {announce} from './pieces.js';

const longestSend = 3000;
let place = null;
let ask = null;
let idle = 0;
let counting = 0;
let before = null;

const own = (name) => Number(place.getAttribute('data-' + name)) * 1000;

// Answers lie in this page's memory only, so it is left when they have arrived (or the server is away for too long).
const sent = () => Promise.race([send(), new Promise((done) => setTimeout(done, longestSend))]);
const leaveTo = (address) => sent().then(() => location.replace(address));

function forget() {
  try { localStorage.clear(); sessionStorage.clear(); } catch (refused) { /* then nothing was kept there */ }
}

function end() {
  forget();
  leaveTo(place.getAttribute('data-home'));
}

function close() {
  if (ask.hidden) return;
  clearInterval(counting);
  ask.hidden = true;
  if (before) before.focus();
}

function open() {
  const until = Date.now() + own('warning');
  const left = () => {
    const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    ask.querySelector('[data-left]').textContent = seconds;
    if (!seconds) { clearInterval(counting); end(); }
  };
  before = document.activeElement;
  ask.hidden = false;
  counting = setInterval(left, 500);
  left();
  ask.querySelector('[data-stay]').focus();
  announce('said');
  const listen = ask.querySelector('.listen');
  if (listen) listen.click();
}

function touched() {
  if (!ask.hidden) return;
  clearTimeout(idle);
  idle = setTimeout(open, own('idle') - own('warning'));
}

// The focus stays among the two buttons; Escape means "still here".
function onKey(event) {
  const buttons = [...ask.querySelectorAll('[data-stay], [data-leave]')];
  if (ask.hidden) return;
  if (event.key === 'Escape') { close(); touched(); }
  if (event.key === 'Tab') {
    event.preventDefault();
    buttons[buttons.indexOf(document.activeElement) ? 0 : 1].focus();
  }
}

function follow(event) {
  const link = event.target.closest('a[href]');
  if (event.target.closest('[data-stay]')) { close(); touched(); return; }
  if (event.target.closest('[data-leave]')) { event.preventDefault(); end(); return; }
  if (!link || link.origin !== location.origin || link.getAttribute('href').charAt(0) === '#') return;
  event.preventDefault(); // the tab's history holds one page, the one on the screen
  leaveTo(link.href);
}

// A scanner types like a keyboard: on the front page what is typed anywhere goes to the card's field.
function watchScanner() {
  const field = document.querySelector('[data-scanned]');
  if (field) document.addEventListener('keydown', (event) => {
    if (event.key.length === 1 && !event.ctrlKey && document.activeElement === document.body) field.focus();
  });
}

function watch() {
  document.querySelectorAll('form').forEach((form) => form.setAttribute('autocomplete', 'off'));
  ['pointerdown', 'keydown', 'scroll', 'input'].forEach((kind) => addEventListener(kind, touched, {passive: true}));
  document.addEventListener('keydown', onKey);
  document.addEventListener('click', follow);
  touched();
}

async function begin() {
  const language = document.documentElement.lang;
  const answer = await fetch('/' + language + '/quay/nhac', {credentials: 'same-origin'});
  if (!answer.ok) throw new Error('no reminder: ' + answer.status);
  const part = new DOMParser().parseFromString(await answer.text(), 'text/html');
  place = document.importNode(part.querySelector('[data-kiosk]'), true);
  ask = place.querySelector('[data-ask]');
  document.body.insertBefore(place, document.body.querySelector('.header').nextSibling);
  watch();
}

const scripts = document.querySelector('[data-scripts]');
if (scripts) {
  scripts.value = '1'; // the page where a device is paired: scripts run here
  document.querySelector('[data-no-camera]').hidden = Boolean(navigator.mediaDevices);
} else if (document.querySelector('[data-kiosk-home]')) {
  forget();
  watchScanner();
  history.pushState(null, '');
  addEventListener('popstate', () => history.pushState(null, '')); // back from here leads nowhere
} else (function again() { begin().catch(() => setTimeout(again, longestSend)); }()); // without it the device would never clear itself
