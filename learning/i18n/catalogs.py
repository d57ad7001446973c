"""The interface's catalogues, and compiling of all: what is missing or broken falls back to Vietnamese."""

import logging
import os
import struct
from collections.abc import Mapping
from hashlib import blake2b
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from learning.i18n.registry import Language, Languages

log = logging.getLogger(__name__)
INTERFACE = "messages"


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
                catalog = read_po(file, abort_invalid=True)
        except Exception as error:  # noqa: BLE001  # whatever Babel makes of a stranger's file, the site starts
            log.warning("catalogue %s/%s skipped: %s", po.parent.parent.name, po.name, error)
            continue
        part = mo.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as out:
            write_mo(out, catalog)
        part.replace(mo)
        written.append(mo)
    return written


def digest(translations_dir: Path) -> str:
    """One name for everything that catalogues say: another one when any of it changes."""
    found = blake2b(digest_size=8)
    for mo in sorted(translations_dir.glob("*/LC_MESSAGES/*.mo")):
        found.update(mo.as_posix().encode() + b"\0" + mo.read_bytes())
    return found.hexdigest()


def interface(
    language: Language,
    languages: Languages,
    translations_dir: Path,
    approved: Mapping[str, Catalog] | None = None,
) -> NullTranslations:
    """The interface's catalogue with its fallback chain; Vietnamese, the message ids, comes last.

    `approved` is, by language, what was approved since its file was written: it is asked before the file.
    """
    steps: list[Translations] = []
    for step in languages.chain(language):
        if approved and step.code in approved:
            steps.append(_compiled(approved[step.code], step))
        if catalog := _load(step, translations_dir, INTERFACE):
            steps.append(catalog)
    if not steps:
        return NullTranslations()
    for following in steps[1:]:
        steps[0].add_fallback(following)
    return steps[0]


def _compiled(catalog: Catalog, language: Language) -> Translations:
    """Through the same door as a file: what gettext would read, it reads."""
    written = BytesIO()
    write_mo(written, catalog)
    written.seek(0)
    found = Translations(written, domain=INTERFACE)
    found.plural = language.plural_form  # type: ignore[assignment]  # gettext also counts fractions
    return found


def _load(language: Language, translations_dir: Path, domain: str) -> Translations | None:
    """None where there is nothing to read; what is broken is logged, and the next one takes its place.

    The table's plural rule counts, not the catalogue's header: a header that a tool has changed would choose
    wrong forms, or none at all.
    """
    mo = translations_dir / language.locale / "LC_MESSAGES" / f"{domain}.mo"
    if not mo.is_file():
        return None
    try:
        with mo.open("rb") as file:
            catalog = Translations(file, domain=domain)
    except (OSError, ValueError, struct.error, IndexError) as error:
        log.warning("catalogue %s/%s left out: %s", language.locale, mo.name, error)
        return None
    catalog.plural = language.plural_form  # type: ignore[assignment]  # gettext also counts fractions
    return catalog
