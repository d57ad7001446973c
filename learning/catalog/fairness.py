"""Fair questions: no twins, half of the messages genuine, right answers that nothing gives away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import floor, sqrt

from learning.catalog.alike import resemblance, shingles
from learning.catalog.content import Problem
from learning.catalog.module_files import Reading
from learning.quizzes.kinds.inspect import Inspect
from learning.quizzes.kinds.tap import Tap
from learning.quizzes.pieces import Option, words
from learning.quizzes.questions import ChooseOne, Question

QUESTIONS = "questions.yaml"
ALIKE = 0.85
LENGTH_DEVIATIONS = 1.5
PLACE_DEVIATIONS = 2.5

_AFTERWARDS = frozenset({"why", "next_time"})


@dataclass(frozen=True, slots=True)
class Pick:
    """A question with one right answer of several: how long each is (none of taps), where it stands."""

    id: str
    lengths: tuple[int, ...]
    place: int
    of: int

    @property
    def is_longest(self) -> bool:
        """Whether the right answer is longer than every other."""
        return self._others != () and self.lengths[self.place] > max(self._others)

    @property
    def is_shortest(self) -> bool:
        """Whether the right answer is shorter than every other."""
        return self._others != () and self.lengths[self.place] < min(self._others)

    @property
    def _others(self) -> tuple[int, ...]:
        return self.lengths[: self.place] + self.lengths[self.place + 1 :]


def check_fairness(reading: Reading) -> Iterator[Problem]:
    """Everything that makes the bank of a module unfair."""
    if reading.module is None:
        return
    questions = reading.module.bank.questions
    yield from _twins(reading, questions)
    yield from _same_words(reading, questions)
    yield from _unexplained(reading, questions)
    yield from _half_genuine(reading, questions)
    yield from _telltale(reading, picks(questions))


def _twins(reading: Reading, questions: Sequence[Question]) -> Iterator[Problem]:
    asked = [shingles(_asked(question)) for question in questions]
    for (first, one), (second, other) in combinations(enumerate(asked), 2):
        if resemblance(one, other) >= ALIKE:
            say = f"Câu “{questions[second].id}” gần như trùng với câu “{questions[first].id}”."
            yield reading.error(QUESTIONS, reading.line(QUESTIONS, (second,)), say)


def _asked(question: Question) -> list[str]:
    """What a question says before it is answered."""
    return [text for path, text in words(question) if path[-1] not in _AFTERWARDS]


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


def picks(questions: Sequence[Question]) -> list[Pick]:
    """The questions with one right answer among several, as far as guessing cares."""
    return [pick for question in questions if (pick := _pick(question))]


def _pick(question: Question) -> Pick | None:
    if isinstance(question, ChooseOne):
        return _of_options(question.id, question.options)
    if isinstance(question, Inspect) and sum(clue.right for clue in question.clues) == 1:
        return _of_options(question.id, question.clues)
    if isinstance(question, Tap):
        places = [element.right for element in question.screen.tappable]
        return Pick(question.id, (), places.index(True), len(places))
    return None


def _of_options(id: str, options: Sequence[Option]) -> Pick:
    place = [option.right for option in options].index(True)
    return Pick(id, tuple(len(option.say) for option in options), place, len(options))


def _telltale(reading: Reading, found: Sequence[Pick]) -> Iterator[Problem]:
    written = [pick for pick in found if pick.lengths]
    for how, standing_out in (
        ("dài nhất", [pick for pick in written if pick.is_longest]),
        ("ngắn nhất", [pick for pick in written if pick.is_shortest]),
    ):
        if len(standing_out) > fair_share(written, LENGTH_DEVIATIONS):
            say = (
                f"Lựa chọn đúng {how} ở {len(standing_out)} trong {len(written)} câu, người học đoán được: "
                f"{', '.join(pick.id for pick in standing_out)}."
            )
            yield reading.error(QUESTIONS, 1, say)
    for place in range(max((pick.of for pick in found), default=0)):
        there = [pick for pick in found if pick.place == place]
        if len(there) > fair_share(found, PLACE_DEVIATIONS, place):
            say = f"Lựa chọn đúng đứng thứ {place + 1} ở {len(there)} trong {len(found)} câu; nên xếp xen kẽ."
            yield reading.warning(QUESTIONS, 1, say)


def fair_share(found: Sequence[Pick], deviations: float, place: int = 0) -> int:
    """How many may have one property before it cannot be chance: the mean and some standard deviations above.

    A property that one answer of each question has (the longest, or the one at a place that is there).
    """
    chances = [1 / pick.of for pick in found if place < pick.of]
    return floor(sum(chances) + deviations * sqrt(sum(chance * (1 - chance) for chance in chances)))
