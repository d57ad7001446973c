// Modules kept whole: all parts are fetched into a cache of their own, and only then does it take the old one's place.

const mostUnasked = 3;
let queue = Promise.resolve();

async function listed(language, id, cache) {
  const pack = await (await get('/api/v1/packs/' + language + '/bai/' + id, cache)).json();
  return Object.assign({build: pack.build, look: pack.look}, pack.modules[0]);
}

async function keepListed(language, id, kind, list) {
  const start = ['module', language, id, ''].join(' ');
  const before = await wholes(start);
  const lasting = before.some((name) => name.split(' ')[3] === 'course') ? 'course' : kind;
  const name = start + [lasting, list.build, list.version].join(' ');
  if (before.includes(name)) return;
  try {
    await caches.delete(name);
    await fill(look(list.build), list.look.map((address) => [address]));
    const cache = await fill(name, list.files);
    await cache.put(mark, new Response('')); // into this very cache: one deleted meanwhile does not come back as only a mark
  } catch (failure) {
    await caches.delete(name);
    throw failure;
  }
  await drop((await starting(start)).filter((other) => other !== name));
}

async function keepNow(language, id, kind) {
  try {
    await keepListed(language, id, kind, await listed(language, id, 'default'));
  } catch (failure) {
    if (failure.name === 'QuotaExceededError') throw failure;
    await after(500); // the list was from before an update, or the line is a bad one: once more
    await keepListed(language, id, kind, await listed(language, id, 'no-cache'));
  }
  const unasked = (await wholes('module ')).filter((name) => name.split(' ')[3] === 'auto');
  await drop(unasked.slice(0, -mostUnasked));
}

// one after the other: two would take each other's place
function keepModule(language, id, kind) {
  const turn = queue.then(() => keepNow(language, id, kind));
  queue = turn.catch(() => null);
  return turn;
}

const dropModules = ({language, ids}) => Promise.all(ids.map(async (id) => drop(await starting(['module', language, id, ''].join(' ')))));
