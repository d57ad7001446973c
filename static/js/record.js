// Whose answers these are: this device, its counter, the turn of one person at it, and that person's record key.
// A turn is one person's stretch at this device. What is answered in a turn stays that turn's, whoever comes next.

import {shared} from './aside.js';
import {change, joinWith} from './store.js';
import {begin, newer, noted, signInPages, uuid} from './turns.js';

const longest = 60 * 86400000;
let latest = null;

// the readable marker cookie: somebody (a guest, too) is signed in; it does not say who
export const signedIn = () => /(^|; )so=1(;|$)/.test(document.cookie);

function somebody() {
  const turn = uuid();
  const note = noted();
  const apart = / apart$/.test(note) ? turn : '';
  return {device: uuid(), seq: 0, turn: turn, noted: note, apart: apart, signed: signedIn(), began: signedIn(), keys: {}};
}

// inside a transaction: who is at this device now, with its next number; `alter(me)` may change them
export async function stamp(t, alter) {
  const me = await t.get('facts', 'me') || somebody();
  if (newer(me)) begin(me, noted());
  if (me.signed && !signedIn()) me.turn = uuid(); // she went; that somebody appears may be her own first kept answer
  me.signed = signedIn();
  me.seq += 1;
  if (alter) alter(me);
  await t.put('facts', me, 'me');
  latest = me;
  return me;
}

export const now = () => latest;

export const aPersonExists = (me) => signedIn() || me.keys[me.turn];

// Whoever answers next may be somebody else, where this page noted so (turns.js).
export async function startTurn(note) {
  if (note) await change((t) => stamp(t, (me) => {
    begin(me, note);
    me.started = true;
  }));
}

// An answer that was still being written when its page was left: its check goes on after it.
async function goesOn({draft, turn, event}, t) {
  const {attempt, answers, at} = await t.get('facts', draft) || {};
  const known = attempt === event.attempt && answers;
  if (!known && at > Date.parse(event.at)) return; // she has begun anew since
  await t.put('facts', {turn, attempt: event.attempt, answers: Object.assign({[event.question]: event.answer}, known), at: Date.now()}, draft);
}

// The disk came late: its device and counter stay. The turns are one only where nobody had signed in on either side;
// else each keeps its answers and its key, and nobody is given another's.
joinWith(async ({outbox, facts}, t) => {
  for (const item of outbox.values()) if (item.draft) await goesOn(item, t);
  const mine = facts.get('me');
  const disk = await t.get('facts', 'me');
  if (!mine || !disk) return;
  const isStarted = mine.started || newer(disk);
  const isIdle = !isStarted && !outbox.size && ![...facts.keys()].some((name) => /^draft:/.test(name)) && !Object.keys(mine.keys).length;
  const keys = Object.assign({}, mine.keys, disk.keys);
  if (!isIdle && !isStarted && !mine.began && !disk.signed) { // hers become those of the turn that goes on
    const hers = (thing) => (thing.turn === disk.turn ? Object.assign(thing, {turn: mine.turn}) : thing);
    for (const item of await t.all('outbox')) await t.put('outbox', hers(item));
    for (const name of await t.keys('facts')) {
      if (/^draft:/.test(name)) await t.put('facts', hers(await t.get('facts', name)), name);
    }
    if (disk.keys[disk.turn]) keys[mine.turn] = disk.keys[disk.turn];
  }
  outbox.forEach((item, id) => item.device || outbox.set(id, Object.assign({}, item, {
    event: Object.assign({}, item.event, {seq: item.event.seq + disk.seq}),
  })));
  const who = isIdle ? disk : mine;
  facts.set('me', {
    device: disk.device, seq: disk.seq + mine.seq, turn: who.turn, noted: who.noted, signed: who.signed, apart: who.apart, keys: keys,
  });
});

const askAsMyself = (me, more) => fetch('/' + document.documentElement.lang + '/vao/khoa', {
  method: 'POST', credentials: 'same-origin',
  body: new URLSearchParams(Object.assign({device: me.device, turn: signedIn() && me.handed !== me.turn ? '' : me.turn}, more)),
});

async function askKey(me, {turn, device, event}) {
  const answer = me.turn === turn && me.apart !== turn
    ? await askAsMyself(me)
    : await fetch('/api/v1/guests', {
      method: 'POST', credentials: 'omit', headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({device: device || me.device, language: event.language, turn}),
    });
  if (!answer.ok) throw new Error(answer.status);
  return (await answer.json()).record_key;
}

// The key for the turn of something that waits: the one we have; else that of whoever is signed in; else that of the
// turn's own guest, so that nobody is given another's answers, and whoever brings them leads to the same guest.
export async function keyOf(item, anew) {
  const before = await change(stamp);
  if (before.keys[item.turn] && !anew) return before.keys[item.turn];
  const key = await askKey(before, item);
  await change((t) => stamp(t, (me) => { me.keys[item.turn] = key; }));
  return key;
}

// Whoever is signed in gets her key while there is a network, before she has anything to send: what she then answers
// without one goes as hers, whoever has come meanwhile. A turn that was apart ends here.
export async function claimTurn() {
  if (shared || signInPages.test(location.pathname) || !signedIn()) return;
  const before = await change(stamp);
  const isApart = before.apart === before.turn;
  if (before.keys[before.turn] && !isApart) return;
  const answer = await askAsMyself(before, {quen: 1});
  if (answer.status !== 200) return;
  const key = (await answer.json()).record_key;
  await change((t) => stamp(t, (me) => {
    if (me.turn !== before.turn) return;
    if (isApart) me.turn = uuid();
    me.keys[me.turn] = key;
  }));
}

// forget what nobody needs: keys of turns that are over with nothing left to send, drafts and marks of long ago
export async function tidy(t) {
  const waiting = (await t.all('outbox')).map((item) => item.turn);
  await stamp(t, ({turn, keys}) => {
    for (const each in keys) if (each !== turn && !waiting.includes(each)) delete keys[each];
  });
  for (const name of await t.keys('facts')) {
    const fact = await t.get('facts', name);
    if (Date.now() - (fact.at || fact) > longest) await t.remove('facts', name);
  }
}
