// A part of a page that asks again by itself is not exchanged under a finger: what is pressed would be gone before it is let go.

document.addEventListener('htmx:beforeSwap', ({target, detail}) => { if (target.querySelector(':active')) detail.shouldSwap = false; });
