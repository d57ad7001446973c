// A certificate is checked on this device: scanned, from a file, or behind the # of the address. Nothing of it is sent anywhere.

import {camera, stopCamera} from './camera.js';
import {judge, read} from './verifier.js';

const shelf = 'so-tra';
const root = document.querySelector('[data-checking]');
const part = (name) => root.querySelector('[data-' + name + ']');
const place = part('verdict');
const served = !place.hidden;

// The books that this site gives, newest first from the network; what was kept serves where there is none.
let kept = '';
try { kept = localStorage.getItem(shelf) || ''; } catch (refused) { /* for this page only */ }
const wait = (time) => new Promise((done) => setTimeout(done, time));
const bookHere = fetch(root.getAttribute('data-book'), {cache: 'no-cache'})
  .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)))
  .then((text) => {
    JSON.parse(text); // a wall that lets nobody through answers too, but in no JSON
    kept = text;
    try { localStorage.setItem(shelf, text); } catch (refused) { /* for this page only */ }
  })
  .catch(() => null);

async function books() {
  await Promise.race([bookHere, wait(4000)]);
  let told = [];
  try { told = JSON.parse(kept).books; } catch (broken) { /* none yet */ }
  return told.map(read).filter(Boolean);
}

const local = () => new Date(Date.now() + 25200000).toISOString().slice(0, 10); // the day where papers are signed
const said = (day) => (day ? day.split('-').reverse().join('/') : '');
const spaced = (number) => number.replace(/(\d{4})(?=\d)/g, '$1 ');
const fill = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name]);
const pattern = (name, values) => fill(root.getAttribute('data-' + name), values);

function rows(facts) {
  const span = {start: said(facts.from), end: said(facts.to)};
  return {
    name: facts.name,
    title: facts.title,
    decision: pattern('decision', {number: facts.decision, on: said(facts.decidedOn)}),
    decided_by: facts.decidedBy,
    valid: pattern(facts.to ? 'valid' : 'valid-open', span),
    number: spaced(facts.number),
    criteria: facts.criteria,
  };
}

function show(verdict, blind) {
  const {facts, on, since} = verdict;
  const name = blind && verdict.standing === 'foreign' ? 'blind' : verdict.standing;
  const days = {on: said(on), since: said(since)};
  const parts = [root.querySelector('[data-standing="' + name + '"]')].concat(facts ? [part('facts')] : []);
  place.textContent = '';
  parts.forEach((each) => place.appendChild(document.importNode(each.content, true)));
  place.querySelectorAll('p').forEach((line) => {
    if (line.textContent.indexOf('{') >= 0) line.textContent = fill(line.textContent, days);
  });
  if (facts) {
    const values = rows(facts);
    place.querySelectorAll('[data-put]').forEach((cell) => { cell.textContent = values[cell.getAttribute('data-put')]; });
    place.querySelector('[data-caution]').hidden = facts.verified;
  }
  if (part('lead')) part('lead').hidden = true;
  place.hidden = false;
  place.focus();
  place.scrollIntoView();
}

// Where the server has answered already, only what is wrong with the code itself is news.
async function check(text, isNews) {
  const known = await books();
  const today = known.reduce((last, book) => (book.on > last ? book.on : last), local()); // a clock may stand years back
  const verdict = judge(text, known, today);
  if (isNews || verdict.standing === 'foreign' && known.length) show(verdict, !known.length);
}

const stop = () => stopCamera(part);

async function scan() {
  part('blind').hidden = true;
  try {
    await camera(part, (text) => { stop(); check(text, true); });
  } catch (refused) {
    stop();
    part('blind').hidden = false;
  }
}

const file = root.querySelector('[type="file"]');
file.form.addEventListener('submit', (event) => {
  if (!file.files.length) return;
  event.preventDefault();
  new Response(file.files[0].slice(0, 40000)).text().then((text) => check(text, true));
});

// a scanner at the machine types the whole code into the field: it is read here, and needs no network
const field = root.querySelector('[name="number"]');
field.form.addEventListener('submit', (event) => {
  if (field.value.indexOf('.') < 0 || !/\.[\w-]+\.[\w-]+\s*$/.test(field.value)) return;
  event.preventDefault();
  check(field.value, true);
});

if (navigator.mediaDevices && navigator.mediaDevices.getUserMedia) {
  part('camera').hidden = false;
  part('typed').classList.remove('button-main'); // one way is the first: here it is the camera
  part('scan').addEventListener('click', scan);
  part('stop').addEventListener('click', stop);
  addEventListener('pagehide', stop);
}
const behind = () => { if (location.hash.indexOf('.') > 0) check(location.hash, !served); };
addEventListener('hashchange', behind);
behind();
