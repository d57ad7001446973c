// The service worker's caches by name, and which addresses it has anything to do with (docs/offline.md).
// BUILD, FORMS, LOOK and CHECKING stand above this file: the server writes them when it starts (learning/web/worker.py).

const pages = 'pages ' + BUILD; // public pages that were seen
const look = (build) => 'look ' + build; // static files of a build
// one module, whole: 'module <language> <id> <auto|course> <build> <version>'; before the mark is in it, it does not count
const mark = '/.whole';
const modulePath = /^\/([\w-]+)\/bai\/([\w-]+)\/(?:(?:thuc-hanh|ghi-nho|kiem-tra\/(\d+))\/)?$/;
const publicPath = /^\/[\w-]+\/(?:(?:khoa|bai)\/.*|(?:ngoai-tuyen|[\w-]*ket-qua|xac-minh)\/)?$/;
const checkPath = /\/xac-minh\/$/; // where certificates are checked; one of them: with its number behind
const paperPath = /\/xac-minh\/\d+$/;
const comeAndGo = /^\/(?:[\w-]+\/(?:vao|ra)|the)\//;
const busyPath = /\/(kiem-tra|on-tap|thuc-hanh)\//;
const fixed = /^\/(?:static\/v-(\w+)|noi-dung|(giong))\//;

const after = (time) => new Promise((done) => setTimeout(done, time));
let open = (name) => caches.open(name); // until this device is a shared one: then what is under way puts nothing more away
const starting = async (start) => (await caches.keys()).filter((name) => name.startsWith(start));
const drop = (names) => Promise.all(names.map((name) => caches.delete(name)));

// only what the server gives to everybody alike, and gave whole, from here
const fit = (answer) => answer.status === 200 && answer.type === 'basic' && !answer.redirected
  && /^public/.test(answer.headers.get('Cache-Control') || '');

async function get(address, cache, digest) {
  const answer = await fetch(address, {cache: cache, credentials: 'omit'});
  if (!fit(answer)) throw new Error(address); // not to be kept
  if (digest && !(answer.headers.get('ETag') || '').includes(digest)) throw new Error(address); // it has changed
  return answer;
}

async function fill(name, files) {
  const cache = await open(name);
  for (const [address, digest] of files) {
    if (!digest && await cache.match(address)) continue;
    await cache.put(address, await get(address, fixed.test(address) ? 'default' : 'no-cache', digest));
  }
  return cache;
}

// whole copies, the newest last
async function wholes(start) {
  const found = [];
  for (const name of await starting(start)) if (await (await open(name)).match(mark)) found.push(name);
  return found;
}
