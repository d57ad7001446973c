// Taken over, but of another server's record: this server knows no such key. It may keep a copy and pass it on; here
// they are shown, and not sent again.

import {send} from './outbox.js';
import {change} from './store.js';

const atOnce = 500;

const isForeign = (key) => fetch('/api/v1/me', {credentials: 'omit', headers: {'Authorization': 'Bearer ' + key}})
  .then((answer) => answer.status === 401).catch(() => false);

const passedOn = (key, items) => fetch('/api/v1/parcels', {
  method: 'POST', credentials: 'omit', headers: {'Content-Type': 'application/json'},
  body: JSON.stringify({record_key: key, events: items.map(({event}) => event)}),
}).then((answer) => (answer.ok ? answer.json() : {passed_on: 0})).then((told) => told.passed_on === items.length).catch(() => false);

async function setAside(key, items) {
  const reason = await passedOn(key, items) ? 'passed_on' : 'foreign';
  await change(async (t) => {
    for (const item of items) {
      if (await t.get('outbox', item.id)) await t.put('outbox', Object.assign({}, item, {refused: reason}));
    }
  });
}

export async function setForeignAside() {
  const [items, me] = await change(async (t) => [await t.all('outbox'), await t.get('facts', 'me')]);
  const brought = items.filter((item) => item.device && !item.refused && me.keys[item.turn]);
  for (const turn of new Set(brought.map((item) => item.turn))) {
    const key = me.keys[turn];
    const hers = brought.filter((each) => each.turn === turn);
    if (!await isForeign(key)) continue;
    for (let start = 0; start < hers.length; start += atOnce) await setAside(key, hers.slice(start, start + atOnce));
  }
  return send();
}
