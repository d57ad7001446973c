// What one device hands to another (docs/record.md, "Handing over"): one text, whole in a file or in numbered parts in codes.

import {stamp} from './record.js';
import {change} from './store.js';

const format = 'hocso-ket-qua';
const mark = 'hocso1';
const most = 1000; // results
const largest = 1024 * 1024;
const partSize = 380; // a code of 69 squares: read from a small screen by an old camera
const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

// Of what waits, the earliest. Whose turn goes on without a key is noted: the key that it gets must lead to the same person.
export const make = () => change(async (t) => {
  const turns = new Map();
  const items = (await t.all('outbox')).filter((item) => !item.refused);
  items.sort((a, b) => a.event.seq - b.event.seq);
  const me = await stamp(t, (mine) => {
    if (items.some(({turn}) => turn === mine.turn && !mine.keys[turn])) mine.handed = mine.turn;
  });
  items.slice(0, most).forEach((item) => {
    const held = turns.get(item.turn) || {
      turn: item.turn, device: item.device || me.device, language: item.event.language, record_key: me.keys[item.turn] || null, events: [],
    };
    held.events.push(item.event);
    turns.set(item.turn, held);
  });
  return {format: format, v: 1, made_at: new Date().toISOString(), turns: Array.from(turns.values())};
});

export const size = (bundle) => bundle.turns.reduce((sum, turn) => sum + turn.events.length, 0);

// plain letters only, so that a part is as long as its text
export const written = (bundle) => JSON.stringify(bundle).replace(/[^ -~]/g, (sign) => '\\u' + ('000' + sign.charCodeAt(0).toString(16)).slice(-4));

const fit = (turn) => turn && id.test(turn.turn) && id.test(turn.device) && (turn.record_key === null || typeof turn.record_key === 'string')
  && Array.isArray(turn.events) && turn.events.every((event) => event && typeof event === 'object' && id.test(event.id) && typeof event.seq === 'number');

// {bundle}, or {trouble}: the name of the sentence for it
export function read(text) {
  let bundle = null;
  if (text.length > largest) return {trouble: 'large'};
  try { bundle = JSON.parse(text); } catch (broken) { return {trouble: /^\s*\{/.test(text) ? 'broken' : 'foreign'}; }
  if (!bundle || bundle.format !== format) return {trouble: 'foreign'};
  if (bundle.v > 1) return {trouble: 'newer'};
  return bundle.v === 1 && Array.isArray(bundle.turns) && bundle.turns.every(fit) ? {bundle: bundle} : {trouble: 'broken'};
}

// FNV-1a of 32 bits: tells one text from another, and a text put together rightly
function sum(text) {
  let state = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1) state = Math.imul(state ^ text.charCodeAt(place), 0x01000193);
  return (state >>> 0).toString(16);
}

export function parts(text) {
  const count = Math.ceil(text.length / partSize);
  const name = sum(text);
  return Array.from({length: count}, (none, place) => [mark, name, place + 1, count, text.slice(place * partSize, (place + 1) * partSize)].join(' '));
}

// Takes parts in any order, as often as they come; a part of another text begins anew.
export function gatherer() {
  let name = '';
  let count = 0;
  let found = new Map();
  return (part) => {
    const told = /^hocso1 ([0-9a-f]{1,8}) (\d{1,5}) (\d{1,5}) ([ -~]+)$/.exec(part);
    if (!told || Number(told[2]) > Number(told[3])) return {trouble: 'foreign'};
    if (told[1] !== name || Number(told[3]) !== count) [name, count, found] = [told[1], Number(told[3]), new Map()];
    found.set(Number(told[2]), told[4]);
    if (found.size < count) return {found: found.size, of: count};
    const text = Array.from(found.keys()).sort((a, b) => a - b).map((place) => found.get(place)).join('');
    const whole = sum(text) === name;
    found = new Map();
    return whole ? Object.assign({of: count}, read(text)) : {trouble: 'broken'};
  };
}
