// "Tải về học" on a course's page, and the list of what is at hand on the page for no network.

import {ask, mayKeep} from './offline.js';
import {partsOf} from './pieces.js';

const language = document.documentElement.lang;
const here = document.querySelector('[data-here]');
const root = document.querySelector('[data-pack]');

// [language, module, kind, build, version] of what is whole on this device, in this language
const held = async () => ((await ask({job: 'held'})).found || []).filter((one) => one[0] === language);

async function showHeld() {
  const ids = (await held()).map((one) => one[1]);
  here.querySelectorAll('[data-module]').forEach((item) => { item.hidden = !ids.includes(item.getAttribute('data-module')); });
  here.hidden = !ids.length;
}

function startCourse() {
  const part = partsOf(root);
  const ids = root.getAttribute('data-modules').split(' ');
  let pack = null;
  let working = false;

  const say = (name, now) => {
    part('say').textContent = root.getAttribute('data-' + name).replace('{now}', now).replace('{of}', ids.length);
  };
  const current = (all) => (one) => all.some((copy) => copy[1] === one.id && copy[3] === pack.build && copy[4] === one.version);

  // without a network: what is here is here
  async function draw(failed) {
    const all = (await held()).filter((copy) => copy[2] === 'course' && ids.includes(copy[1]));
    const missing = pack ? pack.modules.filter((one) => !current(all)(one)) : [];
    const done = all.length === ids.length && !missing.length;
    part('keep').hidden = !missing.length;
    part('drop').hidden = !all.length;
    if (pack && missing.length) {
      const weight = missing.length === ids.length ? pack.bytes : missing.reduce((sum, one) => sum + one.bytes, 0);
      part('keep').querySelector('span').textContent = part('keep').getAttribute('data-keep').replace('{size}', Math.ceil(weight / 1000));
    }
    if (failed) say(failed, all.length);
    else if (done) say('done');
    else if (all.length) say('some', all.length);
    else part('say').textContent = '';
    root.hidden = !pack && !all.length;
  }

  async function keep() {
    for (const [now, id] of ids.entries()) {
      say('now', now);
      const {failed} = await ask({job: 'keep', language, id});
      if (failed) return draw(failed);
    }
    return draw();
  }

  async function once(job) {
    if (working) return;
    working = true;
    root.setAttribute('aria-busy', 'true');
    await job().catch(() => draw('cut'));
    root.removeAttribute('aria-busy');
    working = false;
    part('say').focus();
  }

  part('keep').addEventListener('click', () => once(keep));
  part('drop').addEventListener('click', () => once(async () => {
    await ask({job: 'drop', language: language, ids: ids});
    await draw();
  }));
  return fetch(root.getAttribute('data-pack'), {credentials: 'omit'})
    .then((answer) => (answer.ok ? answer.json() : null)).catch(() => null)
    .then((told) => { pack = told; return draw(); });
}

// It stands at the address that could not be had: for coming in and going away it says what became of that.
const way = (/\/(vao|the|ra)\//.exec(location.pathname) || [])[1];
if (here && way) document.querySelectorAll('[data-why]').forEach((each) => {
  each.hidden = !each.getAttribute('data-why').split(' ').includes(way);
});
if (mayKeep() && root) startCourse();
if (mayKeep() && here) showHeld();
