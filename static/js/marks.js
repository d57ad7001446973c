// Marks that a translation must keep, such as %(num)d: a phone's keyboard hides their signs three taps deep, so a tap on one
// puts it where the writer is. Without this script they stand there to be read.

const form = document.querySelector('.desk-form');
let field = form.querySelector('[data-draft]');
form.addEventListener('focusin', (event) => { if (event.target.hasAttribute('data-draft')) field = event.target; });
form.querySelectorAll('[data-tap]').forEach((told) => { told.hidden = false; });
form.querySelectorAll('[data-mark]').forEach((mark) => {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'desk-mark';
  mark.parentNode.replaceChild(button, mark);
  button.appendChild(mark);
  button.addEventListener('click', () => {
    if (field.readOnly) return; // it is on its way (drafts.js)
    field.setRangeText(mark.textContent, field.selectionStart, field.selectionEnd, 'end');
    field.focus();
    field.dispatchEvent(new Event('input', {bubbles: true}));
  });
});
