// The three pictures of a card: taps are collected here and sent once. Without this each tap is a page of its own.

const form = document.querySelector('[data-pictures]');
const buttons = Array.from(form.querySelectorAll('button[name=pick]'));
const slots = Array.from(form.querySelectorAll('[data-slots] > li'));
const undo = form.querySelector('[data-undo]');
const said = form.querySelector('[data-said]');
let picked = [];
let sent = false;

// the server's picks become ours: they go along when the form is sent
function takeOver() {
  picked = Array.from(form.querySelectorAll('input[name=picked]'), (input) => {
    input.remove();
    return input.value;
  });
}

const buttonOf = (id) => buttons.find((button) => button.value === id);

function draw() {
  slots.forEach((slot, place) => {
    slot.textContent = '';
    slot.className = place < picked.length ? 'picked-filled' : place === picked.length ? 'picked-next' : '';
    const inside = place < picked.length
      ? Array.from(buttonOf(picked[place]).children, (part) => part.cloneNode(true))
      : [Object.assign(document.createElement('b'), {textContent: place + 1})];
    inside.forEach((part) => slot.appendChild(part));
  });
  buttons.forEach((button) => {
    button.disabled = false;
    button.setAttribute('aria-pressed', String(picked.indexOf(button.value) >= 0));
  });
  undo.hidden = !picked.length;
  said.textContent = picked.length ? said.dataset.said.replace('{what}', picked.map((id) => buttonOf(id).textContent).join(', ')) : '';
}

function send() {
  sent = true;
  picked.forEach((id) => form.appendChild(Object.assign(document.createElement('input'), {type: 'hidden', name: 'picked', value: id})));
  form.submit();
}

form.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  event.preventDefault();
  if (sent) return;
  if (button === undo) picked.pop();
  else if (picked.indexOf(button.value) < 0) picked.push(button.value);
  draw();
  if (picked.length === slots.length) send();
});

// back from the next page, as the browser kept this one: begin anew
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  sent = false;
  takeOver();
  picked = [];
  draw();
});

takeOver();
draw();
