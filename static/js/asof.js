// "Của tôi" without a network: the page as it was kept, with when that was, and what she did since that is not in it yet.

import {change} from './store.js';

const kept = Number(document.documentElement.getAttribute('data-kept')); // put there by the service worker
const place = document.querySelector('[data-as-of]');

function say(name, words) {
  const line = place.querySelector('[data-' + name + ']');
  line.textContent = Object.keys(words).reduce((said, word) => said.replace('{' + word + '}', words[word]), line.getAttribute('data-' + name));
  line.hidden = false;
}

async function tell() {
  const mine = await change(async (t) => {
    const me = await t.get('facts', 'me');
    return (await t.all('outbox')).filter((item) => me && item.turn === me.turn && !item.refused);
  });
  const at = new Date(kept);
  const language = document.documentElement.lang;
  say('then', {
    time: at.toLocaleTimeString(language, {hour: '2-digit', minute: '2-digit'}),
    day: at.toLocaleDateString(language, {day: 'numeric', month: 'numeric'}),
  });
  if (mine.length) say('since', {n: mine.length});
  place.hidden = false;
  document.dispatchEvent(new CustomEvent('audible'));
}

if (kept && place) tell();
