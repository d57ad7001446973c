// The one personal thing kept here: the review page, in a cache named by its turn, so that nobody is given another's.

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

async function keepReview(language) {
  const turn = await turnNow();
  const name = 'mine ' + turn;
  await drop((await starting('mine ')).filter((other) => other !== name));
  if (!turn) return;
  const address = '/' + language + '/on-tap/';
  const answer = await fetch(address, {cache: 'no-store', credentials: 'same-origin'});
  if (!answer.ok || answer.redirected) return;
  const text = await answer.clone().text();
  const pictures = new Set(text.match(/\/noi-dung\/[\w-]+\/[\w.-]+\?v=\w+/g) || []);
  if (await turnNow() !== turn || !await signedIn()) return;
  await fill(name, Array.from(pictures, (picture) => [picture]));
  await (await open(name)).put(address, answer);
  if (await turnNow() !== turn || !await signedIn()) await forget(); // she went while it was put away
}

// nobody else's, and nothing where the marker is gone
async function review(path) {
  const turn = await turnNow();
  if (!turn || !await signedIn()) return forget().then(() => undefined);
  return await caches.has('mine ' + turn) ? (await open('mine ' + turn)).match(path) : undefined;
}
