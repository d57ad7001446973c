"""What the desk's templates are given: one object a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from flask import url_for

from learning.config import ROOT
from learning.desk import readiness, rules, words
from learning.desk.exchange import Reading
from learning.desk.queries import Question, Speaker, Suggestion
from learning.desk.readiness import Readiness, Share
from learning.desk.texts import ALIKE_ENOUGH_TO_BE_THE_SAME, Alike, Text
from learning.i18n import gettext as _
from learning.i18n.registry import NO_FONT, Language
from learning.web.forms import Form
from learning.web.site import site

# Pages that can be looked at, by the template that makes them; of others only the name is said.
SHOWN = {
    "study/home.html": "study.home",
    "study/mine.html": "study.mine",
    "study/review.html": "study.review",
    "study/find.html": "study.find",
    "study/offline.html": "study.offline",
    "web/languages.html": "web.choose_language",
    "accounts/enter.html": "accounts.enter",
    "sync/results.html": "handing.results",
}
OF_A_MODULE = {
    "module": "study.module",
    "lesson": "study.module",
    "practice": "study.practice",
    "radio": "study.radio",
}
MOST_PLACES = 3
SENTENCES_REMEMBERED = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands: in words, and an address where it can be looked at."""

    say: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class ReadyPage:
    """How ready every language is: those that have something, and those that wait for a first sentence."""

    languages: Sequence[Readiness]

    @property
    def begun(self) -> list[Readiness]:
        return [one for one in self.languages if one.is_begun]

    @property
    def waiting(self) -> list[Readiness]:
        return [one for one in self.languages if not one.is_begun]

    @property
    def fonts(self) -> list[str]:
        return sorted({one.language.fonts for one in self.languages} - {NO_FONT})


@dataclass(frozen=True, slots=True)
class HomePage:
    """The desk: the languages of whoever is here."""

    languages: Sequence[tuple[Language, Readiness]]
    questions: int
    may_give: bool

    @property
    def fonts(self) -> list[str]:
        return sorted({one.fonts for one, _ready in self.languages} - {NO_FONT})


@dataclass(frozen=True, slots=True)
class Domain:
    """One part of the work."""

    code: str
    name: str
    share: Share
    waiting: int
    open: int


@dataclass(frozen=True, slots=True)
class LanguagePage:
    """One language: what is left, what waits to be read, what came back."""

    language: Language
    speaker: Speaker
    domains: Sequence[Domain]
    to_read: int
    returned: Sequence[Suggestion]
    found: Sequence[tuple[Text, tuple[str, ...]]] | None
    words: str
    said: str | None
    is_offered: bool

    @property
    def next(self) -> Domain | None:
        """Where the work goes on: the first part with something left."""
        return next((one for one in self.domains if one.open), None)

    def why(self, one: Suggestion) -> str:
        return str(words.RETURNS[one.return_kind or "other"])


@dataclass(frozen=True, slots=True)
class TextPage:
    """One sentence at a time."""

    language: Language
    text: Text
    domain: str
    form: Form
    ask: Form
    places: Sequence[Place]
    before: Text | None
    after: Text | None
    alike: Sequence[Alike]
    others: Sequence[Suggestion]
    mine: Suggestion | None
    returned: Suggestion | None
    questions: Sequence[Question]
    share: Share
    said: str | None
    is_said: bool

    @property
    def may_be_changed(self) -> bool:
        """Is this, most likely, an older sentence with some words changed?"""
        is_near = bool(self.alike) and self.alike[0].alike >= ALIKE_ENOUGH_TO_BE_THE_SAME
        return is_near and not self.is_said

    @property
    def kept_marks(self) -> list[str]:
        """Placeholders, tags and marks that must come back as they are."""
        return rules.marks_of(self.text.domain, self.text.plural or self.text.source)

    def ask_words(self, one: Question) -> str:
        return str(words.ASKS[one.kind])

    def why(self, one: Suggestion) -> str:
        return str(words.RETURNS[one.return_kind or "other"])


@dataclass(frozen=True, slots=True)
class ReadPage:
    """Somebody else's translation, to be read."""

    language: Language
    found: Suggestion | None
    many: int
    text: Text | None
    places: Sequence[Place]
    now: tuple[str, ...]
    form: Form
    said: str | None

    @property
    def seen(self) -> str:
        return rules.seen(self.found.forms) if self.found else ""


@dataclass(frozen=True, slots=True)
class ProfilePage:
    language: Language
    form: Form


@dataclass(frozen=True, slots=True)
class FilesPage:
    """Catalogues out and in. `reading` is what a file that was sent holds."""

    language: Language
    domains: Sequence[tuple[str, str]]
    chosen: str
    reading: Reading | None
    taken: int | None
    trouble: str | None

    @property
    def troubles(self) -> list[tuple[int, str, str]]:
        found = self.reading.troubles if self.reading else ()
        return [(one.line, words.fault(one.fault, one.what), one.source) for one in found]


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """What translators asked, each with a form to answer."""

    rows: Sequence[tuple[Question, Form]]
    names: Mapping[str, str]
    is_done: bool

    def kind(self, one: Question) -> str:
        return str(words.ASKS[one.kind])


@dataclass(frozen=True, slots=True)
class SpeakersPage:
    """Who translates into what."""

    form: Form
    rows: Sequence[tuple[UUID, str, Language]]
    said: str | None


def domains(language: Language, waiting: Mapping[str, int], open_: Mapping[str, int]) -> list[Domain]:
    titles = {course.id: course.title for course in site().catalog.courses}
    return [
        Domain(code, words.domain(code, titles), share, waiting.get(code, 0), open_.get(code, 0))
        for code, share in readiness.by_domain(language).items()
    ]


def domain_name(code: str) -> str:
    return words.domain(code, {course.id: course.title for course in site().catalog.courses})


def places_of(text: Text) -> list[Place]:
    """Where a sentence is met. For the interface, files are searched: so nothing has to be kept."""
    if text.domain != rules.INTERFACE:
        return [_place_in_course(text)]
    found = {place.say: place for path in _files_with(text.source) if (place := _place_in_site(path))}
    return sorted(found.values(), key=lambda place: place.href is None)[:MOST_PLACES]


@lru_cache(maxsize=SENTENCES_REMEMBERED)
def _files_with(sentence: str) -> tuple[Path, ...]:
    """The templates and rooms that say it; they stay as they are while the site runs."""
    files = (*sorted(ROOT.glob("templates/*/*.html")), *sorted(ROOT.glob("learning/*/*.py")))
    return tuple(path for path in files if sentence in path.read_text(encoding="utf-8"))


def _place_in_site(path: Path) -> Place | None:
    room = words.ROOMS.get(path.parent.name)
    if room is None:
        return None
    shown = SHOWN.get(f"{path.parent.name}/{path.name}")
    return Place(str(room), url_for(shown) if shown else None)


def _place_in_course(text: Text) -> Place:
    """The page that shows it, from its file: courses/<course>/<module>/questions.yaml."""
    steps = text.file.split("/")
    file, kind = steps[-1], text.place.rsplit("/", 1)[-1]
    where = str(words.FILES.get(file, words.FILES["facts.yaml"]))
    what = str(words.PLACES[kind]) if kind in words.PLACES else ""
    if len(steps) < 4:
        course = text.domain if file == "course.yaml" else None
        return Place(_said(where, what), url_for("study.course", course_id=course) if course else None)
    module = next((one for one in site().catalog.modules if one.id == steps[2]), None)
    if module is None:
        return Place(_said(where, what))
    where = _("%(where)s “%(module)s”", where=where, module=module.title)
    if file == "questions.yaml":
        return Place(_said(where, what), url_for("study.check", module_id=module.id, form="1"))
    return Place(_said(where, what), url_for(OF_A_MODULE[file.partition(".")[0]], module_id=module.id))


def _said(where: str, what: str) -> str:
    return f"{where}: {what}" if what else where
