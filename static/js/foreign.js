// Taken over, but of another server's record: this server knows no such key. They are shown, and not sent again.

import {send} from './outbox.js';
import {change} from './store.js';

const isForeign = (key) => fetch('/api/v1/me', {credentials: 'omit', headers: {'Authorization': 'Bearer ' + key}})
  .then((answer) => answer.status === 401).catch(() => false);

export async function setForeignAside() {
  const [items, me] = await change(async (t) => [await t.all('outbox'), await t.get('facts', 'me')]);
  const brought = items.filter((item) => item.device && !item.refused && me.keys[item.turn]);
  for (const turn of new Set(brought.map((item) => item.turn))) {
    if (await isForeign(me.keys[turn])) await change(async (t) => {
      for (const item of brought.filter((each) => each.turn === turn)) {
        if (await t.get('outbox', item.id)) await t.put('outbox', Object.assign({}, item, {refused: 'foreign'}));
      }
    });
  }
  return send();
}
