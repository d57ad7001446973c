// Brings the service worker, where there is one (https) and the device is somebody's own, and tells it what is shown.

import {shared} from './aside.js';
import {whenLoaded} from './pieces.js';
import {signedIn} from './record.js';

const busy = /\/(kiem-tra|on-tap|thuc-hanh)\//;

// ask the worker for a job; it answers {found} or {failed}
export async function ask(question) {
  const {active} = await navigator.serviceWorker.ready;
  return new Promise((done) => {
    const line = new MessageChannel();
    line.port1.onmessage = (event) => done(event.data);
    active.postMessage(question, [line.port2]);
  });
}

const able = 'serviceWorker' in navigator && isSecureContext;

export const mayKeep = () => able && !shared;

async function leave() {
  const registration = await navigator.serviceWorker.getRegistration();
  if (registration) {
    const {active} = registration; // which may have none afterwards
    await registration.unregister(); // it goes on for this page, unless it is told
    if (active) active.postMessage({job: 'stop'});
  }
  (await caches.keys()).forEach((name) => caches.delete(name)); // what one that was only coming puts away goes with the next page
}

async function bring(known) {
  const registration = await navigator.serviceWorker.register('/sw.js', {updateViaCache: 'none'});
  await known; // the worker keeps her own pages by her turn
  await ask({job: 'seen', path: location.pathname, signed: signedIn()});
  document.documentElement.setAttribute('data-at-hand', '');
  if (registration.waiting && !busy.test(location.pathname)) registration.waiting.postMessage({job: 'renew'});
}

// `known`: kept as soon as it is written down who is here
export function startOffline(known) {
  if (able) whenLoaded(() => (shared ? leave() : bring(known)).catch(() => null)); // without it, all pages are as they were
}
