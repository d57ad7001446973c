// What appears under a finger rests for a moment: the second half of a double tap must not press it.
// Counted from when it is on the screen, so that a slow machine rests as long.

const moment = 400;

export function rest(place) {
  place.classList.add('resting');
  requestAnimationFrame(() => setTimeout(() => place.classList.remove('resting'), moment));
}
