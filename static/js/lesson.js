// A lesson, one screen at a time. All screens are in the document; the address says which (#trang-2), so Back works.

import {keep} from './outbox.js';
import {partsOf, rest, showStep} from './pieces.js';
import {aPersonExists} from './record.js';

const root = document.querySelector('[data-lesson]');
const screens = [...root.querySelectorAll('[data-screen]')];
const last = screens.length - 1;
const part = partsOf(root);
const place = (id) => screens.findIndex((screen) => screen.id === id);
let at = -1;

function show(now) {
  at = now;
  screens.forEach((screen, index) => { screen.hidden = index !== at; });
  part('back').hidden = at === 0;
  part('next').hidden = at === last;
  part('end').hidden = at < last;
  if (at > 0) part('back').href = '#' + screens[at - 1].id;
  if (at < last) part('next').href = '#' + screens[at + 1].id;
  showStep(root, root.getAttribute('data-step'), at);
}

// By the address of this very turn: on a slow phone another may have followed before it is told.
function turn(event) {
  const id = event.newURL.split('#')[1];
  const now = id ? place(id) : 0; // other addresses in the page (#main) leave the screen alone
  if (now < 0 || now === at) return;
  show(now);
  rest(root);
  root.scrollIntoView({behavior: 'instant'});
  screens[now].querySelector('h2').focus({preventScroll: true});
}

// Whoever has read on before the scripts came stays where she is.
function seen() {
  const above = screens.filter((screen) => screen.getBoundingClientRect().top < innerHeight / 3);
  return Math.max(location.hash ? place(location.hash.slice(1)) : above.length - 1, 0);
}

const module = root.getAttribute('data-module');
const first = seen();
part('steps').hidden = part('nav').hidden = false;
root.classList.add('lesson-live');
show(first);
if (first > 0) screens[first].scrollIntoView({behavior: 'instant'});
addEventListener('hashchange', turn);

// that she opened it is kept once, and only of somebody who has kept something before
keep({verb: 'opened', module: module, version: root.getAttribute('data-version')}, async (t, me) => {
  const name = 'opened:' + me.turn + ':' + module;
  if (!aPersonExists(me) || await t.get('facts', name)) return false;
  await t.put('facts', Date.now(), name);
  return true;
});
