// "Của tôi" without a network: the page as it was kept, with when that was, and what she did since that is not in it yet.

import {announce} from './pieces.js';
import {change} from './store.js';

const {documentElement: page} = document;
const at = new Date(Number(page.getAttribute('data-kept'))); // put there by the service worker
const place = document.querySelector('[data-as-of]');

function say(name, words) {
  const line = place.querySelector('[data-' + name + ']');
  line.textContent = line.getAttribute('data-' + name).replace(/\{(\w+)\}/g, (whole, word) => words[word]);
  line.hidden = false;
}

async function tell() {
  const [items, me] = await change(async (t) => [await t.all('outbox'), await t.get('facts', 'me')]);
  const hers = items.filter((item) => me && item.turn === me.turn && !item.refused).length;
  const day = at.toLocaleDateString(page.lang, {day: 'numeric', month: 'numeric'});
  say('then', {time: at.toLocaleTimeString(page.lang, {hour: '2-digit', minute: '2-digit'}), day});
  if (hers) say('since', {n: hers});
  place.hidden = false;
  announce('audible');
}

if (page.hasAttribute('data-kept')) tell();
