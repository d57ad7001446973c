// Taking over what another device kept, from its file or from the codes that it shows: from then on it waits here too.

import {gatherer, read, size} from './bundle.js';
import {camera, stopCamera} from './camera.js';
import {setForeignAside} from './foreign.js';
import {stamp} from './record.js';
import {change} from './store.js';

const root = document.querySelector('[data-take]');
const part = (name) => root.querySelector('[data-' + name + ']');
const form = root.querySelector('form');
const file = form.querySelector('[type="file"]');

function say(name, n, all) {
  part('told').textContent = root.getAttribute('data-' + name).replace('{n}', n).replace('{all}', all);
  part('told').parentNode.hidden = false;
}

// Each person's results stay theirs, under their own key or their own turn; what waits here already stays as it is.
const keep = (bundle) => change(async (t) => {
  const before = await t.keys('outbox');
  let fresh = 0;
  for (const turn of bundle.turns) {
    for (const event of turn.events) {
      if (before.indexOf(event.id) >= 0) continue;
      await t.put('outbox', {id: event.id, turn: turn.turn, device: turn.device, event: event});
      fresh += 1;
    }
  }
  await stamp(t, (me) => bundle.turns.forEach(({turn, record_key: key}) => {
    if (key && !me.keys[turn]) me.keys[turn] = key;
  }));
  return fresh;
});

async function take(told) {
  if (told.trouble) { say(told.trouble); return; }
  const fresh = await keep(told.bundle);
  say(fresh ? 'taken' : 'again', size(told.bundle));
  await setForeignAside();
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (!file.files.length) say('none');
  else if (file.files[0].size > 1024 * 1024) say('large');
  else new Response(file.files[0]).text().then((text) => take(read(text)));
});

const stop = () => stopCamera(part);

async function scan() {
  const gather = gatherer();
  try {
    await camera(part, (text) => {
      const told = gather(text);
      if (told.found) { say('part', told.found, told.of); return; }
      if (told.bundle) stop();
      take(told);
    });
  } catch (refused) {
    stop();
    say('blind');
  }
}

if (navigator.mediaDevices && navigator.mediaDevices.getUserMedia) {
  part('camera').hidden = false;
  part('scan').addEventListener('click', scan);
  part('stop').addEventListener('click', stop);
  addEventListener('pagehide', stop);
}
