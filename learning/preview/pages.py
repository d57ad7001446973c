"""What the preview shows: all modules, or one in its parts, with what the linter says at each."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from zlib import crc32

from flask import url_for

from learning.catalog.content import Module, Picture, Problem, Radio
from learning.catalog.draft import Draft, draft_of, title_of
from learning.catalog.lesson import LessonScreen
from learning.catalog.module_files import Reading
from learning.catalog.schema import Fact, ModuleFile
from learning.catalog.upkeep import State, state_on
from learning.catalog.wording import RADIO_PACE, sentences, syllables
from learning.i18n import format_date
from learning.preview.faults import Section, Sources
from learning.preview.shelf import Look
from learning.quizzes.marking import Explained, Mark
from learning.quizzes.practice import Practice, Screen
from learning.quizzes.questions import Question
from learning.study import addresses
from learning.study.asked import Asked, ask

FACTS = "facts.yaml"
FILES = ("module.yaml", "lesson.md", "questions.yaml", "practice.yaml", "radio.md")


@dataclass(frozen=True, slots=True)
class Cover:
    """module.yaml: what it says, what its skills are called, how it stands with its review date."""

    about: ModuleFile | None
    skills: tuple[tuple[str, str], ...]
    state: State | None
    section: Section[object]
    note: Section[object]

    @property
    def review_by(self) -> str:
        return format_date(self.about.review_by, "long") if self.about else ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A question as asked, and the answer that brings out every explanation of it."""

    asked: Asked
    result: tuple[Mark, Explained]


@dataclass(frozen=True, slots=True)
class Step:
    """A screen of the rehearsal, and the taps by which one comes to it; None where the walk is broken."""

    screen: Screen
    path: str | None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """practice.yaml: `said` has those of title, goal and done that can be shown."""

    said: Mapping[str, str]
    section: Section[Step]


@dataclass(frozen=True, slots=True)
class Script:
    """radio.md, and how long it takes to say."""

    radio: Radio | None
    syllables: int
    section: Section[object]

    @property
    def minutes(self) -> int:
        return max(1, round(self.syllables / RADIO_PACE))


@dataclass(frozen=True, slots=True)
class FactInUse:
    """A fact that the module names; `fact` and `state` are None where facts.yaml does not have it."""

    id: str
    fact: Fact | None
    state: State | None

    @property
    def review_by(self) -> str:
        return format_date(self.fact.review_by, "long") if self.fact else ""


@dataclass(frozen=True, slots=True)
class LiveUrls:
    """The real pages, to walk through as a learner does."""

    lesson: str
    practice: str | None
    check: str


@dataclass(frozen=True, slots=True)
class ModulePage:
    """One module. `again` is the address at which this page's script asks whether anything has changed.

    `live` and `version` are None while the module could not be served.
    """

    name: str
    title: str | None
    again: str
    index_url: str
    live: LiveUrls | None
    version: str | None
    errors: int
    remarks: int
    cover: Cover
    lesson: Section[LessonScreen]
    questions: Section[Sample]
    rehearsal: Rehearsal | None
    script: Script | None
    facts: tuple[FactInUse, ...]
    facts_section: Section[object]
    others: Section[object]
    pictures: Mapping[str, str]

    def picture_url(self, file: str) -> str:
        """The address of a drawing; one that finds nothing where there is no such drawing."""
        return self.pictures.get(file, f"{self.index_url}khong-co.svg")


def module(look: Look, reading: Reading) -> ModulePage:
    """One module, as far as it can be read."""
    name, draft, served = reading.folder.name, draft_of(reading.folder), _served(look, reading)
    problems, sources = look.problems_of(reading), Sources(look.courses)
    shown = {FACTS, *(f"{name}/{file}" for file in FILES)}

    def of(file: str) -> list[Problem]:
        return [each for each in problems if each.file == f"{name}/{file}"]

    return ModulePage(
        name=name,
        title=draft.title,
        again=_address(name, look.fingerprint),
        index_url=url_for("preview.index"),
        live=_live(served) if served else None,
        version=served.version if served else None,
        errors=sum(each.level == "error" for each in problems),
        remarks=sum(each.level == "warning" for each in problems),
        cover=_cover(look, draft, of("module.yaml"), sources),
        lesson=sources.in_parts(of("lesson.md"), draft.screens, lambda _, screen: screen),
        questions=sources.in_parts(
            of("questions.yaml"), draft.questions, partial(_sample, name, len(draft.questions))
        ),
        rehearsal=_rehearsal(draft, of("practice.yaml"), sources),
        script=_script(look, draft, sources.whole(of("radio.md"))) if draft.has_radio else None,
        facts=tuple(_fact(look, id) for id in sorted(reading.facts())),
        facts_section=sources.whole([each for each in problems if each.file == FACTS]),
        others=sources.whole([each for each in problems if each.file not in shown]),
        pictures={file: _picture_address(name, one) for file, one in draft.pictures.items()},
    )


def _served(look: Look, reading: Reading) -> Module | None:
    """The module, if it is served under this name."""
    return next((one for one in look.catalog.modules if one is reading.module), None)


def _live(served: Module) -> LiveUrls:
    return LiveUrls(
        addresses.module(served),
        addresses.practice(served) if served.practice else None,
        addresses.check(served),
    )


def _cover(look: Look, draft: Draft, problems: list[Problem], sources: Sources) -> Cover:
    about = draft.about
    labels = {
        code: framework.label(code)
        for framework in look.shelf.frameworks.values()
        for code in framework.codes()
    }
    return Cover(
        about=about,
        skills=tuple((code, labels.get(code, "")) for code in about.skills) if about else (),
        state=state_on(about.review_by, look.today) if about else None,
        section=sources.whole([each for each in problems if each.line not in draft.note_lines]),
        note=sources.whole([each for each in problems if each.line in draft.note_lines]),
    )


def _sample(seed: str, of: int, number: int, question: Question) -> Sample:
    """Wrong in every way there is, so that every option is explained."""
    (asked,) = ask([question], seed=seed)
    wrong = tuple(note.id for note in question.notes if not note.right)
    right = tuple(note.id for note in question.notes if note.right)
    result = (Mark(right=False, points=0, of=1), Explained(wrong, right))
    return Sample(Asked(question, asked.controls, number, of), result)


def _rehearsal(draft: Draft, problems: list[Problem], sources: Sources) -> Rehearsal | None:
    found = draft.practice
    if found is None:
        return None
    ways = _ways(found.whole) if found.whole else {}
    steps = sources.in_parts(problems, found.screens, lambda _, screen: Step(screen, ways.get(screen.id)))
    return Rehearsal(found.said, steps)


def _ways(practice: Practice) -> dict[str, str]:
    """The shortest right way to each screen, as the address of the rehearsal spells it."""
    ways = {practice.start: ""}
    waiting = deque([practice.start])
    while waiting:
        here = waiting.popleft()
        for element in practice.screen(here).elements:
            if element.to and element.to not in ways:
                ways[element.to] = f"{ways[here]}.{element.id}".lstrip(".")
                waiting.append(element.to) if _is_screen(practice, element.to) else None
    return ways


def _is_screen(practice: Practice, id: str) -> bool:
    return any(screen.id == id for screen in practice.screens)


def _script(look: Look, draft: Draft, section: Section[object]) -> Script:
    paragraphs = draft.radio.paragraphs if draft.radio else ()
    heard = [each for text in paragraphs for each in sentences(text, look.shelf.facts)]
    return Script(draft.radio, sum(map(syllables, heard)), section)


def _fact(look: Look, id: str) -> FactInUse:
    fact = look.shelf.facts.get(id)
    return FactInUse(id, fact, state_on(fact.review_by, look.today) if fact else None)


def _address(name: str, known: str | None = None) -> str:
    course, _, module = name.partition("/")
    return url_for("preview.module", course_id=course, module_id=module, biet=known)


def _picture_address(name: str, drawing: Picture) -> str:
    course, _, module = name.partition("/")
    content = f"{crc32(drawing.bytes):08x}"
    return url_for("preview.picture", course_id=course, module_id=module, file=drawing.file, v=content)


@dataclass(frozen=True, slots=True)
class Row:
    """One module in the list."""

    name: str
    title: str | None
    href: str
    errors: int
    remarks: int


@dataclass(frozen=True, slots=True)
class IndexPage:
    """All modules with how much is to be done; `others` is what belongs to none of them."""

    again: str
    rows: list[Row]
    others: Section[object]


def index(look: Look) -> IndexPage:
    """What there is, and first what there is to do."""
    problems, readings = look.problems(), look.readings()
    rows = [_row(reading, problems) for reading in readings]
    names = tuple(f"{reading.folder.name}/" for reading in readings)
    others = [each for each in problems if not each.file.startswith(names)]
    return IndexPage(
        again=url_for("preview.index", biet=look.fingerprint),
        rows=sorted(rows, key=lambda row: (not row.errors, row.name)),
        others=Sources(look.courses).whole(others),
    )


def _row(reading: Reading, problems: Sequence[Problem]) -> Row:
    name = reading.folder.name
    own = [each.level for each in problems if each.file.startswith(f"{name}/")]
    title = reading.module.title if reading.module else title_of(reading.folder)
    return Row(name, title, _address(name), own.count("error"), own.count("warning"))
