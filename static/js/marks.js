// Marks that a translation must keep, such as %(num)d: a phone's keyboard hides their signs three taps deep, so a tap on one
// puts it where the writer is. Without this script they stand there to be read.

const form = document.querySelector('[data-drafts]');
let last = form.querySelector('[data-draft]');

function put(mark) {
  const at = last.selectionStart;
  last.value = last.value.slice(0, at) + mark + last.value.slice(last.selectionEnd);
  last.focus();
  last.setSelectionRange(at + mark.length, at + mark.length);
  last.dispatchEvent(new Event('input', {bubbles: true}));
}

form.addEventListener('focusin', (event) => {
  if (event.target.hasAttribute('data-draft')) last = event.target;
});
form.querySelectorAll('[data-tap]').forEach((told) => { told.hidden = false; });
form.querySelectorAll('[data-mark]').forEach((mark) => {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'desk-mark';
  mark.parentNode.replaceChild(button, mark);
  button.appendChild(mark);
  button.addEventListener('click', () => put(mark.textContent));
});
