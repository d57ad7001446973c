// A worker's life: it comes with its files, waits while somebody is in the middle of something, and tidies when it begins.

// what was at hand stays at hand: pages of the build before are fetched anew, or this worker does not come yet
async function install() {
  await fill(look(BUILD), LOOK.map((address) => [address]));
  const cache = await open(pages);
  for (const name of await starting('pages ')) {
    for (const {url} of (await (await open(name)).keys()).slice(-20)) {
      const answer = await fetch(url, {cache: 'no-cache', credentials: 'omit'});
      if (fit(answer)) await cache.put(url, answer);
      if (checkPath.test(url)) await keepChecking();
    }
  }
}

async function activate() {
  const modules = await wholes('module ');
  const used = modules.map((name) => look(name.split(' ')[4])).concat(modules, look(BUILD), pages);
  await drop((await caches.keys()).filter((name) => !used.includes(name) && !/^mine /.test(name)));
  await self.clients.claim();
}

// what reads certificates without a network
const keepChecking = () => fill(look(BUILD), CHECKING.map((address) => [address]));

// a page tells what it shows: from now on its home, the page for no network, that of results, and its module are at hand
async function seen({path, signed}) {
  if (comeAndGo.test(path)) return forget(); // a scanned card's address names no language
  const part = modulePath.exec(path);
  const home = '/' + path.split('/')[1] + '/';
  for (const address of [home, home + 'ngoai-tuyen/', home + 'ket-qua/', path]) {
    if (publicPath.test(address) && !modulePath.test(address)) await fill(pages, [[address]]);
  }
  if (checkPath.test(path) || paperPath.test(path)) {
    await fill(pages, [[home + 'xac-minh/']]);
    await keepChecking();
  }
  if (part) await keepModule(part[1], part[2], 'auto');
  if (!signed) await forget();
  else if (ownPage.test(path) || path === home) await keepMine(path.split('/')[1]);
}

async function renew() {
  const windows = await self.clients.matchAll({type: 'window', includeUncontrolled: true});
  if (!windows.some((each) => busyPath.test(each.url))) await self.skipWaiting();
}

const jobs = {
  // dropped from here, not from the page: after all that this worker itself has opened
  stop: async () => { open = () => Promise.reject(); await drop(await caches.keys()); },
  seen,
  renew,
  forget,
  keep: ({language, id}) => keepModule(language, id, 'course'),
  drop: dropModules,
  held: async () => (await wholes('module ')).map((name) => name.split(' ').slice(1)),
};

addEventListener('install', (event) => event.waitUntil(install()));
addEventListener('activate', (event) => event.waitUntil(activate()));
addEventListener('fetch', onFetch);
addEventListener('message', (event) => {
  const say = (told) => event.ports[0] && event.ports[0].postMessage(told);
  event.waitUntil(jobs[event.data.job](event.data).then(
    (found) => say({found: found}),
    (failure) => say({failed: failure.name === 'QuotaExceededError' ? 'full' : 'cut'}),
  ));
});
