// A part of a page that asks again by itself is not exchanged under a finger: what is pressed would be gone before it is let go.

document.addEventListener('htmx:beforeSwap', (event) => {
  if (event.target.querySelector(':active')) event.detail.shouldSwap = false; // it asks again soon
});
