// "Kết quả trên máy này": what could not be kept and why, and handing over what waits, as a file or as codes to be scanned.

import {generate} from '../vendor/lean-qr/nano.js';
import {make, parts, size, written} from './bundle.js';
import {setForeignAside} from './foreign.js';
import {change, sure} from './store.js';

const root = document.querySelector('[data-results]');
const part = (name) => root.querySelector('[data-' + name + ']');
const words = (name) => root.getAttribute('data-' + name);
const pace = 1200;
let codes = [];
let place = 0;
let turning = 0;

function tellRefused(items) {
  const list = part('refused-list');
  const counts = new Map();
  items.forEach((item) => counts.set(item.refused, (counts.get(item.refused) || 0) + 1));
  list.textContent = '';
  counts.forEach((count, reason) => {
    const line = document.createElement('li');
    const told = root.querySelector('[data-reason="' + reason + '"]') || root.querySelector('[data-reason="malformed"]');
    line.textContent = words('times').replace('{n}', count) + ' ' + told.textContent;
    list.appendChild(line);
  });
  part('refused').hidden = !items.length;
}

async function draw() {
  const items = await change((t) => t.all('outbox'));
  const waiting = items.filter((item) => !item.refused).length;
  tellRefused(items.filter((item) => item.refused));
  part('empty').hidden = waiting > 0;
  part('hand').hidden = !waiting;
  root.classList.toggle('handing-waits', waiting > 0);
  if (!waiting) stop();
}

const say = (name, bundle) => { part('told').textContent = words(name).replace('{n}', size(bundle)); };

async function save() {
  const bundle = await make();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([written(bundle)], {type: 'application/json'}));
  link.download = 'ket-qua-' + bundle.made_at.slice(0, 10) + '.json';
  document.body.appendChild(link);
  link.click();
  document.body.removeChild(link);
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  say('saved', bundle);
}

function step() {
  const told = words('part').replace('{n}', place + 1).replace('{all}', codes.length);
  generate(codes[place]).toCanvas(part('code'), {off: [255, 255, 255]});
  part('code').setAttribute('aria-label', told);
  part('place').textContent = told;
}

function onward() {
  place = (place + 1) % codes.length;
  step();
}

function turn(goesOn) {
  clearInterval(turning);
  turning = goesOn && codes.length > 1 ? setInterval(onward, pace) : 0;
  part('pause').querySelector('span').textContent = words(turning ? 'hold' : 'go');
}

function stop() {
  turn(false);
  codes = [];
  part('codes').hidden = true;
}

async function show() {
  const bundle = await make();
  codes = parts(written(bundle));
  place = 0;
  part('codes').hidden = false;
  ['next', 'pause'].forEach((name) => { part(name).hidden = codes.length < 2; });
  step();
  turn(true);
  say('shown', bundle);
  part('codes').focus();
  part('codes').scrollIntoView();
}

const jobs = {
  save: save,
  show: show,
  next: () => { turn(false); onward(); },
  pause: () => turn(!turning),
  stop: () => { stop(); part('told').textContent = ''; part('show').focus(); },
};
Object.keys(jobs).forEach((name) => part(name).addEventListener('click', jobs[name]));
part('plain').hidden = true;
document.addEventListener('outbox', draw);
sure.then(draw).then(setForeignAside);
