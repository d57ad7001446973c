// The inputs of a question: reads an answer out of them in the shape that marking.js knows,
// and gives an order its up and down buttons. The inputs themselves stand in templates/components/questions.html.

function named(section, name) {
  return Array.from(section.querySelectorAll('input, select')).filter((input) => input.name === name);
}

function ticked(section, name) {
  return named(section, name).filter((input) => input.checked).map((input) => input.value);
}

function selected(section, name) {
  const select = named(section, name)[0];
  return select ? select.value : '';
}

const readers = {
  one: (section, name) => ticked(section, name)[0] || null,
  set: (section, name) => {
    const ids = ticked(section, name);
    return ids.length ? ids : null;
  },
  sequence: (section, name, key) => {
    const places = key.right.map((id) => [Number(selected(section, name + '.' + id)), id]);
    places.sort((a, b) => a[0] - b[0]);
    return places.every((place, index) => place[0] === index + 1) ? places.map((place) => place[1]) : null;
  },
  pairs: (section, name, key) => {
    const answer = {};
    Object.keys(key.right).forEach((left) => { answer[left] = selected(section, name + '.' + left); });
    return Object.keys(answer).every((left) => answer[left]) ? answer : null;
  },
  parts: (section, name, key) => {
    const answer = {};
    Object.keys(key.parts).forEach((part) => { answer[part] = read(section, key.parts[part], name + '.' + part); });
    return Object.keys(answer).every((part) => answer[part]) ? answer : null;
  },
};

// the answer, or null while something is open
export function read(section, key, name) {
  return readers[key.rule](section, name, key);
}

// has somebody begun to fill this in (before the scripts came)?
export function touched(section) {
  return Array.from(section.querySelectorAll('input, select')).some((input) => (
    input.type === 'radio' || input.type === 'checkbox' ? input.checked : input.value !== ''
  ));
}

function number(list) {
  Array.from(list.children).forEach((row, index) => {
    row.querySelector('select').value = String(index + 1);
    row.querySelector('[data-place]').textContent = index + 1;
    row.querySelector('[data-move="up"]').disabled = index === 0;
    row.querySelector('[data-move="down"]').disabled = index === list.children.length - 1;
  });
}

function move(list, row, way) {
  const neighbour = way === 'up' ? row.previousElementSibling : row.nextElementSibling;
  if (!neighbour) return;
  list.insertBefore(row, way === 'up' ? neighbour : neighbour.nextElementSibling);
  number(list);
  const same = row.querySelector('[data-move="' + way + '"]');
  const other = row.querySelector('[data-move="' + (way === 'up' ? 'down' : 'up') + '"]');
  (same.disabled ? other : same).focus({preventScroll: true});
  const told = document.querySelector('[data-moved]');
  told.textContent = told.getAttribute('data-moved')
    .replace('{what}', row.querySelector('.row-say').textContent)
    .replace('{place}', row.querySelector('[data-place]').textContent);
}

// Buttons to move each row, instead of a number to choose. The selects stay and hold the answer.
export function addMoves(section, template) {
  const list = section.querySelector('[data-rows="places"]');
  if (!list || !template) return;
  const chosen = (row) => Number(row.querySelector('select').value) || list.children.length + 1;
  const rows = Array.from(list.children);
  if (touched(section)) rows.sort((a, b) => chosen(a) - chosen(b)).forEach((row) => list.appendChild(row));
  rows.forEach((row) => {
    const parts = template.content.cloneNode(true);
    const say = row.querySelector('.row-say');
    Array.from(parts.querySelectorAll('[data-move]')).forEach((button) => {
      button.setAttribute('aria-label', button.getAttribute('aria-label').replace('{what}', say.textContent));
    });
    row.querySelector('select').hidden = true;
    say.parentNode.insertBefore(parts.querySelector('[data-place]'), say);
    row.appendChild(parts);
  });
  list.classList.add('rows-moving');
  list.addEventListener('click', (event) => {
    const button = event.target.closest('[data-move]');
    if (button) move(list, button.closest('[data-row]'), button.getAttribute('data-move'));
  });
  number(list);
}
