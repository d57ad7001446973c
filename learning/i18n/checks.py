"""Checks of catalogues, used by the command and by the tests: drift, placeholders, tags, plurals, gaps."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from learning.i18n.catalogs import INTERFACE
from learning.i18n.po_files import catalogue, counted, messages_of, read, said_in, template_path
from learning.i18n.registry import Language, Languages

# In the interface %(name)s and {name}; in courses {fact:id}, and where a link leads.
_NAMED = re.compile(r"%\(\w+\)[sd]|\{[\w:-]+\}|\]\([^)]*\)")
_TAG = re.compile(r"</?[a-z][^>]*>")
_BOLD = re.compile(r"\*\*")


def problems(templates: Mapping[str, Catalog], translations_dir: Path, languages: Languages) -> Iterator[str]:
    """Everything that keeps the catalogues from being served as they are, one sentence each.

    `templates` are the sentences as they are now, by domain: the interface and every course.
    """
    for domain, template in templates.items():
        path = template_path(domain, translations_dir)
        names = _drift(template, read(path)) if path.exists() else ["no file"]
        yield from (f"{path.name}: drift, run `flask i18n extract`: {name}" for name in names)
    for language in languages:
        for domain, template in templates.items():
            path = catalogue(language, translations_dir, domain)
            if path.exists():
                yield from _problems_of(language, domain, template, read(path))
            elif domain == INTERFACE and language.is_offered and not language.is_source:
                yield f"{language.code}: no catalogue of the interface"


def _problems_of(language: Language, domain: str, template: Catalog, catalog: Catalog) -> Iterator[str]:
    where = language.code if domain == INTERFACE else f"{language.code}/{domain}"
    if catalog.plural_forms.rstrip("; ") != language.plural.rstrip("; "):
        yield f"{where}: plural header {catalog.plural_forms!r}, in the table {language.plural!r}"
    for name in _drift(template, catalog):
        yield f"{where}: drift, run `flask i18n extract`: {name}"
    # A course that nobody has begun is honest; one half done in a finished language is not.
    is_whole = language.status == "complete" and (domain == INTERFACE or counted(catalog).translated > 0)
    for message in messages_of(catalog):
        for said in _wrong_in(message, is_whole=is_whole):
            yield f"{where}: {said}: {_name(message)!r}"


def _wrong_in(message: Message, *, is_whole: bool) -> Iterator[str]:
    if message.fuzzy:
        yield "fuzzy"
    sources = message.id if isinstance(message.id, tuple | list) else (message.id,)
    strings = said_in(message)
    if not strings and is_whole:
        yield "not translated"
    for string in strings:
        if _marks(_NAMED, string) != _marks(_NAMED, sources[-1]):
            yield "placeholders differ"
        if _marks(_TAG, string) != _marks(_TAG, sources[-1]):
            yield "tags differ"
        if len(_BOLD.findall(string)) % 2:
            yield "** opens and does not close"
        if not unicodedata.is_normalized("NFC", string):
            yield "letters not composed (NFC)"


def _marks(pattern: re.Pattern[str], text: str) -> list[str]:
    return sorted(match.group(0) for match in pattern.finditer(text))


def _drift(template: Catalog, catalog: Catalog) -> list[str]:
    return sorted(_names(template) ^ _names(catalog))


def _names(catalog: Catalog) -> set[str]:
    return {_name(message) for message in messages_of(catalog)}


def _name(message: Message) -> str:
    source = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return f"{message.context}|{source}" if message.context else str(source)
