// The translators' desk on a bad line: what is typed stays in this browser, by the name in the form's data-drafts, until the
// server has it (data-saved), and a send that failed is offered again. Without this script each form is a plain one.

import {shared} from './aside.js';

const prefix = 'dich:';

function keep(name, values) {
  if (shared) return;
  try {
    if (values) localStorage.setItem(prefix + name, JSON.stringify(values));
    else localStorage.removeItem(prefix + name);
  } catch (refused) { /* no room, or no storage: the form itself still holds it */ }
}

function kept(name) {
  try { return JSON.parse(localStorage.getItem(prefix + name)); } catch (refused) { return null; }
}

// What a browser would send itself, but for the button.
function body(form) {
  return Array.from(form.elements)
    .filter((one) => one.name && !one.disabled && one.type !== 'submit' && (one.type !== 'radio' || one.checked))
    .map((one) => encodeURIComponent(one.name) + '=' + encodeURIComponent(one.value)).join('&');
}

function start(form) {
  const name = form.getAttribute('data-drafts');
  const fields = Array.from(form.querySelectorAll('[data-draft]'));
  const button = form.querySelector('[data-again]');
  const unsent = form.querySelector('[data-unsent]');
  const typed = () => fields.map((field) => field.value);
  const before = JSON.stringify(typed());
  let sending = false;
  // What is on its way cannot be written in: the answer leads on, and what was typed meanwhile would be lost.
  const hold = (on) => {
    sending = button.disabled = on;
    fields.forEach((field) => { field.readOnly = on; });
  };

  const last = kept(name);
  if (Array.isArray(last) && last.length === fields.length && JSON.stringify(last) !== before) {
    last.forEach((value, at) => { fields[at].value = value; });
    form.querySelector('[data-back]').hidden = false;
    if (form.closest('details')) form.closest('details').open = true;
  }
  form.addEventListener('input', () => keep(name, typed()));

  function failed() {
    hold(false);
    button.querySelector('span').textContent = button.getAttribute('data-again');
    unsent.hidden = false;
    button.focus();
  }

  // A redirect to the desk means that the server has it. Any other answer is to be read, such as what is wrong, or that one
  // has to sign in again: then the form is sent as it is, which is harmless: the same words are kept once.
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (sending) return;
    hold(true);
    unsent.hidden = true;
    keep(name, typed());
    fetch(form.action, {
      method: 'POST',
      credentials: 'same-origin',
      headers: {'Content-Type': 'application/x-www-form-urlencoded'},
      body: body(form),
    }).then((answer) => {
      if (answer.ok && answer.redirected && new URL(answer.url).pathname.includes('/dich/')) {
        keep(name, null);
        location.assign(answer.url);
      } else if (answer.status >= 500) failed();
      else form.submit();
    }).catch(failed);
  });
}

document.querySelectorAll('[data-saved]').forEach((one) => keep(one.getAttribute('data-saved'), null));
document.querySelectorAll('[data-drafts]').forEach(start);
