// Whose answers these are: this device, its counter, the turn of one person at it, and that person's record key.
// A turn is one person's stretch at this device. What is answered in a turn stays that turn's, whoever comes next.

import {change} from './store.js';

const signInPages = /\/(vao|ra|the)\//;
const longest = 60 * 24 * 3600 * 1000;
let asking = 0; // while a key is under way, the marker cookie may appear: that is us, not somebody new

// crypto.randomUUID is absent on plain http
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

// the readable marker cookie: somebody (a guest, too) is signed in; it does not say who
export const signedIn = () => /(^|; )so=1(;|$)/.test(document.cookie);

function current(me) {
  const known = me || {device: uuid(), seq: 0, turn: uuid(), signed: signedIn(), keys: {}};
  if (known.signed !== signedIn() && !asking) {
    known.signed = signedIn();
    known.turn = uuid();
  }
  return known;
}

// inside a transaction: who answers now, with the next number of this device
export async function stamp(t) {
  const me = current(await t.get('facts', 'me'));
  me.seq += 1;
  await t.put('facts', me, 'me');
  return me;
}

export async function look(t) {
  const me = current(await t.get('facts', 'me'));
  await t.put('facts', me, 'me');
  return me;
}

export function aPersonExists(me) {
  return signedIn() || Boolean(me.keys[me.turn]);
}

// On the pages where people come and go, whoever answers next may be somebody else.
export function startTurn() {
  if (!signInPages.test(location.pathname)) return Promise.resolve();
  return change(async (t) => {
    const me = await look(t);
    me.turn = uuid();
    await t.put('facts', me, 'me');
  });
}

async function ask(me, isNow) {
  const language = document.documentElement.lang;
  const answer = isNow
    ? await fetch('/' + language + '/vao/khoa', {
      method: 'POST', credentials: 'same-origin', body: new URLSearchParams({device: me.device}),
    })
    : await fetch('/api/v1/guests', {
      method: 'POST', headers: {'Content-Type': 'application/json'}, credentials: 'omit',
      body: JSON.stringify({device: me.device, language: language}),
    });
  if (!answer.ok) throw new Error('no key: ' + answer.status);
  return (await answer.json()).record_key;
}

// The key for a turn: the one we have; else that of whoever is signed in; else, for a turn that is over
// and never had one, a guest of its own, so that nobody is given another's answers.
export async function keyOf(turn) {
  const before = await change(look);
  if (before.keys[turn]) return before.keys[turn];
  asking += 1;
  try {
    const key = await ask(before, before.turn === turn);
    return await change(async (t) => {
      const me = await t.get('facts', 'me');
      if (me.turn === turn) me.signed = signedIn();
      me.keys[turn] = key;
      await t.put('facts', me, 'me');
      return key;
    });
  } finally {
    asking -= 1;
  }
}

export function forgetKey(turn) {
  return change(async (t) => {
    const me = await look(t);
    delete me.keys[turn];
    await t.put('facts', me, 'me');
  });
}

// forget what nobody needs: keys of turns that are over with nothing left to send, drafts and marks of long ago
export async function tidy(t) {
  const me = await look(t);
  const waiting = (await t.all('outbox')).map((item) => item.turn);
  Object.keys(me.keys).forEach((turn) => {
    if (turn !== me.turn && waiting.indexOf(turn) < 0) delete me.keys[turn];
  });
  await t.put('facts', me, 'me');
  for (const name of await t.keys('facts')) {
    const fact = await t.get('facts', name);
    if (name !== 'me' && Date.now() - (fact.at || fact) > longest) await t.remove('facts', name);
  }
}
