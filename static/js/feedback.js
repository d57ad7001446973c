// What is said after an answer: the block is cloned from the question's templates (templates/components/feedback.html).

import {explain, mark} from './marking.js';

export function feedback(section, key, answer) {
  const outcome = mark(key, answer).right ? 'right' : 'wrong';
  const block = section.querySelector('[data-outcome="' + outcome + '"]').content.cloneNode(true);
  const notes = explain(key, answer);
  Array.from(block.querySelectorAll('[data-notes]')).forEach((list) => {
    const ids = notes[list.getAttribute('data-notes')];
    ids.forEach((id) => {
      list.appendChild(section.querySelector('[data-note="' + id + '"]').content.cloneNode(true));
    });
    list.parentNode.hidden = !ids.length;
  });
  return block.firstElementChild;
}
