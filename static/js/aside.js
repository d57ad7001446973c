// What a window holds in memory, and its copy in localStorage until it is in the database: a phone kills a window untold.
// The copy is of all windows together: each takes out only what it has had itself, so none overwrites another's answers.

export const shared = /(^|; )quay=/.test(document.cookie); // a kiosk's device: nothing of anybody is left on it
export const memory = {outbox: new Map(), facts: new Map()};
// what is being written: it must not be lost where the page is left in the middle of it
export const leaving = new Map();
const place = 'hocso-tam';
const had = new Set(); // ids: what is gone from here has found its place, in the database or at the server

const laid = () => JSON.parse(localStorage.getItem(place) || '[[],[]]');

export function takeUp() {
  if (shared || memory.outbox.size || memory.facts.size) return;
  try {
    const [outbox, facts] = laid();
    outbox.forEach((item) => had.add(item.id) && memory.outbox.set(item.id, item));
    facts.forEach(([name, fact]) => memory.facts.set(name, fact));
  } catch (refused) { /* nothing was put there, then */ }
}

// Of two windows that began apart each goes on as itself, and both can send what either has answered.
function together(theirs, mine) {
  const all = new Map(theirs);
  const me = all.get('me');
  mine.forEach((fact, name) => all.set(name, fact));
  if (me && mine.has('me')) all.set('me', Object.assign({}, mine.get('me'), {keys: Object.assign({}, me.keys, mine.get('me').keys)}));
  return [...all];
}

// `adopted`: all that this window had is in the database by now
export function layAside(adopted) {
  const mine = [...memory.outbox.values(), ...leaving.values()];
  if (shared || !mine.length && !memory.facts.size && !adopted) return;
  try {
    const [outbox, facts] = laid();
    mine.forEach((item) => had.add(item.id));
    const others = outbox.filter(({id}) => !had.has(id));
    localStorage.setItem(place, JSON.stringify([others.concat(mine), adopted && !others.length ? [...memory.facts] : together(facts, memory.facts)]));
  } catch (refused) { /* this browser keeps nothing at all */ }
}

addEventListener('pagehide', () => layAside());
