"""What there is to translate: every sentence of interface and courses in order, and what files say of it.

Read from the templates (translations/*.pot) when somebody first comes to the desk, and when they change.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from babel.messages.catalog import Message
from rapidfuzz import fuzz, process

from learning.config import ROOT
from learning.desk import rules
from learning.i18n import po_files
from learning.i18n.course_texts import Compiled, compiled_at, mo_path
from learning.i18n.registry import Language
from learning.letters import plain
from learning.web.site import site

MOST_SIMILAR = 3
LEAST_ALIKE = 62  # of 100, by the letters that two sentences share
ALIKE_ENOUGH_TO_BE_THE_SAME = 85  # an older wording of this sentence, most likely
CANDIDATES = 400
MOST_FOUND = 30
# What a learner meets, from the front page on: with the first of these sentences a language opens.
MET = (
    "templates/layouts/site.html",
    "templates/study/home.html",
    "templates/web/languages.html",
    "templates/study/course.html",
    "templates/study/module.html",
    "templates/components/*.html",
    "templates/study/*.html",
    "learning/quizzes/*.py",
    "learning/study/*.py",
    "learning/catalog/*.py",
    "templates/errors/*.html",
    "learning/web/*.py",
    "templates/accounts/enter*.html",
)


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence to translate. `place` is what it is there, `file` where it is; `number` is its turn."""

    key: str
    domain: str
    context: str
    source: str
    plural: str
    place: str
    file: str
    number: int

    @property
    def raw(self) -> str:
        return rules.raw_key(self.context, self.source, self.plural)


@dataclass(frozen=True, slots=True)
class Texts:
    """All of them, by domain and by key. A sentence of several courses is one: the first says it for all."""

    domains: Mapping[str, Sequence[Text]]
    by_key: Mapping[str, Text]
    read_at: tuple[int, ...]
    plain: Mapping[str, str]  # by key, without accents: what is searched


@dataclass(frozen=True, slots=True)
class Alike:
    """An earlier sentence much like this one, and how it was said. `alike` of 100."""

    source: str
    forms: tuple[str, ...]
    alike: int


_read: dict[Path, Texts] = {}
_lock = Lock()


def texts() -> Texts:
    """Every sentence there is now."""
    folder = site().settings.translations_dir
    names = [rules.INTERFACE, *(course.id for course in site().catalog.courses), "facts"]
    paths = [path for name in names if (path := po_files.template_path(name, folder)).is_file()]
    changed_at = tuple(path.stat().st_mtime_ns for path in paths)
    with _lock:
        found = _read.get(folder)
        if found is None or found.read_at != changed_at:
            found = _read[folder] = _all_of(paths, changed_at)
    return found


def _all_of(paths: Sequence[Path], changed_at: tuple[int, ...]) -> Texts:
    by_key: dict[str, Text] = {}
    domains: dict[str, list[Text]] = {}
    for path in paths:
        domains[path.stem] = []
        for text in _of(path):
            known = by_key.get(text.key)
            if known is None or rules.INTERFACE in (known.domain, text.domain):
                domains[path.stem].append(text)
                by_key[text.key] = text
    return Texts(domains, by_key, changed_at, {key: plain(text.source) for key, text in by_key.items()})


def _of(path: Path) -> Iterator[Text]:
    messages = list(po_files.messages_of(po_files.read(path)))
    if path.stem == rules.INTERFACE:
        messages.sort(key=_turn(_what_learners_meet()))  # a catalogue of it has the order of the alphabet
    for number, message in enumerate(messages):
        many = isinstance(message.id, tuple | list)
        source, plural = (message.id[0], message.id[1]) if many else (str(message.id), "")
        context = message.context or ""
        raw = rules.raw_key(context, source, plural)
        # The same words of interface and course are two sentences: one is markup, the other is not.
        own = raw if path.stem == rules.INTERFACE else f"course{rules.CONTEXT_END}{raw}"
        yield Text(
            key=rules.short_key(own),
            domain=path.stem,
            context=context,
            source=source,
            plural=plural,
            place=message.auto_comments[0] if message.auto_comments else "",
            file=message.locations[0][0] if message.locations else "",
            number=number,
        )


def _what_learners_meet() -> str:
    """All that our files say to learners, in about the order in which it is met."""
    found = dict.fromkeys(path for pattern in MET for path in sorted(ROOT.glob(pattern)))
    return "".join(path.read_text(encoding="utf-8") for path in found)


def _turn(met: str) -> Callable[[Message], int]:
    """Where a sentence stands there; those of staff come after all of them, as they are."""

    def turn(message: Message) -> int:
        source = message.id[0] if isinstance(message.id, tuple | list) else str(message.id)
        found = [at for quote in "\"'" if (at := met.find(quote + source + quote)) >= 0]
        return min(found, default=len(met))

    return turn


def files_of(language: Language) -> dict[str, Compiled]:
    """The language's compiled catalogues, by domain, to be asked by `Text.raw`."""
    folder = site().settings.translations_dir
    found = {domain: compiled_at(mo_path(language, folder, domain)) for domain in texts().domains}
    return {domain: compiled for domain, compiled in found.items() if compiled}


def in_files(files: Mapping[str, Compiled], text: Text) -> tuple[str, ...]:
    """How the catalogue says it, all forms; nothing where it does not. Courses speak for each other."""
    asked = (
        [text.domain] if text.domain == rules.INTERFACE else [name for name in files if name != "messages"]
    )
    return next((said for name in asked if (said := in_file(files, name, text))), ())


def in_file(files: Mapping[str, Compiled], domain: str, text: Text) -> tuple[str, ...]:
    """How the catalogue of one domain says it; nothing where it does not."""
    said = files[domain].get(text.raw) if domain in files else None
    return tuple(said.split(rules.FORM_END)) if said else ()


def similar(
    text: Text, files: Mapping[str, Compiled], approved: Mapping[str, tuple[str, Sequence[str]]]
) -> list[Alike]:
    """The few earlier translations of sentences most like this one: in memory, bounded, and never this one.

    `approved` are (sentence, forms) by key of what the desk knows, sentences that are gone by now included.
    """
    known = [(source, tuple(forms)) for key, (source, forms) in approved.items() if key != text.key]
    if files:
        every = [one for one in texts().by_key.values() if one.key != text.key and one.key not in approved]
        sources = [one.source for one in every]
        near = process.extract(
            text.source, sources, scorer=fuzz.ratio, limit=CANDIDATES, score_cutoff=LEAST_ALIKE
        )
        known += [(source, said) for source, _, at in near if (said := in_files(files, every[at]))]
    best = process.extract(
        text.source,
        [source for source, _ in known],
        scorer=fuzz.ratio,
        limit=MOST_SIMILAR,
        score_cutoff=LEAST_ALIKE,
    )
    return [Alike(*known[at], int(score)) for _, score, at in best]
