"""What the evening's pages show: the roll, who needs help now, a question for the whole room, the report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from uuid import UUID

from learning.catalog.content import Catalog, Module
from learning.classes import pages, rules
from learning.classes.queries import ClassFacts, Hands, MeetingFacts, Member
from learning.classes.words import NEED_WORDS, STEP_WORDS
from learning.quizzes.questions import Choice, Question
from learning.records.queries import Done
from learning.web.forms import Form


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody who is here: what they need, in a word, and what they did last."""

    member: Member
    need: rules.Need
    word: str
    doing: Module | None
    right: int
    answers: int


@dataclass(frozen=True, slots=True)
class TonightPage:
    """The evening. `version` changes when anything shown in the live part does."""

    group: ClassFacts
    meeting: MeetingFacts | None
    here: list[Here]
    absent: list[Member]
    modules: list[Module]
    hands: list[tuple[str, str, int]]
    form: Form
    scanned: str = ""

    @property
    def version(self) -> str:
        told = [(one.member.person, one.need, one.doing and one.doing.id, one.answers) for one in self.here]
        return blake2b(repr((told, len(self.absent))).encode(), digest_size=6).hexdigest()


def page(
    catalog: Catalog,
    group: ClassFacts,
    people: Sequence[Member],
    meeting: MeetingFacts | None,
    *,
    present: Mapping[UUID, datetime],
    done: Mapping[UUID, Sequence[Done]],
    hands: Sequence[Hands],
    at: datetime,
    form: Form,
    scanned: str = "",
) -> TonightPage:
    served = {module.id: module for module in catalog.modules}
    here = [
        _here(member, done.get(member.person, ()), served, at)
        for member in people
        if member.person in present
    ]
    return TonightPage(
        group=group,
        meeting=meeting,
        here=sorted(here, key=lambda one: rules.NEEDS.index(one.need)),
        absent=[member for member in people if member.person not in present],
        modules=pages.taught(catalog, group),
        hands=hands_told(catalog, hands),
        form=form,
        scanned=scanned,
    )


def _here(member: Member, done: Sequence[Done], served: Mapping[str, Module], at: datetime) -> Here:
    need = rules.need(done, at)
    marks = [one.right for one in done if one.right is not None and one.attempt is not None]
    doing = served.get(done[0].module) if done else None
    return Here(member, need, str(NEED_WORDS[need]), doing, sum(marks), len(marks))


def hands_told(catalog: Catalog, hands: Sequence[Hands]) -> list[tuple[str, str, int]]:
    """Question, choice, hands: in the words of the course, where it still has them."""
    served = {module.id: module for module in catalog.modules}
    return [told for one in hands if (told := _hands(served, one))]


def _hands(served: Mapping[str, Module], hands: Hands) -> tuple[str, str, int] | None:
    module = served.get(hands.module)
    question = (
        next((one for one in module.bank.questions if one.id == hands.question), None) if module else None
    )
    if question is None:
        return None
    choice = next((one.say for one in choices_of(question) if one.id == hands.choice), hands.choice)
    return question.ask, choice, hands.hands


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do on a real phone while a trainer watches. `steps` are the course's texts, or ours."""

    module: Module
    goal: str | None
    steps: tuple[str, ...]


def task_of(module: Module) -> Task:
    """The walk of the module's practice, step by step; three plain questions where it has none."""
    if module.practice is None:
        return Task(module, None, tuple(map(str, STEP_WORDS)))
    steps = dict.fromkeys(screen.do for screen in module.practice.walk())
    return Task(module, module.practice.goal, tuple(steps))


@dataclass(frozen=True, slots=True)
class WatchPage:
    """A trainer watches somebody: which task, or the one that was chosen."""

    group: ClassFacts
    member: Member
    tasks: list[Task]
    task: Task | None


def watch(catalog: Catalog, group: ClassFacts, member: Member, chosen: str | None) -> WatchPage:
    """Tasks of the class: those with steps of their own first, each in the order of the courses."""
    tasks = [task_of(module) for module in pages.taught(catalog, group)]
    task = next((one for one in tasks if one.module.id == chosen), None)
    return WatchPage(group, member, sorted(tasks, key=lambda one: one.goal is None), task)


@dataclass(frozen=True, slots=True)
class HallPage:
    """One question for the whole room, on the projector; hands or coloured paper are counted."""

    group: ClassFacts
    module: Module
    question: Question
    choices: tuple[Choice, ...]
    number: int
    of: int
    counted: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counted.values())


def asked_aloud(module: Module) -> list[Question]:
    """The questions that a room can answer by hands: one choice of a few."""
    return [question for question in module.bank.questions if choices_of(question)]


def choices_of(question: Question) -> tuple[Choice, ...]:
    """The choices of a question with one answer; none for other kinds."""
    controls = question.controls(question.id)
    return controls[0].choices if len(controls) == 1 and controls[0].type == "one" else ()


def hall(group: ClassFacts, module: Module, number: int, hands: Sequence[Hands]) -> HallPage | None:
    questions = asked_aloud(module)
    if not 1 <= number <= len(questions):
        return None
    question = questions[number - 1]
    counted = {
        one.choice: one.hands for one in hands if (one.module, one.question) == (module.id, question.id)
    }
    return HallPage(group, module, question, choices_of(question), number, len(questions), counted)
