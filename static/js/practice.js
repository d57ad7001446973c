// A rehearsal without round trips: the screens are <template>s, the taps so far stand in the address (?d=a.b.c), as on
// the pages without scripts, so that Back undoes and reloading goes on. A wrong tap explains itself and never ends the run.

import {keep} from './outbox.js';
import {uuid} from './record.js';

const root = document.querySelector('[data-practice]');
const key = JSON.parse(root.getAttribute('data-key'));
const end = 'xong';
const mostTaps = 190;
const part = (name) => root.querySelector('[data-' + name + ']');
const here = part('screen-here');
let path = fromAddress();
let run = (history.state && history.state.run) || uuid();

function fromAddress() {
  const query = new URLSearchParams(location.search);
  return (query.get('d') || '').split('.').concat(query.get('cham') || '').filter(Boolean);
}

// where these taps lead: the screen, and the last tap if it was a wrong or a telling one
function walk(taps) {
  const state = {at: key.start, finished: false, last: null, wrong: false};
  taps.forEach((tap) => {
    const to = key.screens[state.at][tap];
    state.last = {screen: state.at, tap: tap};
    state.wrong = to === null;
    state.finished = to === end;
    if (to && to !== end) state.at = to;
  });
  return state;
}

const template = (screen) => root.querySelector('template[data-screen="' + screen + '"]').content;

function why(last) {
  const said = last && template(last.screen).querySelector('[data-why="' + last.tap + '"]');
  return said ? said.content.cloneNode(true) : null;
}

function mark(state) {
  Array.from(here.querySelectorAll('[name="cham"]')).forEach((button) => {
    button.classList.toggle('phone-wrong', state.wrong && button.value === state.last.tap);
  });
}

function tell(state) {
  const told = part('told');
  told.textContent = '';
  told.classList.toggle('practice-praise', !state.wrong);
  const said = why(state.last);
  if (said) told.appendChild(said);
}

function draw(state, before) {
  const same = before && before.at === state.at && !before.finished;
  if (!same) {
    here.textContent = '';
    const copy = document.importNode(template(state.at), true);
    Array.from(copy.querySelectorAll('template')).forEach((each) => each.parentNode.removeChild(each));
    here.appendChild(copy);
  }
  mark(state);
  part('stage').hidden = state.finished;
  part('done').hidden = !state.finished;
  ['undo', 'restart'].forEach((name) => { part(name).hidden = !path.length; });
  part('stage').elements.d.value = path.join('.');
  document.dispatchEvent(new CustomEvent('said', {detail: root}));
  if (state.finished) part('done').focus({preventScroll: true});
  else if (!same) part('do').focus({preventScroll: true});
  if (!same) scrollTo(0, 0);
  tell(state); // last, into an element that is already there: so it is announced
}

function remember(taps) {
  history.pushState({run: run}, '', taps.length ? '?d=' + taps.join('.') : location.pathname);
}

function finish() {
  const taps = path.slice();
  const event = {
    verb: 'practised', module: root.getAttribute('data-module'), version: root.getAttribute('data-version'), answer: taps,
  };
  const form = part('keep');
  if (form) form.hidden = true;
  return keep(event, async (t) => {
    if (await t.get('facts', 'run:' + run)) return false; // going back and on again is the same run
    await t.put('facts', Date.now(), 'run:' + run);
    return true;
  });
}

function tap(id) {
  const before = walk(path);
  if (before.finished || !(id in key.screens[before.at]) || path.length > mostTaps) return;
  path = path.concat(id);
  remember(path);
  const after = walk(path);
  if (after.finished) finish();
  draw(after, before);
}

root.addEventListener('click', (event) => {
  const button = event.target.closest('[name="cham"]');
  const undo = event.target.closest('[data-undo]');
  const restart = event.target.closest('[data-restart]');
  if (!button && !undo && !restart) return;
  event.preventDefault();
  if (button) { tap(button.value); return; }
  const before = walk(path);
  path = undo ? path.slice(0, -1) : [];
  if (restart) run = uuid();
  remember(path);
  draw(walk(path), before);
});

addEventListener('popstate', () => {
  const before = walk(path);
  if (history.state && history.state.run) run = history.state.run;
  path = fromAddress();
  draw(walk(path), before);
});

history.replaceState({run: run}, '', path.length ? '?d=' + path.join('.') : location.pathname);
