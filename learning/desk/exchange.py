"""Files for Poedit, Weblate and msgmerge: what is spoken now as a catalogue, a catalogue as suggestions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from learning.db import write
from learning.desk import live, operations, queries, readiness, rules, texts
from learning.desk.models import DeskSuggestion
from learning.desk.queries import Speaker
from learning.desk.texts import Text
from learning.i18n import po_files
from learning.i18n.catalogs import compile_stale
from learning.i18n.registry import Language
from learning.web.site import site

MOST_MESSAGES = 12_000
MOST_TROUBLES = 50
AT_A_TIME = 100


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong in a line of a file. `fault` as rules and words name it."""

    line: int
    fault: str
    what: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: `new` are translations that differ from what is said now, `same` are known ones."""

    domain: str
    new: tuple[tuple[Text, tuple[str, ...]], ...]
    same: int
    troubles: tuple[Trouble, ...]


def catalogue(language: Language, domain: str) -> bytes:
    """A domain as it is spoken now, written as `flask i18n extract` writes it."""
    catalog, _ = _merged(language, domain)
    return po_files.as_bytes(catalog, domain)


def export(language: Language) -> dict[str, int]:
    """Write what was approved into the catalogues of TRANSLATIONS_DIR; how many sentences, by domain.

    The files speak for themselves from then on, so what is corrected in them counts.
    """
    folder = site().settings.translations_dir
    written: dict[str, int] = {}
    exported: list[UUID] = []
    for domain in texts.texts().domains:
        catalog, approved = _merged(language, domain)
        if not approved:
            continue
        path = po_files.catalogue(language, folder, domain)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_files.as_bytes(catalog, domain))
        written[domain] = len(approved)
        exported += [row.id for row in approved]
    if exported:
        compile_stale(folder)
        with write():
            operations.mark_exported(exported)
            operations.count_up(language.code)
        live.look()
    return written


def _merged(language: Language, domain: str) -> tuple[Catalog, list[DeskSuggestion]]:
    """The catalogue on disk brought up to date, with what was approved since put in; and what that was."""
    folder = site().settings.translations_dir
    template = po_files.read(po_files.template_path(domain, folder))
    catalog = po_files.merged(template, language, folder, domain)
    put_in = []
    for row in live.fit(language, queries.live(language.code)):
        is_here = (row.domain == domain) or rules.INTERFACE not in (row.domain, domain)
        message = catalog.get(row.source, row.context or None) if is_here else None
        if message is None or (row.exported_at and po_files.said_in(message)):
            continue
        if not row.plural or row.plural == _ids(message)[-1]:
            message.string = tuple(row.forms) if row.plural else row.forms[0]
            put_in.append(row)
    return catalog, put_in


def read(language: Language, domain: str, file: bytes) -> Reading:
    """What would be suggested, and what would not and why, line by line. Nothing is kept."""
    try:
        file.decode()
        catalog = read_po(BytesIO(file), locale=language.locale.partition("@")[0], abort_invalid=True)
    except UnicodeDecodeError as error:
        return Reading(domain, (), 0, (Trouble(file[: error.start].count(b"\n") + 1, "file", "UTF-8"),))
    except PoFileError as error:
        return Reading(domain, (), 0, (Trouble(error.lineno + 1, "file", error.line.strip()[:80]),))
    except (ValueError, LookupError, TypeError) as error:
        return Reading(domain, (), 0, (Trouble(1, "file", type(error).__name__),))
    known = {text.raw: text for text in texts.texts().by_key.values() if _is_of(text, domain)}
    files = texts.files_of(language)
    new, troubles, same = [], list[Trouble](), 0
    for message in list(po_files.messages_of(catalog))[:MOST_MESSAGES]:
        forms = tuple(rules.written(form) for form in _forms(message))
        if not any(forms):
            continue
        text = known.get(_raw(message))
        if found := list(_wrong(language, message, text, forms)):
            troubles += found
        elif text is not None and forms in (
            readiness.said(language, text, files),
            texts.in_file(files, domain, text),  # two courses may say a sentence in two ways
        ):
            same += 1
        elif text is not None:
            new.append((text, forms))
    return Reading(domain, tuple(new), same, tuple(troubles[:MOST_TROUBLES]))


def take(speaker: Speaker, reading: Reading) -> int:
    """Every new translation of a file as a suggestion of whoever brings it.

    Some at a time, so that learners' answers are kept in between. Taken in twice they are there once.
    """
    for start in range(0, len(reading.new), AT_A_TIME):
        with write():
            for text, forms in reading.new[start : start + AT_A_TIME]:
                operations.suggest(speaker, text, forms)
    return len(reading.new)


def _wrong(
    language: Language, message: Message, text: Text | None, forms: Sequence[str]
) -> Iterator[Trouble]:
    line, source = message.lineno or 1, str(_ids(message)[0])
    if message.fuzzy:
        yield Trouble(line, "fuzzy", "", source)
    elif text is None:
        yield Trouble(line, "unknown", "", source)
    elif len(forms) != (len(language.forms) if text.plural else 1):
        yield Trouble(line, "plural", str(len(language.forms)), source)
    else:
        for wrong in rules.wrong_in(text.domain, text.source, text.plural, forms):
            yield Trouble(line, wrong.fault, wrong.what, source)


def _is_of(text: Text, domain: str) -> bool:
    return (text.domain == rules.INTERFACE) == (domain == rules.INTERFACE)


def _ids(message: Message) -> Sequence[str]:
    return message.id if isinstance(message.id, tuple | list) else (str(message.id),)


def _forms(message: Message) -> Sequence[str]:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return [str(string or "") for string in strings]


def _raw(message: Message) -> str:
    ids = _ids(message)
    return rules.raw_key(message.context or "", ids[0], ids[1] if len(ids) > 1 else "")
