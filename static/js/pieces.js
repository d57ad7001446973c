// Small things that several pages do.

const moment = 400;

// parts of a page by their mark: part('next') is [data-next]
export const partsOf = (root) => (name) => root.querySelector('[data-' + name + ']');

// once the page is complete
export function whenLoaded(job) {
  if (document.readyState === 'complete') job(); else addEventListener('load', job);
}

// in localStorage; where the browser keeps nothing, for this page only
export function remember(name, value) {
  try { localStorage.setItem(name, value); } catch (refused) { /* then not */ }
}

export function remembered(name) {
  try { return localStorage.getItem(name) || ''; } catch (refused) { return ''; }
}

// what other scripts of the page listen for
export const announce = (name, detail) => document.dispatchEvent(new CustomEvent(name, {detail}));

export const addScript = (about) => document.head.appendChild(Object.assign(document.createElement('script'), about));

// how far she is: in words, and as dots
export function showStep(root, words, at) {
  root.querySelector('[data-steps-say]').textContent = words.replace('{now}', at + 1);
  root.querySelectorAll('.steps-line li').forEach((step, index) => {
    step.className = index < at ? 'step-done' : index === at ? 'step-now' : '';
  });
}

// What appears under a finger rests for a moment from when it is on the screen: the second half of a double tap must not press it.
export const whenRested = (job) => requestAnimationFrame(() => setTimeout(job, moment));
export function rest(place) {
  place.classList.add('resting');
  whenRested(() => place.classList.remove('resting'));
}
