// The outbox: every answer lies on this device first, goes to the server, and is removed only when its id came back.

import {leaving} from './aside.js';
import {announce} from './pieces.js';
import {keyOf, now, stamp, tidy} from './record.js';
import {uuid} from './turns.js';
import {change, lasting} from './store.js';

const batchSize = 50;
const shortestWait = 4000;
const longestWait = 300000;
const many = 20;
const days = 3 * 86400000;
let wait = shortestWait;
let timer = 0;
let sending = null;
let [again, back] = [false, false]; // asked for meanwhile; the network is back, so what hangs may fail and the next not
let [received, asked] = [0, false];

// Keep an event. `also(t, me)` writes what belongs to the same moment; where it finds that this was kept before,
// it answers false, and nothing is kept twice. `draft`: the fact that tells how far a check is.
export async function keep(event, also, draft) {
  const whole = Object.assign({
    id: uuid(), at: new Date().toISOString(), language: document.documentElement.lang,
    via: navigator.onLine ? 'web' : 'offline',
  }, event);
  const item = ({turn}, seq) => ({id: whole.id, turn, draft, event: Object.assign({seq}, whole)});
  if (now() && 'answer' in event) leaving.set(whole.id, item(now(), now().seq + 1));
  const kept = await change(async (t) => {
    const me = await stamp(t);
    if (await also(t, me) === false) return false;
    await t.put('outbox', item(me, me.seq));
    return true;
  });
  leaving.delete(whole.id);
  if (kept) {
    send();
    askToStay();
  }
  return kept;
}

// Browsers throw away what they have room for; asked once there is something, many leave it alone.
async function askToStay() {
  const storage = navigator.storage;
  if (!asked && storage && storage.persist && lasting()) {
    asked = true;
    await storage.persist().catch(() => {});
  }
}

async function post(key, items, rest) {
  const answer = await fetch('/api/v1/events', {
    method: 'POST', credentials: 'omit',
    headers: {'Content-Type': 'application/json', 'Authorization': 'Bearer ' + key},
    body: JSON.stringify(Object.assign({events: items.map((item) => item.event)}, rest)),
  });
  if (answer.status === 401) return null;
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

// exactly the ids that came back are removed; refused ones stay, marked, for people to see
function clear(receipt) {
  const safe = receipt.stored.concat(receipt.known);
  received += safe.length;
  return change(async (t) => {
    if (safe.length) await t.put('facts', Date.now(), 'received');
    for (const id of safe) await t.remove('outbox', id);
    for (const {id, reason} of receipt.refused) {
      const item = id && await t.get('outbox', id);
      if (item) await t.put('outbox', Object.assign(item, {refused: reason}));
    }
  });
}

async function sendTurn(items, before) {
  let refused = before;
  for (let start = 0; start < items.length; start += batchSize) {
    const batch = items.slice(start, start + batchSize);
    // what the server cannot see; not where we speak for the device that handed over
    const waiting = items.length - start - batch.length;
    const rest = batch[0].device ? {} : {now: new Date().toISOString(), waiting, kept_refused: refused};
    let receipt = await post(await keyOf(batch[0]), batch, rest);
    // the key was revoked or its person is gone: ask once for another
    if (!receipt && !batch[0].device) receipt = await post(await keyOf(batch[0], true), batch, rest);
    if (!receipt) throw new Error('key');
    refused += receipt.refused.length;
    await clear(receipt);
  }
}

// true if something could not be sent
async function sendAll() {
  const all = await change((t) => t.all('outbox'));
  const items = all.filter((item) => !item.refused);
  items.sort((a, b) => a.event.seq - b.event.seq);
  let failed = false;
  for (const turn of new Set(items.map((item) => item.turn))) {
    const hers = (item) => item.turn === turn;
    await sendTurn(items.filter(hers), all.filter((item) => hers(item) && item.refused).length).catch(() => { failed = true; });
  }
  if (items.length && !failed) await change(tidy);
  return failed;
}

async function run() {
  let failed = false;
  while (again && (!failed || back)) {
    [again, back] = [false, false];
    tell();
    failed = await sendAll().catch(() => true);
  }
  sending = null;
  wait = failed ? Math.min(wait * 2, longestWait) : shortestWait;
  if (failed) timer = setTimeout(send, wait);
  tell();
}

// one run at a time; what arrives meanwhile goes with it
export function send() {
  clearTimeout(timer);
  again = true;
  if (!sending) sending = run();
  return sending;
}

// many, or since days; by the device's own clock, which may have been set right meanwhile: then it is not known
function isLong(waiting) {
  return waiting.length >= many || waiting.some(({event}) => Date.now() - Date.parse(event.at) > days);
}

async function tell() {
  const [items, last] = await change(async (t) => [await t.all('outbox'), await t.get('facts', 'received')]);
  const left = items.filter((item) => !item.refused);
  const detail = {
    waiting: left.length, refused: items.length - left.length, received, lasting: lasting(), last, busy: sending,
    isLong: isLong(left),
  };
  announce('outbox', detail);
}

export function startOutbox() {
  const soon = () => { [wait, back] = [shortestWait, true]; send(); };
  addEventListener('online', soon);
  document.addEventListener('adopted', soon);
  addEventListener('pageshow', (event) => { if (event.persisted) soon(); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) soon(); });
  return send();
}
