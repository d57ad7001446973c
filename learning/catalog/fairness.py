"""Fair questions: no twins, half of the messages genuine, right answers that nothing gives away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import floor, sqrt

from learning.catalog.content import Problem
from learning.catalog.module_files import Reading
from learning.quizzes.kinds.inspect import Inspect
from learning.quizzes.kinds.tap import Tap
from learning.quizzes.pieces import Option, words
from learning.quizzes.questions import ChooseOne, Question

QUESTIONS = "questions.yaml"
ALIKE = 0.85

_AFTERWARDS = frozenset({"why", "next_time"})


@dataclass(frozen=True, slots=True)
class _Pick:
    """A question in which one of several options is right."""

    id: str
    options: tuple[Option, ...]


def check_fairness(reading: Reading) -> Iterator[Problem]:
    """Everything that makes the bank of a module unfair."""
    if reading.module is None:
        return
    questions = reading.module.bank.questions
    yield from _twins(reading, questions)
    yield from _same_words(reading, questions)
    yield from _unexplained(reading, questions)
    yield from _half_genuine(reading, questions)
    yield from _telltale(reading, list(_picks(questions)))


def _twins(reading: Reading, questions: Sequence[Question]) -> Iterator[Problem]:
    asked = [_asked(question) for question in questions]
    for (first, one), (second, other) in combinations(enumerate(asked), 2):
        if len(one & other) >= ALIKE * len(one | other):
            say = f"Câu “{questions[second].id}” gần như trùng với câu “{questions[first].id}”."
            yield reading.error(QUESTIONS, reading.line(QUESTIONS, (second,)), say)


def _asked(question: Question) -> frozenset[tuple[str, str]]:
    """What a question says before it is answered, as pairs of neighbouring syllables."""
    said = [text for path, text in words(question) if path[-1] not in _AFTERWARDS]
    syllables = " ".join(said).casefold().split()
    return frozenset(pairwise(syllables))


def _same_words(reading: Reading, questions: Sequence[Question]) -> Iterator[Problem]:
    for place, question in enumerate(questions):
        said = [note.say.casefold() for note in question.notes]
        if len(set(said)) < len(said) and not isinstance(question, Tap):
            say = f"Câu “{question.id}” có hai lựa chọn viết giống nhau."
            yield reading.error(QUESTIONS, reading.line(QUESTIONS, (place,)), say)


def _unexplained(reading: Reading, questions: Sequence[Question]) -> Iterator[Problem]:
    for place, question in enumerate(questions):
        if isinstance(question, Tap) and not all(note.why for note in question.notes):
            say = f"Câu “{question.id}”: chỗ chạm đúng cũng phải có why."
            yield reading.error(QUESTIONS, reading.line(QUESTIONS, (place, "screen")), say)


def _half_genuine(reading: Reading, questions: Sequence[Question]) -> Iterator[Problem]:
    verdicts = [question.verdict for question in questions if isinstance(question, Inspect)]
    genuine = verdicts.count("genuine")
    if abs(len(verdicts) - 2 * genuine) > 1:
        say = f"{genuine} trong {len(verdicts)} câu inspect là tin thật; phải khoảng một nửa."
        yield reading.error(QUESTIONS, 1, say)


def _picks(questions: Sequence[Question]) -> Iterator[_Pick]:
    for question in questions:
        if isinstance(question, ChooseOne):
            yield _Pick(question.id, question.options)
        elif isinstance(question, Inspect) and sum(clue.right for clue in question.clues) == 1:
            yield _Pick(question.id, question.clues)


def _telltale(reading: Reading, picks: Sequence[_Pick]) -> Iterator[Problem]:
    longest = [pick for pick in picks if _is_longest(pick)]
    if len(longest) > _fair_share(picks, 1.5):
        say = (
            f"Lựa chọn đúng dài nhất ở {len(longest)} trong {len(picks)} câu, người học đoán được: "
            f"{', '.join(pick.id for pick in longest)}."
        )
        yield reading.error(QUESTIONS, 1, say)
    for place in range(4):
        there = [pick for pick in picks if place < len(pick.options) and pick.options[place].right]
        if len(there) > _fair_share(picks, 2.5):
            say = f"Lựa chọn đúng đứng thứ {place + 1} ở {len(there)} trong {len(picks)} câu; nên xếp xen kẽ."
            yield reading.warning(QUESTIONS, 1, say)


def _is_longest(pick: _Pick) -> bool:
    """Whether the right option is longer than every other."""
    right = max(len(option.say) for option in pick.options if option.right)
    return right > max(len(option.say) for option in pick.options if not option.right)


def _fair_share(picks: Sequence[_Pick], deviations: float) -> int:
    """How many there may be before it cannot be chance: the mean and some standard deviations above it."""
    chances = [1 / len(pick.options) for pick in picks]
    return floor(sum(chances) + deviations * sqrt(sum(chance * (1 - chance) for chance in chances)))
