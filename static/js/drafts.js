// The translators' desk on a bad line: what is typed stays in this browser until the server has it, and a send that
// failed is offered again. Without this script the page is a plain form.

import {shared} from './aside.js';

const form = document.querySelector('[data-drafts]');
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

function start() {
  const name = form.getAttribute('data-drafts');
  const fields = Array.from(form.querySelectorAll('[data-draft]'));
  const button = form.querySelector('[data-again]');
  const unsent = form.querySelector('[data-unsent]');
  const typed = () => fields.map((field) => field.value);
  const before = JSON.stringify(typed());
  let sending = false;

  if (form.hasAttribute('data-saved')) keep(form.getAttribute('data-saved'), null);
  const last = kept(name);
  if (Array.isArray(last) && last.length === fields.length && JSON.stringify(last) !== before) {
    last.forEach((value, at) => { fields[at].value = value; });
    form.querySelector('[data-back]').hidden = false;
  }
  form.addEventListener('input', () => keep(name, typed()));

  function failed() {
    sending = false;
    button.disabled = false;
    button.querySelector('span').textContent = button.getAttribute('data-again');
    unsent.hidden = false;
    button.focus();
  }

  // A redirect means that the server has it. Any other answer is a page to be read: then the form is sent as it is,
  // which is harmless, for the same words are kept once.
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    button.disabled = true;
    unsent.hidden = true;
    keep(name, typed());
    const parts = fields.map((field) => encodeURIComponent(field.name) + '=' + encodeURIComponent(field.value));
    fetch(form.action, {
      method: 'POST',
      credentials: 'same-origin',
      headers: {'Content-Type': 'application/x-www-form-urlencoded'},
      body: parts.join('&'),
    }).then((answer) => {
      if (answer.ok && answer.redirected && answer.url.includes('/dich/')) {
        keep(name, null);
        location.assign(answer.url);
      } else if (answer.status >= 500) failed();
      else form.submit();
    }).catch(failed);
  });
}

if (form) start();
