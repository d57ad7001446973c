"""What can only be seen across all modules: questions asked twice, facts that are told twice or differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from learning.catalog.alike import Shingles, resemblance, shingles
from learning.catalog.content import Problem
from learning.catalog.fairness import QUESTIONS
from learning.catalog.loader import Shelf
from learning.catalog.module_files import Reading
from learning.quizzes.kinds.inspect import Inspect
from learning.quizzes.kinds.listen import Listen
from learning.quizzes.questions import Question

SAME_QUESTION = 0.6
SAME_FACT = 0.7


@dataclass(frozen=True, slots=True)
class _Asked:
    reading: Reading
    place: int
    question: Question
    core: Shingles


def check_across(shelf: Shelf) -> Iterator[Problem]:
    """Everything that is wrong between modules, and between facts."""
    yield from _asked_twice([asked for reading in shelf.readings for asked in _asked(reading)])
    yield from _told_twice(shelf)


def core(question: Question) -> list[str]:
    """What makes it this question: what is asked, shown or heard, and the right answers; no distractors."""
    said = [question.ask]
    if isinstance(question, Inspect):
        said.append(question.message.text)
    if isinstance(question, Listen):
        said.append(question.heard)
    return said + [note.say for note in question.notes if note.right]


def _asked(reading: Reading) -> Iterator[_Asked]:
    for place, question in enumerate(reading.module.bank.questions if reading.module else ()):
        yield _Asked(reading, place, question, shingles(core(question)))


def _asked_twice(asked: Sequence[_Asked]) -> Iterator[Problem]:
    for one, other in combinations(asked, 2):
        if resemblance(one.core, other.core) >= SAME_QUESTION:
            elsewhere = f"{one.reading.folder.root.name}, câu “{one.question.id}”"
            say = f"Câu “{other.question.id}” hỏi lại gần như y nguyên bài {elsewhere}."
            line = other.reading.line(QUESTIONS, (other.place,))
            yield other.reading.error(QUESTIONS, line, say)


def _told_twice(shelf: Shelf) -> Iterator[Problem]:
    """Facts whose explanations are nearly the same: with one value they are one, with two they contradict."""
    told = {id: shingles([fact.says]) for id, fact in shelf.facts.items()}
    for one, other in combinations(told, 2):
        if resemblance(told[one], told[other]) >= SAME_FACT:
            same = shelf.facts[one].value == shelf.facts[other].value
            how = "trùng với" if same else "nói cùng một điều mà giá trị khác"
            yield Problem("facts.yaml", shelf.fact_lines[other], f"“{other}” {how} “{one}”.")
