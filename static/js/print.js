// The print buttons of note cards and loudspeaker scripts: links to how one prints by hand, where no page may ask for it.
// What a link leads to may also choose what is printed (:target), so it goes first.

document.addEventListener('click', (event) => {
  if (window.print && event.target.closest('[data-print]')) setTimeout(() => print(), 100);
});
