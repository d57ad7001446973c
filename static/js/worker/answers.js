// What is answered without the network, and when: public pages from the network first, fixed files from here first.

const patience = 3000;

// one of these pages, in this language or else in another
async function instead(name, language) {
  const cache = await open(pages);
  const kept = await cache.match('/' + language + '/' + name + '/');
  if (kept) return kept;
  const other = (await cache.keys()).find((each) => each.url.endsWith('/' + name + '/'));
  return other && cache.match(other);
}

// the code on a certificate leads to its number: without the network its words are read here
async function offlinePage(url) {
  const language = url.pathname.split('/')[1];
  const checking = paperPath.test(url.pathname) && await instead('xac-minh', language);
  return checking || await instead('ngoai-tuyen', language) || Response.error();
}

async function find(url) {
  const part = modulePath.exec(url.pathname);
  if (ownPage.test(url.pathname)) return mine(url.pathname);
  const name = part ? (await wholes(['module', part[1], part[2], ''].join(' '))).pop() : pages;
  const kept = name && await (await open(name)).match(url.pathname);
  if (kept) return url.search ? Response.redirect(url.pathname) : kept; // taps in an address are for the server
  if (name && part && part[3] > FORMS) return Response.redirect(url.pathname.replace(/\d+\/$/, (part[3] - 1) % FORMS + 1 + '/'));
  if (url.pathname !== '/') return undefined;
  const home = (await (await open(pages)).keys()).find((each) => /^\/[\w-]+\/$/.test(new URL(each.url).pathname));
  return home && Response.redirect(home.url);
}

// a page that somebody sees is kept for later; a module's are kept only all together
async function seePage(url, answer) {
  if (fit(answer) && !url.search && publicPath.test(url.pathname) && !modulePath.test(url.pathname)) {
    await (await open(pages)).put(url.pathname, answer);
  }
}

async function page(url, live) {
  const first = await Promise.race([live.catch(() => null), after(patience)]);
  if (first && first.status < 500) return first;
  const kept = await find(url).catch(() => null);
  return kept || first || live.catch(() => offlinePage(url));
}

// players ask for a sound piece by piece, and some take nothing else
async function piece(request, kept) {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('Range') || '');
  if (!asked) return kept;
  const whole = await kept.arrayBuffer();
  const end = Math.min(asked[2] || Infinity, whole.byteLength - 1);
  return new Response(whole.slice(+asked[1], end + 1), {status: 206, headers: {
    'Content-Type': kept.headers.get('Content-Type'),
    'Content-Range': 'bytes ' + asked[1] + '-' + end + '/' + whole.byteLength,
    'Accept-Ranges': 'bytes',
  }});
}

async function fixedFile(url, build, request) {
  const kept = await caches.match(url.pathname + url.search);
  if (kept) return piece(request, kept);
  const answer = await fetch(request);
  if (build && fit(answer)) {
    const copy = answer.clone();
    open(look(build)).then((cache) => cache.put(url.pathname, copy)).catch(() => null);
  }
  return answer;
}

function onFetch(event) {
  const {request} = event;
  const url = new URL(request.url);
  const file = fixed.exec(url.pathname);
  if (url.origin !== location.origin) return;
  if (request.mode === 'navigate' && comeAndGo.test(url.pathname)) event.waitUntil(forget());
  if (request.method === 'GET' && file && (file[1] || file[2] || url.search)) event.respondWith(fixedFile(url, file[1], request));
  if (request.mode !== 'navigate') return;
  const live = fetch(request);
  if (request.method === 'GET' && (url.pathname === '/' || publicPath.test(url.pathname) || ownPage.test(url.pathname))) {
    event.waitUntil(live.then((answer) => seePage(url, answer.clone())).catch(() => null));
    event.respondWith(page(url, live));
  } else event.respondWith(live.catch(() => offlinePage(url))); // nothing is kept of it, but nobody is left with an error
}
