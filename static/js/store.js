// What this device keeps: one IndexedDB with two stores, `outbox` (answers not yet received) and `facts`.
// Where the browser keeps nothing (or the device is full), the same calls work in memory, and lasting() says so.

const memory = {outbox: new Map(), facts: new Map()};
let opening = null;
let lasts = true;

const settle = (request) => new Promise((done, fail) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => fail(request.error);
});

// a device that many people use keeps nothing of anybody (learning/kiosk)
export const shared = () => /(^|; )quay=/.test(document.cookie);

const open = () => new Promise((done) => {
  const nothing = () => { lasts = false; done(null); };
  if (shared()) { nothing(); return; }
  const late = setTimeout(nothing, 3000); // some browsers never answer
  try {
    const request = indexedDB.open('hocso', 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('outbox', {keyPath: 'id'});
      request.result.createObjectStore('facts');
    };
    request.onsuccess = () => {
      clearTimeout(late);
      request.result.onversionchange = () => request.result.close();
      done(request.result);
    };
    request.onerror = nothing;
  } catch (refused) {
    nothing();
  }
});

const inMemory = {
  get: async (store, key) => memory[store].get(key),
  put: async (store, value, key) => memory[store].set(key === undefined ? value.id : key, value),
  remove: async (store, key) => memory[store].delete(key),
  all: async (store) => Array.from(memory[store].values()),
  keys: async (store) => Array.from(memory[store].keys()),
};

function onDisk(transaction) {
  const at = (store) => transaction.objectStore(store);
  return {
    get: (store, key) => settle(at(store).get(key)),
    put: (store, value, key) => settle(key === undefined ? at(store).put(value) : at(store).put(value, key)),
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

// Run `job(t)` as one transaction: all of it is on the disk when the promise is kept, or none of it.
// A job may wait for nothing but `t`, and must bear to be run again.
export async function change(job) {
  if (!opening) opening = open();
  const database = await opening;
  if (database) {
    try {
      return await durably(database, job);
    } catch (failure) {
      lasts = false; // full, closed or damaged: go on in memory, and say so
      opening = Promise.resolve(null);
    }
  }
  return job(inMemory);
}

export const lasting = () => lasts;
