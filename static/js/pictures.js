// The three pictures of a card: taps are collected here and sent once. Without this each tap is a page of its own.

import {startTurn} from './record.js';
import {noteTurn} from './turns.js';

const form = document.querySelector('[data-pictures]');
const all = (selector) => [...form.querySelectorAll(selector)];
const buttons = all('button[name=pick]');
const slots = all('[data-slots] > li');
const [undo] = all('[data-undo]');
const [said] = all('[data-said]');
const buttonOf = (id) => buttons.find((button) => button.value === id);
// what the server has picked so far becomes ours: it goes along when the form is sent
const before = all('input[name=picked]');
let picked = before.map((input) => input.value);
let sent = false;

function fill(slot, place) {
  const kind = place < picked.length ? 'filled' : place === picked.length ? 'next' : 'later';
  slot.className = 'picked-' + kind;
  slot.textContent = kind === 'filled' ? '' : place + 1;
  if (kind === 'filled') [...buttonOf(picked[place]).children].forEach((part) => slot.appendChild(part.cloneNode(true)));
}

function draw() {
  slots.forEach(fill);
  buttons.forEach((button) => {
    button.disabled = false;
    button.setAttribute('aria-pressed', picked.includes(button.value));
  });
  undo.hidden = !picked.length;
  const words = picked.map((id) => buttonOf(id).textContent.trim()).join(', ');
  said.textContent = words && said.dataset.said.replace('{what}', words);
}

form.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  event.preventDefault();
  if (sent || (button !== undo && picked.includes(button.value))) return;
  picked = button === undo ? picked.slice(0, -1) : picked.concat(button.value);
  draw();
  sent = picked.length === slots.length;
  if (!sent) return;
  picked.forEach((id) => form.appendChild(Object.assign(document.createElement('input'), {type: 'hidden', name: 'picked', value: id})));
  startTurn(noteTurn()); // sent so, a form tells nobody that it is
  form.submit();
});

before.forEach((input) => input.remove());
draw();
addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); }); // back: begin anew
