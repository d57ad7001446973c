"""The files that translators work in: sentences taken out, templates and catalogues written and merged.

One domain for the interface, one per course, named like it. A file is written in one way only, so that a diff
means a changed sentence, and in the way msgmerge and Poedit write it, so that their diffs do too.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from learning.i18n.catalogs import INTERFACE
from learning.i18n.registry import Language

_METHODS = [("learning/**.py", "python"), ("templates/**.html", "jinja2")]
_OPTIONS = {"templates/**.html": {"trimmed": "false", "silent": "false"}}
_KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "heard": None,
    "lazy": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
# The header as gettext orders it. Dates, names and tools are left out: they change with every run.
_HEADER = (
    "Project-Id-Version",
    "Language",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Plural-Forms",
)
_HEADER_LINE = re.compile(rb'"([\w-]+): .*\\n"\n')


class Sentence(Protocol):
    """What a course gives its translators (learning.catalog.translatable, which this room may not know)."""

    @property
    def text(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def place(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of a catalogue is there."""

    translated: int
    total: int


def extracted(root: Path) -> Catalog:
    """Every sentence of code and templates, sorted, without places or dates."""
    template = _empty("Sentences of the interface.")
    found = extract_from_dir(
        str(root), _METHODS, _OPTIONS, _KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for _, _, message, comments, context in found:
        template.add(message, auto_comments=comments, context=context)
    return template


def of_course(sentences: Iterable[Sentence]) -> Catalog:
    """A course's sentences in reading order: a translator sees what was said before. Each comes once."""
    template = _empty("Sentences of a course.")
    for each in sentences:
        template.add(each.text, locations=[(each.file, 0)], auto_comments=[each.place] if each.place else [])
    return template


def template_path(domain: str, translations_dir: Path) -> Path:
    """Where a domain's sentences lie without translations."""
    return translations_dir / f"{domain}.pot"


def catalogue(language: Language, translations_dir: Path, domain: str = INTERFACE) -> Path:
    """Where a language keeps its translations of a domain."""
    return translations_dir / language.locale / "LC_MESSAGES" / f"{domain}.po"


def merge(template: Catalog, language: Language, translations_dir: Path, domain: str = INTERFACE) -> Counts:
    """Bring one catalogue up to date on disk."""
    path = catalogue(language, translations_dir, domain)
    catalog = merged(template, language, translations_dir, domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    write(catalog, path)
    return counted(catalog)


def merged(template: Catalog, language: Language, translations_dir: Path, domain: str = INTERFACE) -> Catalog:
    """One catalogue brought up to date. New sentences are empty, never guessed; gone ones are dropped."""
    path = catalogue(language, translations_dir, domain)
    catalog = read(path) if path.exists() else _empty_in(language, template)
    catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    return catalog


def counted(catalog: Catalog) -> Counts:
    """How many of its sentences are translated, all forms of each."""
    messages = list(messages_of(catalog))
    return Counts(sum(bool(said_in(message)) for message in messages), len(messages))


def messages_of(catalog: Catalog) -> Iterable[Message]:
    """All but the header."""
    return (message for message in catalog if message.id)


def said_in(message: Message) -> tuple[str, ...]:
    """A message's translations if all forms are there, else nothing."""
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    said = tuple(string for string in strings if string)
    return said if len(said) == len(strings) else ()


def read(path: Path) -> Catalog:
    """A file as it is."""
    locale = None if path.suffix == ".pot" else path.parent.parent.name.partition("@")[0]
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def write(catalog: Catalog, path: Path) -> None:
    """A file as `as_bytes` has it."""
    path.write_bytes(as_bytes(catalog, path.stem))


def as_bytes(catalog: Catalog, domain: str) -> bytes:
    """Without the dates and blank forms that Babel would write.

    The interface is sorted, for its sentences come from everywhere. A course stays in reading order, with one
    line for each text: Babel and gettext break long lines at different places.
    """
    is_interface = domain == INTERFACE
    written = BytesIO()
    write_po(
        written,
        catalog,
        width=100 if is_interface else 0,
        no_location=is_interface,
        sort_output=is_interface,
        include_lineno=False,
    )
    body = written.getvalue()
    if not is_interface:
        body = body.replace(b"#, python-format\n", b"")  # a per cent sign in a lesson is one
    return _as_gettext_does(body)


def _as_gettext_does(written: bytes) -> bytes:
    head, gap, messages = written.partition(b"\n\n")
    said = {found[1].decode(): found[0] for found in _HEADER_LINE.finditer(head + b"\n")}
    lines = [said[name].replace(b"charset=utf-8", b"charset=UTF-8") for name in _HEADER if name in said]
    before = _HEADER_LINE.sub(b"", head + b"\n")
    return before + b"".join(lines) + (gap[:1] + messages.rstrip(b"\n") + b"\n" if messages else b"")


def _empty(what: str, locale: str | None = None) -> Catalog:
    header: dict[str, Any] = {
        "project": "binh-dan-hoc-vu-so",
        "version": "1",
        "header_comment": f"# {what} Message ids are the Vietnamese sentences.",
        "fuzzy": False,
    }
    return Catalog(locale=locale, **header)


def _empty_in(language: Language, template: Catalog) -> Catalog:
    catalog = _empty("", language.locale.partition("@")[0])
    catalog.header_comment = template.header_comment
    return catalog
