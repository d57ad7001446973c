"""Checks of catalogues, used by the command and by the tests: drift, placeholders, tags, plurals, gaps."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from learning.i18n.registry import Language, Languages

TEMPLATE = "messages.pot"
_METHODS = [("learning/**.py", "python"), ("templates/**.html", "jinja2")]
_OPTIONS = {"templates/**.html": {"trimmed": "false", "silent": "false"}}
_KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_HEADER: dict[str, Any] = {
    "project": "binh-dan-hoc-vu-so",
    "version": "1",
    "header_comment": "# Sentences of the interface. Message ids are the Vietnamese sentences.",
    "fuzzy": False,
}
_NAMED = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
_UNSAID = re.compile(
    rb'"(POT-Creation-Date|PO-Revision-Date|Report-Msgid-Bugs-To|Last-Translator|Language-Team|Generated-By):'
)
_TAG = re.compile(r"</?[a-z][^>]*>")


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of a catalogue is there."""

    translated: int
    total: int


def extracted(root: Path) -> Catalog:
    """Every sentence of code and templates, sorted, without places or dates."""
    template = Catalog(**_HEADER)
    found = extract_from_dir(
        str(root), _METHODS, _OPTIONS, _KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for _, _, message, comments, context in found:
        template.add(message, auto_comments=comments, context=context)
    return template


def write_template(template: Catalog, translations_dir: Path) -> None:
    _write(template, translations_dir / TEMPLATE)


def merge(template: Catalog, language: Language, translations_dir: Path) -> Counts:
    """Bring one catalogue up to date. New sentences are empty, never guessed; gone ones are dropped."""
    path = catalogue(language, translations_dir)
    catalog = _read(path) if path.exists() else Catalog(locale=_locale(language), **_HEADER)
    catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(catalog, path)
    messages = list(_messages(catalog))
    return Counts(sum(bool(_all_said(message)) for message in messages), len(messages))


def catalogue(language: Language, translations_dir: Path) -> Path:
    return translations_dir / language.locale / "LC_MESSAGES" / "messages.po"


def problems(root: Path, translations_dir: Path, languages: Languages) -> list[str]:
    """Everything that keeps the catalogues from being served as they are, one sentence each."""
    template = extracted(root)
    kept = _read(translations_dir / TEMPLATE)
    found = [f"{TEMPLATE}: drift, run `flask i18n extract`: {name}" for name in _drift(template, kept)]
    for language in languages.offered:
        if not language.is_source:
            found += _problems_of(language, template, translations_dir)
    return found


def _problems_of(language: Language, template: Catalog, translations_dir: Path) -> Iterator[str]:
    catalog = _read(catalogue(language, translations_dir))
    if catalog.plural_forms.rstrip("; ") != language.plural.rstrip("; "):
        yield f"{language.code}: plural header {catalog.plural_forms!r}, in the table {language.plural!r}"
    for name in _drift(template, catalog):
        yield f"{language.code}: drift, run `flask i18n extract`: {name}"
    for message in _messages(catalog):
        yield from (f"{language.code}: {said}: {_name(message)!r}" for said in _wrong_in(message, language))


def _wrong_in(message: Message, language: Language) -> Iterator[str]:
    if message.fuzzy:
        yield "fuzzy"
    sources = message.id if isinstance(message.id, tuple | list) else (message.id,)
    strings = _all_said(message)
    if not strings:
        if language.status == "complete":
            yield "not translated"
        return
    for string in strings:
        if _marks(_NAMED, string) != _marks(_NAMED, sources[-1]):
            yield "placeholders differ"
        if _marks(_TAG, string) != _marks(_TAG, sources[-1]):
            yield "tags differ"


def _all_said(message: Message) -> tuple[str, ...]:
    """Its translations if all forms are there, else nothing."""
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    said = tuple(string for string in strings if string)
    return said if len(said) == len(strings) else ()


def _marks(pattern: re.Pattern[str], text: str) -> list[str]:
    return sorted(match.group(0) for match in pattern.finditer(text))


def _drift(template: Catalog, catalog: Catalog) -> list[str]:
    return sorted(_names(template) ^ _names(catalog))


def _names(catalog: Catalog) -> set[str]:
    return {_name(message) for message in _messages(catalog)}


def _name(message: Message) -> str:
    source = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return f"{message.context}|{source}" if message.context else str(source)


def _messages(catalog: Catalog) -> Iterable[Message]:
    return (message for message in catalog if message.id)


def _locale(language: Language) -> str:
    return language.locale.partition("@")[0]


def _read(path: Path) -> Catalog:
    locale = None if path.name == TEMPLATE else path.parent.parent.name.partition("@")[0]
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def _write(catalog: Catalog, path: Path) -> None:
    """Without the dates and blank forms that Babel would write: a diff means a changed sentence."""
    written = BytesIO()
    write_po(written, catalog, width=100, no_location=True, sort_output=True)
    kept = [line for line in written.getvalue().splitlines(keepends=True) if not _UNSAID.match(line)]
    path.write_bytes(b"".join(kept))
