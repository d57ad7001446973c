// The personal pages kept here, what is due and how far she is: in a cache named by its turn, so that nobody is given another's.

const ownPage = /^\/[\w-]+\/(?:on-tap|cua-toi)\/$/;

// whose turn it is, as static/js/record.js wrote it; a database that is not there is not made
const turnNow = () => new Promise((done) => {
  const request = indexedDB.open('hocso');
  request.onupgradeneeded = () => request.transaction.abort();
  request.onerror = () => done('');
  request.onsuccess = () => {
    const finish = (me) => { request.result.close(); done(me && me.signed ? me.turn : ''); };
    try {
      const asked = request.result.transaction('facts').objectStore('facts').get('me');
      asked.onsuccess = () => finish(asked.result);
      asked.onerror = () => finish();
    } catch (missing) { finish(); }
  };
});

const signedIn = async () => !self.cookieStore || Boolean(await self.cookieStore.get('so'));
const forget = async () => drop(await starting('mine '));

async function keepOne(address, turn) {
  const name = 'mine ' + turn;
  const answer = await fetch(address, {cache: 'no-store', credentials: 'same-origin'});
  if (!answer.ok || answer.redirected) return;
  const text = await answer.text();
  const pictures = new Set(text.match(/\/noi-dung\/[\w-]+\/[\w.-]+\?v=\w+/g) || []);
  if (await turnNow() !== turn || !await signedIn()) return;
  await fill(name, Array.from(pictures, (picture) => [picture]));
  const dated = text.replace('<html', '<html data-kept="' + Date.now() + '"'); // static/js/asof.js says it
  await (await open(name)).put(address, new Response(dated, {headers: answer.headers}));
  if (await turnNow() !== turn || !await signedIn()) await forget(); // she went while it was put away
}

async function keepMine(language) {
  const turn = await turnNow();
  await drop((await starting('mine ')).filter((other) => other !== 'mine ' + turn));
  if (!turn) return;
  for (const page of ['on-tap', 'cua-toi']) await keepOne('/' + language + '/' + page + '/', turn);
}

// nobody else's, and nothing where the marker is gone
async function mine(path) {
  const turn = await turnNow();
  if (!turn || !await signedIn()) return forget().then(() => undefined);
  return await caches.has('mine ' + turn) ? (await open('mine ' + turn)).match(path) : undefined;
}
