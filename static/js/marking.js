// Marking on the device, at once. The same rules as learning/quizzes/marking.py, over one file of vectors;
// the server marks again, and its mark is the one that counts.

function require(readable) { // what it must be is said beside it; no page shows this to anybody
  if (!readable) throw Object.assign(new Error(), {name: 'UnreadableAnswer'});
}

const has = (thing, name) => Object.prototype.hasOwnProperty.call(thing, name);
const within = (list) => (id) => list.includes(id);
const total = (numbers) => numbers.reduce((sum, number) => sum + number, 0);
const isDistinct = (answer, of) => Array.isArray(answer) && answer.length <= of.length &&
  answer.every((id, place) => within(of)(id) && answer.indexOf(id) === place);

function names(answer, wanted) {
  const sent = typeof answer === 'object' && answer !== null && !Array.isArray(answer) ? Object.keys(answer) : [];
  require(sent.length === wanted.length && wanted.every((name) => has(answer, name))); // something for each name
  return wanted;
}

// Each rule: the mark (`right`, `points` out of `of`), the notes about what was `chosen`, and those that say what is right.
const rules = {
  one(key, answer) {
    require(typeof answer === 'string' && within(key.of)(answer)); // the id of one choice
    const right = within(key.right)(answer);
    return {right: right, points: Number(right), of: 1, chosen: [answer], should: key.right};
  },
  set(key, answer) {
    require(isDistinct(answer, key.of)); // ids that were on offer, none twice
    const good = answer.filter(within(key.right)).length;
    return {
      right: good === answer.length && good === key.right.length,
      points: Math.max(0, 2 * good - answer.length), of: key.right.length, chosen: answer, should: key.right,
    };
  },
  sequence(key, answer) {
    require(isDistinct(answer, key.right) && answer.length === key.right.length); // every item, each once
    const placed = answer.filter((id, place) => key.right[place] === id);
    const follows = (id, place) => place > 0 && key.right.indexOf(id) === key.right.indexOf(answer[place - 1]) + 1;
    return {
      right: placed.length === answer.length,
      points: answer.filter(follows).length, of: answer.length - 1, chosen: placed, should: key.right,
    };
  },
  pairs(key, answer) {
    const lefts = names(answer, Object.keys(key.right)).slice().sort();
    require(lefts.every((left) => within(lefts.map((each) => key.right[each]))(answer[left]))); // what was on offer
    const matched = lefts.filter((left) => answer[left] === key.right[left]);
    return {
      right: matched.length === lefts.length, points: matched.length, of: lefts.length,
      chosen: matched, should: lefts.filter((left) => !within(matched)(left)),
    };
  },
  parts(key, answer) {
    const parts = names(answer, Object.keys(key.parts)).slice().sort().reverse(); // the verdict before its clue
    const each = parts.map((part) => judge(key.parts[part], answer[part]));
    const notes = (which) => [].concat(...each.map((one, place) => one[which].map((id) => parts[place] + '.' + id)));
    return {
      right: each.every((one) => one.right), points: total(each.map((one) => one.points)),
      of: total(each.map((one) => one.of)), chosen: notes('chosen'), should: notes('should'),
    };
  },
};

function judge(key, answer) {
  require(has(rules, key.rule)); // a rule that is known here
  const judged = rules[key.rule](key, answer);
  return judged.right ? Object.assign(judged, {should: []}) : judged;
}

export function mark(key, answer) {
  const {right, points, of} = judge(key, answer);
  return {right: right, points: points, of: of};
}

// which notes to show: those about what was chosen, and those that say what is right
export function explain(key, answer) {
  const {chosen, should} = judge(key, answer);
  return {chosen: chosen, right: should};
}

// `marks`: [right, critical] for each question; all five answered, at least four right, no critical one wrong
export function passed(marks) {
  return marks.length === 5 && marks.filter((pair) => pair[0]).length >= 4 && marks.every((pair) => pair[0] || !pair[1]);
}

// Of the messages of a kind ("scam", "genuine"), as pairs of key and answer: how many were seen for what they are, or not.
export const told = (pairs, kind, seen) => pairs.filter(([key, answer]) => key.parts &&
  key.parts.verdict.right[0] === kind && (answer.verdict === kind) === seen).length;
