// What is said after an answer: the block is cloned from the question's templates (templates/components/feedback.html).

import {explain, mark} from './marking.js';

export function feedback(section, key, answer) {
  const outcome = mark(key, answer).right ? 'right' : 'wrong';
  const block = document.importNode(section.querySelector('[data-outcome="' + outcome + '"]').content, true);
  const notes = explain(key, answer);
  block.querySelectorAll('[data-notes]').forEach((list) => {
    const ids = notes[list.getAttribute('data-notes')];
    ids.forEach((id) => {
      list.appendChild(document.importNode(section.querySelector('[data-note="' + id + '"]').content, true));
    });
    list.parentNode.hidden = !ids.length;
  });
  return block.firstElementChild;
}
