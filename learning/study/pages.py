"""What each study page shows, as one frozen object a template: made from content and record, knows no request."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from learning.catalog.content import Catalog, Course, LessonScreen, Module
from learning.quizzes.drawing import form as draw
from learning.quizzes.marking import Explained, Mark, explain
from learning.quizzes.practice import Element, Practice, Replay, Screen
from learning.quizzes.questions import Control, Note, Question
from learning.records.queries import ModuleProgress, Summary
from learning.study import addresses


@dataclass(frozen=True, slots=True)
class HomePage:
    wishes: list[tuple[str, str, str]]
    courses: list[tuple[Course, str, list[tuple[Module, str]]]]
    mine_url: str


def home(catalog: Catalog) -> HomePage:
    """Wishes first (what she came for), then everything there is."""
    return HomePage(
        wishes=[
            (wish.say, addresses.module(catalog.module(wish.module)), wish.icon) for wish in catalog.wishes
        ],
        courses=[
            (course, addresses.course(course), [(one, addresses.module(one)) for one in course.modules])
            for course in catalog.courses
        ],
        mine_url=addresses.mine_part(),
    )


@dataclass(frozen=True, slots=True)
class CoursePage:
    course: Course
    modules: list[tuple[Module, str]]
    mine_url: str


def course(found: Course) -> CoursePage:
    return CoursePage(found, [(one, addresses.module(one)) for one in found.modules], addresses.mine_part())


@dataclass(frozen=True, slots=True)
class ModulePage:
    """A lesson: all its screens in one document."""

    module: Module
    course: tuple[str, str]
    practice_url: str | None
    check_url: str
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
        next_module=(following, addresses.module(following)) if following else None,
    )


def _after(catalog: Catalog, found: Module) -> Module | None:
    everything = catalog.modules
    place = everything.index(found)
    return everything[place + 1] if place + 1 < len(everything) else None


@dataclass(frozen=True, slots=True)
class PracticePage:
    """The simulated phone after some taps. `wrong` is the element just tapped that leads nowhere."""

    module: Module
    practice: Practice
    replay: Replay
    screen: Screen
    path: tuple[str, ...]
    wrong: Element | None
    course_url: str
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


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on a page: where it stands, what to draw, and what is needed to mark and explain it."""

    question: Question
    controls: tuple[Control, ...]
    number: int
    of: int

    @property
    def key(self) -> dict[str, object]:
        return self.question.key()

    @property
    def notes(self) -> tuple[Note, ...]:
        return self.question.notes


def asked(module: Module, form: int) -> list[Asked]:
    """The five questions of a form, their options in the order of that form."""
    drawn = draw(module.bank.deck, form, module.id)
    return ask([module.bank[question_id] for question_id in drawn], seed=f"{module.id}.{form}")


def ask(questions: Sequence[Question], *, seed: str) -> list[Asked]:
    return [
        Asked(question, question.controls(f"{seed}.{question.id}"), number, len(questions))
        for number, question in enumerate(questions, 1)
    ]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of the answers. `explained` and `marks` go by question id."""

    marks: dict[str, Mark]
    explained: dict[str, Explained]
    passed: bool
    kept: bool
    say_if_not_kept: str
    next_form_url: str

    @property
    def right(self) -> int:
        return sum(mark.right for mark in self.marks.values())


@dataclass(frozen=True, slots=True)
class CheckPage:
    """A form. `given` are the answers of a page that was sent without scripts, by question id."""

    module: Module
    form: int
    questions: list[Asked]
    action: str
    module_url: str
    practice_url: str | None
    next_form_url: str
    keep_url: str
    mine_url: str
    given: dict[str, object] = field(default_factory=dict)
    missing: list[Asked] = field(default_factory=list)
    result: Result | None = None

    @property
    def version(self) -> str:
        return self.module.version

    def picture_url(self, file: str) -> str:
        return addresses.picture(self.module, file)



def check_page(module: Module, form: int) -> CheckPage:
    return CheckPage(
        module=module,
        form=form,
        questions=asked(module, form),
        action=addresses.check(module, form),
        module_url=addresses.module(module),
        practice_url=addresses.practice(module) if module.practice else None,
        next_form_url=addresses.next_check(module, form),
        keep_url=addresses.keep(),
        mine_url=addresses.mine(),
    )


def explained(questions: Sequence[Asked], given: dict[str, object]) -> dict[str, Explained]:
    return {one.question.id: explain(one.key, given[one.question.id]) for one in questions}


@dataclass(frozen=True, slots=True)
class Learned:
    """A module as its learner knows it."""

    module: Module
    href: str
    progress: ModuleProgress


@dataclass(frozen=True, slots=True)
class MinePage:
    """Her own page, and the small fragment on public pages."""

    signed_in: str | None
    name: str
    finished: list[Learned]
    started: list[Learned]
    next_step: tuple[Module, str] | None
    due: int
    review_url: str
    keep_url: str
    mine_url: str
    summary: Summary | None

    @property
    def is_empty(self) -> bool:
        return not (self.finished or self.started)


def learned(catalog: Catalog, progress: Sequence[ModuleProgress]) -> list[Learned]:
    """Her modules, newest first; a module that is no longer taught is left out, its record stays."""
    known = [(catalog.find(one.module), one) for one in progress]
    ordered = sorted(known, key=lambda pair: pair[1].last_at, reverse=True)
    return [Learned(module, addresses.module(module), one) for module, one in ordered if module]


def next_step(catalog: Catalog, mine: Sequence[Learned]) -> tuple[Module, str] | None:
    """What she began last and has not passed, else the first module she has not passed."""
    for one in mine:
        if one.progress.passed_at is None:
            return one.module, one.href
    done = {one.module.id for one in mine}
    for candidate in catalog.modules:
        if candidate.id not in done:
            return candidate, addresses.module(candidate)
    return None


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A question that is due, with its module and the instant it was due (names this review for good)."""

    asked: Asked
    module: Module
    due: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    items: list[ReviewItem]
    waiting: int
    action: str
    mine_url: str
    home_url: str
    given: dict[str, object] = field(default_factory=dict)
    missing: list[Asked] = field(default_factory=list)
    result: Result | None = None
