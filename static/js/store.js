// What this device keeps: one IndexedDB with two stores, `outbox` (answers not yet received) and `facts`.
// Where the browser keeps nothing (or the device is full), the same calls work in memory, and lasting() says so.
// A database that comes late is taken up when it comes: what was done in memory meanwhile is moved over.

import {announce} from './pieces.js';
import {layAside, memory, shared, takeUp} from './aside.js';

const patience = 3000; // some browsers never answer
const pause = 60000;
let opening = null;
let lasts = true;
let inLine = Promise.resolve();
let join = () => {};
let tellSure;

// kept as soon as it is certain where things lie: the database has come, however late, or it was refused
export const sure = new Promise((done) => { tellSure = done; });
export const lasting = () => lasts;

// `alter(memory, t)` makes what memory holds fit to what the disk has, before it is moved there
export function joinWith(alter) { join = alter; }

const settle = (request) => new Promise((done, fail) => {
  Object.assign(request, {onsuccess: () => done(request.result), onerror: () => fail(request.error)});
});

async function connect() {
  const request = indexedDB.open('hocso', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('outbox', {keyPath: 'id'});
    request.result.createObjectStore('facts');
  };
  const database = await settle(request);
  database.onversionchange = () => database.close();
  return database;
}

const inMemory = {
  get: async (store, key) => memory[store].get(key),
  put: async (store, value, key = value.id) => memory[store].set(key, value),
  remove: async (store, key) => memory[store].delete(key),
  all: async (store) => [...memory[store].values()],
  keys: async (store) => [...memory[store].keys()],
};

function onDisk(transaction) {
  const at = (store) => transaction.objectStore(store);
  return {
    get: (store, key) => settle(at(store).get(key)),
    put: (store, ...what) => settle(at(store).put(...what)),
    remove: (store, key) => settle(at(store).delete(key)),
    all: (store) => settle(at(store).getAll()),
    keys: (store) => settle(at(store).getAllKeys()),
  };
}

async function durably(database, job) {
  const transaction = database.transaction(['outbox', 'facts'], 'readwrite', {durability: 'strict'});
  const written = new Promise((done, fail) => {
    transaction.oncomplete = done;
    transaction.onabort = () => fail(transaction.error);
  });
  const [result] = await Promise.all([job(onDisk(transaction)), written]);
  return result;
}

// Jobs in memory wait for nothing but memory, so none is half done when a database comes.
async function adopt(database) {
  const outbox = new Map(memory.outbox);
  const facts = new Map(memory.facts);
  if (outbox.size || facts.size) {
    await durably(database, async (t) => {
      const found = {outbox: new Map(outbox), facts: new Map(facts)};
      await join(found, t);
      for (const item of found.outbox.values()) await t.put('outbox', item);
      for (const [name, fact] of found.facts) await t.put('facts', fact, name);
    });
    outbox.forEach((item, id) => memory.outbox.delete(id));
    facts.forEach((fact, name) => memory.facts.delete(name));
    layAside(true);
  }
  if (!lasts || outbox.size) setTimeout(announce, 0, 'adopted');
  lasts = true;
  return database;
}

function forNow() {
  lasts = false;
  setTimeout(() => { if (!lasts) opening = open(); }, pause); // there may be room again
  return null;
}

// A promise of the database; of null, where there is none so far: go on in memory until it comes.
function open() {
  takeUp();
  if (shared) { tellSure(); return Promise.resolve(null); }
  return new Promise((done) => {
    const late = setTimeout(() => { lasts = false; done(null); }, patience);
    const coming = connect().then((database) => {
      clearTimeout(late);
      opening = adopt(database).catch(forNow); // whoever asks now waits until all is moved
      return opening;
    }).catch(forNow);
    coming.then((database) => { clearTimeout(late); done(database); tellSure(); });
  });
}

// Run `job(t)` as one transaction: all of it is on the disk when the promise is kept, or none of it.
// A job may wait for nothing but `t`, and must bear to be run again: a connection may close, and is then made anew.
export async function change(job) {
  if (!opening) opening = open();
  for (let isLast = false; ; isLast = true) {
    const used = opening;
    const database = await used;
    if (!database) break;
    try {
      return await durably(database, job);
    } catch (failure) { // closed, full or damaged
      if (isLast) opening = Promise.resolve(forNow());
      else if (opening === used) opening = open();
    }
    if (isLast) break;
  }
  const done = inLine.then(() => job(inMemory));
  inLine = done.then(() => layAside(), () => {});
  return done;
}
