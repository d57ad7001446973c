// A rehearsal without round trips: the screens are <template>s, the taps so far stand in the address (?d=a.b.c), as on
// the pages without scripts, so that Back undoes and reloading goes on. A wrong tap explains itself and never ends the run.

import {keep} from './outbox.js';
import {announce, partsOf, rest} from './pieces.js';
import {stamp} from './record.js';
import {change} from './store.js';
import {uuid} from './turns.js';

const root = document.querySelector('[data-practice]');
const key = JSON.parse(root.getAttribute('data-key'));
const end = 'xong';
const mostTaps = 190;
const part = partsOf(root);
let run = (history.state && history.state.run) || uuid();
let path = fromAddress();
let ended = ''; // the run that this page has kept last, or is about to

function fromAddress() {
  const query = new URLSearchParams(location.search);
  return (query.get('d') || '').split('.').concat(query.get('cham') || '').filter(Boolean);
}

const address = () => (path.length ? '?d=' + path.join('.') : location.pathname);

// where the taps lead, and the last of them with the screen it was made on
function walk() {
  const state = {at: key.start, finished: false, wrong: false};
  path.forEach((tap) => {
    const to = key.screens[state.at][tap];
    Object.assign(state, {from: state.at, tap: tap, wrong: to === null, finished: to === end});
    if (to && to !== end) state.at = to;
  });
  return state;
}

const template = (screen) => root.querySelector('template[data-screen="' + screen + '"]').content;

// the screen, in the place of the one before
function put(screen) {
  const copy = template(screen).cloneNode(true);
  copy.querySelectorAll('template').forEach((each) => each.remove());
  part('screen-here').textContent = '';
  part('screen-here').appendChild(copy);
}

// the goal, or why that was wrong or right; last, into an element that is already there: so it is announced
function tell(state) {
  const said = state.tap ? template(state.from).querySelector('[data-why="' + state.tap + '"]') : part('goal');
  const told = part('told');
  told.textContent = '';
  told.parentNode.className = 'practice-told ' + (!state.tap ? 'practice-goal' : state.wrong ? '' : 'practice-praise');
  if (said) told.appendChild(said.content.cloneNode(true));
}

function draw(before) {
  const state = walk();
  const stays = before.at === state.at && !before.finished && !state.finished;
  announce('said');
  if (!stays) {
    put(state.at);
    rest(root);
  }
  root.querySelectorAll('[name="cham"]').forEach((button) => {
    button.classList.toggle('phone-wrong', state.wrong && button.value === state.tap);
  });
  part('stage').hidden = state.finished;
  part('stage').elements.d.value = path.join('.');
  part('done').hidden = !state.finished;
  part('undo').hidden = part('restart').hidden = !path.length;
  if (!stays) {
    part(state.finished ? 'done' : 'do').focus({preventScroll: true});
    if (state.finished) scrollTo(0, 0);
    else part('stage').scrollIntoView({behavior: 'instant'});
  }
  tell(state);
  if (part('told').getBoundingClientRect().top < 0) part('stage').scrollIntoView({behavior: 'instant'});
  announce('said');
}

function go(taps) {
  const before = walk();
  path = taps;
  history.pushState({run: run}, '', address());
  draw(before);
}

function finish() {
  const event = {
    verb: 'practised', module: root.getAttribute('data-module'), version: root.getAttribute('data-version'), answer: path,
  };
  if (part('keep')) part('keep').hidden = true;
  ended = run;
  return keep(event, async (t) => {
    if (await t.get('facts', 'run:' + run)) return false; // going back and on again is the same run
    await t.put('facts', Date.now(), 'run:' + run);
    return true;
  });
}

function tap(id) {
  const before = walk();
  if (before.finished || !(id in key.screens[before.at]) || path.length > mostTaps) return;
  go(path.concat(id));
  if (walk().finished && ended !== run) finish();
}

root.addEventListener('click', (event) => {
  const touched = event.target.closest('[name="cham"], [data-undo], [data-restart]');
  if (!touched) return;
  event.preventDefault();
  if (touched.name === 'cham') tap(touched.value);
  else if (touched.hasAttribute('data-undo')) go(path.slice(0, -1));
  else {
    run = uuid();
    go([]);
  }
});

addEventListener('popstate', () => {
  const before = walk();
  run = (history.state && history.state.run) || run;
  path = fromAddress();
  draw(before);
});

history.replaceState({run: run}, '', address());
change(stamp); // who is here is known by the end: then it is kept, though the page is left in the middle of writing it
