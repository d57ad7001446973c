// A check (and a review), one question at a time: choose, "Kiểm tra", what came of it, "Câu tiếp".
// Marks on the device and never waits for the network; each answer goes to the outbox as it is given.

import {addMoves, read} from './controls.js';
import {feedback} from './feedback.js';
import {mark, passed} from './marking.js';
import {keep} from './outbox.js';
import {look, uuid} from './record.js';
import {change} from './store.js';

const root = document.querySelector('[data-check]');
const sections = root ? Array.from(root.querySelectorAll('[data-question]')) : [];
const part = (name) => root.querySelector('[data-' + name + ']');
const draftName = root ? 'draft:' + root.getAttribute('data-check') : '';
const questions = sections.map((section) => ({
  section: section, id: section.getAttribute('data-question'), key: JSON.parse(section.getAttribute('data-key')),
  critical: section.hasAttribute('data-critical'),
}));
let draft = {turn: '', attempt: uuid(), answers: {}};
let at = 0;

const open = () => questions.findIndex((question) => !(question.id in draft.answers));
const rightOnes = () => questions.map((question) => mark(question.key, draft.answers[question.id]).right);

// A button that took another's place must not swallow the second half of a double tap.
function rest(button) {
  button.disabled = true;
  setTimeout(() => { button.disabled = false; }, 400);
}

function bar(name) {
  ['verify', 'onward'].forEach((other) => { part(other).hidden = other !== name; });
  if (name) rest(part(name));
}

function steps() {
  part('steps-say').textContent = root.getAttribute('data-step').replace('{now}', at + 1);
  Array.from(root.querySelectorAll('.steps-line li')).forEach((step, index) => {
    step.className = index < at ? 'step-done' : index === at ? 'step-now' : '';
  });
}

function show(place, focus) {
  at = place;
  questions.forEach((question, index) => { question.section.hidden = index !== at; });
  part('hint').textContent = '';
  steps();
  bar('verify');
  if (!focus) return;
  scrollTo(0, 0);
  questions[at].section.querySelector('legend').focus({preventScroll: true});
}

function record(question, answer) {
  const event = {
    verb: root.getAttribute('data-verb'), question: question.id, answer: answer,
    module: question.section.getAttribute('data-module') || root.getAttribute('data-module'),
    version: question.section.getAttribute('data-version') || root.getAttribute('data-version'),
    form: Number(root.getAttribute('data-form')) || null,
    attempt: question.section.getAttribute('data-attempt') || draft.attempt,
  };
  return keep(event, async (t, me) => {
    const before = await t.get('facts', draftName);
    if (before && before.attempt === draft.attempt && question.id in before.answers) return false;
    draft.turn = me.turn;
    await t.put('facts', {turn: me.turn, attempt: draft.attempt, answers: draft.answers, at: Date.now()}, draftName);
    return true;
  });
}

function verify() {
  const question = questions[at];
  const answer = read(question.section, question.key, question.id);
  if (question.id in draft.answers) return;
  if (!answer) {
    part('hint').textContent = root.getAttribute('data-open');
    question.section.querySelector('input, select').focus();
    return;
  }
  draft.answers = Object.assign({[question.id]: answer}, draft.answers);
  part('hint').textContent = '';
  question.section.querySelector('fieldset').disabled = true;
  question.section.classList.add('question-answered');
  const block = feedback(question.section, question.key, answer);
  question.section.appendChild(block);
  document.dispatchEvent(new CustomEvent('said', {detail: question.section}));
  bar('onward');
  block.focus({preventScroll: true});
  block.scrollIntoView({block: 'nearest'});
  record(question, answer);
}

function finish() {
  const rights = rightOnes();
  const count = rights.filter(Boolean).length;
  const done = passed(questions.map((question, index) => [rights[index], question.critical]));
  const missed = questions.some((question, index) => question.critical && !rights[index]);
  const outcome = done ? 'passed' : missed && count > 3 ? 'critical' : 'not-yet';
  questions.forEach((question) => { question.section.hidden = true; });
  at = questions.length;
  steps();
  bar('');
  Array.from(root.querySelectorAll('[data-score]')).forEach((score) => {
    score.textContent = score.getAttribute('data-score').replace('{right}', count);
  });
  Array.from(root.querySelectorAll('[data-when]')).forEach((each) => {
    each.hidden = each.getAttribute('data-when') !== outcome;
  });
  part('result').hidden = false;
  scrollTo(0, 0);
  part('result').focus({preventScroll: true});
}

function go() {
  const next = open();
  if (next < 0) finish(); else show(next, true);
}

function start(kept) {
  if (kept) draft = kept;
  part('plain').hidden = true;
  part('bar').hidden = false;
  root.classList.add('check-live');
  questions.forEach((question) => { addMoves(question.section, part('moves')); });
  part('verify').addEventListener('click', verify);
  part('onward').addEventListener('click', go);
  root.addEventListener('submit', (event) => { event.preventDefault(); if (!part('verify').hidden) verify(); });
  if (open() < 0) finish(); else show(open(), false);
}

// A finished check is shown again only on reloading and going back; coming anew is a new attempt.
function comesBack() {
  const entry = performance.getEntriesByType ? performance.getEntriesByType('navigation')[0] : null;
  return Boolean(entry) && entry.type !== 'navigate';
}

async function begin() {
  const found = await change(async (t) => ({me: await look(t), kept: await t.get('facts', draftName)}));
  draft.turn = found.me.turn;
  const mine = found.kept && found.kept.turn === found.me.turn;
  const whole = mine && questions.every((question) => question.id in found.kept.answers);
  start(mine && (!whole || comesBack()) ? found.kept : null);
}

// Somebody on a slow line who is already past the first question goes on with the plain form.
const underWay = questions.length > 1 && questions[1].section.getBoundingClientRect().top < 0;
if (root && !underWay) {
  begin();
  addEventListener('pageshow', async (event) => { // another person may have come meanwhile
    if (event.persisted && (await change(look)).turn !== draft.turn) location.reload();
  });
}
