"""Which catalogues a language uses: one for the interface, one per course; texts fall back to Vietnamese."""

import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import Translations

from learning.i18n.registry import Language, Languages

log = logging.getLogger(__name__)
INTERFACE = "messages"


@dataclass(frozen=True, slots=True)
class Said:
    """A course text in the best language there is: `lang` differs from the page's where it fell back."""

    text: str
    lang: str


def compile_stale(translations_dir: Path) -> list[Path]:
    """Write each .mo that is missing or older than its .po; returns those written.

    A catalogue that cannot be read is skipped with a warning: one broken file never takes the site down.
    """
    written = []
    for po in sorted(translations_dir.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        try:
            with po.open("rb") as file:
                catalog = read_po(file, locale=po.parent.parent.name.partition("@")[0], abort_invalid=True)
        except (PoFileError, UnicodeDecodeError, ValueError) as error:
            log.warning("catalogue %s/%s skipped: %s", po.parent.parent.name, po.name, error)
            continue
        part = mo.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as out:
            write_mo(out, catalog)
        part.replace(mo)
        written.append(mo)
    return written


def interface(language: Language, languages: Languages, translations_dir: Path) -> NullTranslations:
    """The interface's catalogue with its fallback chain; Vietnamese, the message ids, comes last."""
    return _chain(language, languages, translations_dir, INTERFACE)


def course_texts(
    language: Language, languages: Languages, translations_dir: Path, courses: Sequence[str]
) -> Callable[[str], Said]:
    """One lookup for every text of every course: the Vietnamese text in, the best text we have out."""
    chain = [language, *(languages.by_code[code] for code in language.fallback)]
    layers = [
        (step.code, _load(step, translations_dir, course))
        for step in chain
        if not step.is_source
        for course in courses
    ]
    found = [(code, catalog) for code, catalog in layers if catalog is not None]

    def said(text: str) -> Said:
        for code, catalog in found:
            translated = catalog.gettext(text)
            if translated != text:
                return Said(translated, code)
        return Said(text, languages.source.code)

    return said


def _chain(language: Language, languages: Languages, translations_dir: Path, domain: str) -> NullTranslations:
    first: NullTranslations = NullTranslations()
    for step in [language, *(languages.by_code[code] for code in language.fallback)]:
        catalog = _load(step, translations_dir, domain)
        if catalog is None:
            continue
        if isinstance(first, Translations):
            first.add_fallback(catalog)
        else:
            first = catalog
    return first


def _load(language: Language, translations_dir: Path, domain: str) -> Translations | None:
    mo = translations_dir / language.locale / "LC_MESSAGES" / f"{domain}.mo"
    if not mo.is_file():
        return None
    with mo.open("rb") as file:
        return Translations(file, domain=domain)
