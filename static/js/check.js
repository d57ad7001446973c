// A check (and a review), one question at a time, marked on the device; each answer goes to the outbox as it is given.

import {addMoves, read} from './controls.js';
import {explain, mark, passed, told} from './marking.js';
import {keep} from './outbox.js';
import {announce, partsOf, rest, showStep, whenRested} from './pieces.js';
import {stamp} from './record.js';
import {uuid} from './turns.js';
import {change} from './store.js';

const root = document.querySelector('[data-check]');
const part = partsOf(root);
const own = (name) => root.getAttribute('data-' + name);
const draftName = 'draft:' + own('check');
const questions = [...root.querySelectorAll('[data-question]')].map((section) => ({
  section, id: section.getAttribute('data-question'), key: JSON.parse(section.getAttribute('data-key')),
  critical: section.hasAttribute('data-critical'),
}));
let draft = {turn: '', attempt: uuid(), answers: {}};
let at = 0;

const open = () => questions.findIndex((question) => !(question.id in draft.answers));
const resting = (name) => part(name).hidden || part(name).hasAttribute('aria-disabled');

// One button at the thumb. It took another's place: the second half of a double tap must not press it.
function bar(name) {
  ['verify', 'onward'].forEach((other) => { part(other).hidden = other !== name; });
  part(name).setAttribute('aria-disabled', 'true');
  whenRested(() => part(name).removeAttribute('aria-disabled'));
}

function show(place, focus) {
  at = place;
  questions.forEach((question, index) => { question.section.hidden = index !== at; });
  showStep(root, own('step'), at);
  bar('verify');
  if (!focus) return;
  part('progress').scrollIntoView({behavior: 'instant'});
  questions[at].section.querySelector('legend').focus({preventScroll: true});
}

// what is said after an answer, cloned from the question's templates (templates/components/feedback.html)
function feedback({section, key}, answer) {
  const clone = (selector) => section.querySelector(selector).content.cloneNode(true);
  const block = clone('[data-outcome="' + (mark(key, answer).right ? 'right' : 'wrong') + '"]');
  const notes = explain(key, answer);
  block.querySelectorAll('[data-notes]').forEach((list) => {
    const ids = notes[list.getAttribute('data-notes')];
    ids.forEach((id) => list.appendChild(clone('[data-note="' + id + '"]')));
    list.parentNode.hidden = !ids.length;
  });
  return block.firstElementChild;
}

function record(question, answer) {
  const about = (name) => question.section.getAttribute('data-' + name) || own(name);
  const event = {
    verb: own('verb'), module: about('module'), version: about('version'), question: question.id,
    form: Number(own('form')) || null, attempt: draft.attempt, answer: answer,
  };
  return keep(event, async (t, me) => {
    const before = await t.get('facts', draftName);
    const known = before && before.attempt === draft.attempt ? before.answers : {};
    if (question.id in known) return false; // given in another tab
    draft.turn = me.turn;
    const answers = Object.assign({[question.id]: answer}, known);
    await t.put('facts', {turn: me.turn, attempt: draft.attempt, answers: answers, at: Date.now()}, draftName);
    return true;
  }, draftName);
}

function verify() {
  const question = questions[at];
  const answer = read(question.section, question.key, question.id);
  if (resting('verify') || question.id in draft.answers) return;
  part('hint').textContent = answer ? '' : own('open');
  if (!answer) {
    question.section.querySelector('input, select').focus();
    return;
  }
  draft.answers = Object.assign({[question.id]: answer}, draft.answers);
  question.section.querySelector('fieldset').disabled = true;
  question.section.classList.add('question-answered');
  const block = feedback(question, answer);
  question.section.insertBefore(block, question.section.firstChild); // in sight at once, the question below it
  announce('said');
  bar('onward');
  block.focus({preventScroll: true});
  block.scrollIntoView({behavior: 'instant'});
  record(question, answer);
}

function finish() {
  const marks = questions.map((one) => [mark(one.key, draft.answers[one.id]).right, one.critical]);
  const right = marks.filter((pair) => pair[0]).length;
  const outcome = passed(marks) ? 'passed' : right > 3 ? 'critical' : 'not-yet';
  const pairs = questions.map((one) => [one.key, draft.answers[one.id]]);
  const slips = ['scam', 'genuine'].filter((kind) => told(pairs, kind, false)).join('+') || 'none';
  const came = (when) => when === outcome || when === slips;
  questions.forEach((question) => { question.section.hidden = true; });
  part('bar').hidden = part('progress').hidden = true;
  root.querySelectorAll('[data-score]').forEach((score) => {
    const kind = score.getAttribute('data-kind');
    score.textContent = score.getAttribute('data-score').replace('{right}', kind ? told(pairs, kind, true) : right);
  });
  root.querySelectorAll('[data-when]').forEach((each) => { each.hidden = !each.getAttribute('data-when').split(' ').some(came); });
  part('result').hidden = false;
  rest(part('result'));
  part('result').scrollIntoView({behavior: 'instant'});
  part('result').focus({preventScroll: true});
}

function onward() {
  if (resting('onward')) return;
  if (open() < 0) finish(); else show(open(), true);
}

function start() {
  part('plain').hidden = true;
  part('bar').hidden = part('progress').hidden = false;
  root.classList.add('check-live');
  questions.forEach((question) => {
    question.section.querySelector('.question-count').classList.add('visually-hidden'); // the steps say it
    addMoves(question.section, part('moves'));
  });
  part('verify').addEventListener('click', verify);
  part('onward').addEventListener('click', onward);
  root.addEventListener('submit', (event) => { event.preventDefault(); verify(); });
  if (open() < 0) finish(); else show(open(), false);
}

// A check that was left goes on; a finished one is shown again on reloading and going back, else it is a new attempt.
async function begin() {
  const [me, kept] = await change(async (t) => [await stamp(t), await t.get('facts', draftName)]);
  const [entry] = performance.getEntriesByType('navigation');
  const isBack = entry && entry.type !== 'navigate';
  const page = Number(document.documentElement.getAttribute('data-kept')); // a page from before it was finished, shown again
  draft.turn = me.turn;
  if (kept && kept.turn === me.turn && (isBack || page && page < kept.at || questions.some((one) => !(one.id in kept.answers)))) draft = kept;
  start();
  addEventListener('pageshow', async (event) => { // out of the browser's own cache: another person may have come
    if (event.persisted && (await change(stamp)).turn !== draft.turn) location.reload();
  });
}

// Somebody on a slow line who is already past the first question goes on with the plain form.
if (questions.length < 2 || questions[1].section.getBoundingClientRect().top > 0) begin();
