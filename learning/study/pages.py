"""What each study page shows: one frozen object a template, made from content and record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TypeAlias, TypeVar

from learning.catalog.content import Catalog, Course, Module
from learning.catalog.lesson import LessonScreen
from learning.catalog.schema import Wish
from learning.quizzes.discernment import Discernment, discernment
from learning.quizzes.marking import Answer, Explained, Mark, explain, mark, passed
from learning.quizzes.practice import Element, Practice, Replay, Screen, replay
from learning.records.queries import DueReview
from learning.study import addresses
from learning.study.asked import Asked, ReviewItem, ask, asked
from learning.study.operations import Kept

# A form as it was sent: field name to values.
Filled: TypeAlias = Mapping[str, Sequence[str]]


# As many as are read at a glance; all others are in the folds of their courses.
WISHES_AT_FIRST = 8


@dataclass(frozen=True, slots=True)
class HomePage:
    """`wishes`: (words, address, icon). `courses`: each module with its address and its wish."""

    wishes: list[tuple[str, str, str]]
    courses: list[tuple[Course, str, list[tuple[Module, str, str]]]]
    mine_url: str


def home(catalog: Catalog) -> HomePage:
    """Some wishes first (what she came for), then everything there is."""
    return HomePage(
        wishes=[
            (wish.say, addresses.module(catalog.module(wish.module)), wish.icon)
            for wish in _first_wishes(catalog.courses)
        ],
        courses=[(course, addresses.course(course), _with_wishes(course)) for course in catalog.courses],
        mine_url=addresses.mine_part(),
    )


def _first_wishes(courses: Sequence[Course]) -> list[Wish]:
    """Each course's first, then each one's second, until there are enough: authors choose by their order."""
    rounds = zip_longest(*(course.wishes for course in courses))
    return [wish for each in rounds for wish in each if wish][:WISHES_AT_FIRST]


def _with_wishes(course: Course) -> list[tuple[Module, str, str]]:
    wishes = {wish.module: wish.say for wish in reversed(course.wishes)}
    return [(one, addresses.module(one), wishes.get(one.id, "")) for one in course.modules]


@dataclass(frozen=True, slots=True)
class CoursePage:
    course: Course
    modules: list[tuple[Module, str]]
    mine_url: str
    pack_url: str


def course(found: Course) -> CoursePage:
    return CoursePage(
        course=found,
        modules=[(one, addresses.module(one)) for one in found.modules],
        mine_url=addresses.mine_part(),
        pack_url=addresses.pack(found),
    )


@dataclass(frozen=True, slots=True)
class ModulePage:
    """A lesson: all its screens in one document."""

    module: Module
    course: tuple[str, str]
    practice_url: str | None
    check_url: str
    note_url: str | None
    next_module: tuple[Module, str] | None

    @property
    def screens(self) -> tuple[LessonScreen, ...]:
        return self.module.screens

    def picture_url(self, file: str) -> str:
        return addresses.picture(self.module, file)


def module(catalog: Catalog, found: Module) -> ModulePage:
    own = catalog.course(found.course_id)
    following = _after(catalog, found)
    return ModulePage(
        module=found,
        course=(own.title, addresses.course(own)),
        practice_url=addresses.practice(found) if found.practice else None,
        check_url=addresses.check(found),
        note_url=addresses.note(found),
        next_module=(following, addresses.module(following)) if following else None,
    )


def _after(catalog: Catalog, found: Module) -> Module | None:
    everything = catalog.modules
    place = everything.index(found)
    return everything[place + 1] if place + 1 < len(everything) else None


@dataclass(frozen=True, slots=True)
class PracticePage:
    """The simulated phone after some taps. Of `right` and `wrong` one is what was tapped last."""

    module: Module
    practice: Practice
    replay: Replay
    screen: Screen
    path: tuple[str, ...]
    right: Element | None
    wrong: Element | None
    check_url: str
    module_url: str
    kept: bool = False
    say_if_not_kept: str = ""

    @property
    def version(self) -> str:
        return self.module.version

    @property
    def finished(self) -> bool:
        return self.replay.finished

    @property
    def screens(self) -> tuple[Screen, ...]:
        return self.practice.screens

    @property
    def restart_url(self) -> str:
        return addresses.practice(self.module)

    @property
    def keep_action(self) -> str:
        return addresses.practice(self.module)

    @property
    def back_url(self) -> str | None:
        """Undo: the page as it was before the last tap."""
        return addresses.practice(self.module, self.path[:-1]) if self.path else None

    def tap_url(self, element_id: str) -> str:
        return addresses.practice(self.module, (*self.path, element_id))

    def picture_url(self, file: str) -> str:
        return addresses.picture(self.module, file)


def practice(found: Module, run: Practice, state: Replay, path: tuple[str, ...]) -> PracticePage:
    tapped = _last_tapped(run, path)
    return PracticePage(
        module=found,
        practice=run,
        replay=state,
        screen=run.screen(state.at),
        path=path,
        right=tapped if tapped and tapped.to else None,
        wrong=tapped if tapped and not tapped.to else None,
        module_url=addresses.module(found),
        check_url=addresses.check(found),
    )


def _last_tapped(run: Practice, path: tuple[str, ...]) -> Element | None:
    if not path:
        return None
    before = run.screen(replay(run.key(), path[:-1]).at)
    return next(element for element in before.elements if element.id == path[-1])


def with_kept(shown: PracticePage, *, kept: bool, say: str) -> PracticePage:
    """The same page, saying whether the rehearsal is in the record."""
    return replace(shown, kept=kept, say_if_not_kept=say)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of the answers. `explained` and `marks` go by question id; `told` counts judged messages."""

    marks: dict[str, Mark]
    explained: dict[str, Explained]
    passed: bool
    told: Discernment
    kept: bool
    say_if_not_kept: str
    next_form_url: str

    @property
    def right(self) -> int:
        return sum(mark.right for mark in self.marks.values())


@dataclass(frozen=True, slots=True)
class CheckPage:
    """A form. `filled` is what stood in a page sent without scripts."""

    module: Module
    form: int
    questions: list[Asked]
    action: str
    module_url: str
    practice_url: str | None
    next_form_url: str
    note_url: str | None
    keep_url: str
    mine_url: str
    filled: Filled = field(default_factory=dict)
    missing: list[Asked] = field(default_factory=list)
    result: Result | None = None

    @property
    def version(self) -> str:
        return self.module.version

    def messages(self, kind: str) -> int:
        """How many messages of a kind ("scam", "genuine") the form shows."""
        return sum(one.message == kind for one in self.questions)

    def picture_url(self, file: str) -> str:
        return addresses.picture(self.module, file)


def check(module: Module, form: int) -> CheckPage:
    return CheckPage(
        module=module,
        form=form,
        questions=asked(module, form),
        action=addresses.check(module, form),
        module_url=addresses.module(module),
        practice_url=addresses.practice(module) if module.practice else None,
        next_form_url=addresses.next_check(module, form),
        note_url=addresses.note(module),
        keep_url=addresses.keep(),
        mine_url=addresses.mine(),
    )


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The few questions that are due now. `more` says whether others wait behind them."""

    items: list[ReviewItem]
    more: bool
    action: str
    mine_url: str
    home_url: str
    filled: Filled = field(default_factory=dict)
    missing: list[Asked] = field(default_factory=list)
    result: Result | None = None

    @property
    def questions(self) -> list[Asked]:
        return [item.asked for item in self.items]

    @property
    def next_form_url(self) -> str:
        return self.action


def review(catalog: Catalog, due: Sequence[DueReview], *, most: int) -> ReviewPage:
    """`due` holds more than is shown, where there are more.

    Fields of the form are named by question: of two modules' questions of one name, the second waits.
    """
    shown = list({one.question: one for one in reversed(due)}.values())[::-1][:most]
    modules = [catalog.module(one.module) for one in shown]
    questions = [module.bank.question(one.question) for module, one in zip(modules, shown, strict=True)]
    # One page may ask two modules' questions of the same name; options stand as the due day has them.
    asked_now = ask(questions, seed=".".join(str(one.due_at.date()) for one in shown))
    return ReviewPage(
        items=[
            ReviewItem(asked, module, one.due_at)
            for asked, module, one in zip(asked_now, modules, shown, strict=True)
        ],
        more=len(due) > len(shown),
        action=addresses.review(),
        mine_url=addresses.mine(),
        home_url=addresses.home(),
    )


Answered = TypeVar("Answered", CheckPage, ReviewPage)


def unfinished(shown: Answered, filled: Filled, missing: list[Asked]) -> Answered:
    """The page again: what was filled in, half answers too, and which questions are open."""
    return replace(shown, filled=filled, missing=missing)


def marked(shown: Answered, given: Mapping[str, Answer], filled: Filled, kept: Kept) -> Answered:
    """The page again, with marks and explanations."""
    marks = {one.question.id: mark(one.key, given[one.question.id]) for one in shown.questions}
    result = Result(
        marks=marks,
        explained={one.question.id: explain(one.key, given[one.question.id]) for one in shown.questions},
        passed=passed([(marks[one.question.id], one.question.critical) for one in shown.questions]),
        told=_told(shown.questions, given),
        kept=kept.kept,
        say_if_not_kept=str(kept.say),
        next_form_url=shown.next_form_url,
    )
    return replace(shown, filled=filled, result=result)


def _told(questions: Sequence[Asked], given: Mapping[str, Answer]) -> Discernment:
    """How the messages among the questions were judged."""
    judged = [(one.message, given[one.question.id]) for one in questions]
    return discernment(
        (message, answer["verdict"]) for message, answer in judged if message and isinstance(answer, dict)
    )
