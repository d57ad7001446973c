// The inputs of a question: reads an answer out of them in the shape that marking.js knows,
// and gives an order its up and down buttons. The inputs themselves stand in templates/components/questions.html.

const named = (section, name) => [...section.querySelectorAll('input, select')].filter((input) => input.name === name);
const ticked = (section, name) => named(section, name).filter((input) => input.checked).map((input) => input.value);
const selected = (section, name) => named(section, name).map((select) => select.value)[0] || '';

// one answer for each name, or null while one is open
function each(names, answerOf) {
  const answer = {};
  names.forEach((name) => { answer[name] = answerOf(name); });
  return names.every((name) => answer[name]) ? answer : null;
}

const readers = {
  one: (section, name) => ticked(section, name)[0] || null,
  set: (section, name) => {
    const ids = ticked(section, name);
    return ids.length ? ids : null;
  },
  sequence: (section, name, key) => {
    const places = key.right.map((id) => [Number(selected(section, name + '.' + id)), id]).sort((a, b) => a[0] - b[0]);
    return places.every((place, index) => place[0] === index + 1) ? places.map((place) => place[1]) : null;
  },
  pairs: (section, name, key) => each(Object.keys(key.right), (left) => selected(section, name + '.' + left)),
  parts: (section, name, key) => each(
    Object.keys(key.parts), (part) => read(section, key.parts[part], name + '.' + part)),
};

// the answer, or null while something is open
export function read(section, key, name) {
  return readers[key.rule](section, name, key);
}

function number(list) {
  const last = list.children.length - 1;
  [...list.children].forEach((row, index) => {
    row.querySelector('select').value = index + 1;
    row.querySelector('[data-place]').textContent = index + 1;
    row.querySelector('[data-move="up"]').disabled = index === 0;
    row.querySelector('[data-move="down"]').disabled = index === last;
  });
}

function move(list, row, way) {
  const neighbour = way === 'up' ? row.previousElementSibling : row.nextElementSibling;
  if (!neighbour) return;
  list.insertBefore(row, way === 'up' ? neighbour : neighbour.nextElementSibling);
  number(list);
  const own = row.querySelector('[data-move="' + way + '"]');
  (own.disabled ? row.querySelector('[data-move]:not([disabled])') : own).focus({preventScroll: true});
  const told = document.querySelector('[data-moved]');
  told.textContent = told.getAttribute('data-moved')
    .replace('{what}', row.querySelector('.row-say').textContent)
    .replace('{place}', row.querySelector('[data-place]').textContent);
}

// Buttons to move each row, instead of a number to choose. The selects stay and hold the answer.
export function addMoves(section, template) {
  const list = section.querySelector('[data-rows="places"]');
  if (!list) return;
  list.classList.add('rows-moving');
  const chosen = (row) => Number(row.querySelector('select').value) || list.children.length + 1;
  [...list.children].sort((a, b) => chosen(a) - chosen(b)).forEach((row) => {
    const parts = template.content.cloneNode(true);
    const say = row.querySelector('.row-say');
    parts.querySelectorAll('[data-move]').forEach((button) => {
      button.setAttribute('aria-label', button.getAttribute('aria-label').replace('{what}', say.textContent));
    });
    row.querySelector('select').hidden = true;
    say.parentNode.insertBefore(parts.querySelector('[data-place]'), say);
    row.appendChild(parts);
    list.appendChild(row);
  });
  list.addEventListener('click', (event) => {
    const button = event.target.closest('[data-move]');
    if (button) move(list, button.closest('[data-row]'), button.getAttribute('data-move'));
  });
  number(list);
}
