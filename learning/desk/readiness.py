"""How ready each language is, for anyone to see: interface, courses, voice."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import current_app

from learning.desk import texts
from learning.desk.rules import FORM_END, INTERFACE
from learning.i18n.course_texts import Compiled
from learning.i18n.registry import Language
from learning.web.site import site

STATES_REMEMBERED = 64  # several of each language
SETS_REMEMBERED = 4  # of half a megabyte each: few languages are translated at the same time


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    done: int
    of: int

    @property
    def percent(self) -> int:
        """Rounded down: a hundred means all."""
        return 100 * self.done // self.of if self.of else 0


@dataclass(frozen=True, slots=True)
class Readiness:
    """One language as it is spoken now. `voice` is None while nothing of it is recorded."""

    language: Language
    interface: Share
    courses: Share
    voice: Share | None

    @property
    def is_begun(self) -> bool:
        """Is there anything of it at all?"""
        spoken = bool(self.voice and self.voice.done)
        return bool(self.language.is_offered or self.interface.done or self.courses.done or spoken)


def of_every_language() -> list[Readiness]:
    """All but the source, which is whole by itself; in the order of the table."""
    return [of(each) for each in site().languages if not each.is_source]


def of(language: Language) -> Readiness:
    shares = by_domain(language)
    courses = [share for domain, share in shares.items() if domain != INTERFACE]
    return Readiness(
        language,
        shares.get(INTERFACE, Share(0, 0)),
        Share(sum(one.done for one in courses), sum(one.of for one in courses)),
        voice_share(language.code),
    )


def by_domain(language: Language) -> Mapping[str, Share]:
    """What this worker speaks, its files and what was approved since. Counted once for each state of it."""
    folder, read_at = site().settings.translations_dir, texts.texts().read_at
    return _counted(folder, language, site().version_of(language), read_at)


@lru_cache(maxsize=STATES_REMEMBERED)
def _counted(
    _folder: Path, language: Language, _version: int, _read_at: tuple[int, ...]
) -> Mapping[str, Share]:
    files, approved = texts.files_of(language), site().approved
    if not files and language.code not in {*approved.interface, *approved.courses}:
        return {domain: Share(0, len(every)) for domain, every in texts.texts().domains.items()}
    return {
        domain: Share(sum(is_said(language, text, files) for text in every), len(every))
        for domain, every in texts.texts().domains.items()
    }


def keys_said(language: Language) -> frozenset[str]:
    """The sentences that this worker can say in a language; counted as above."""
    folder, read_at = site().settings.translations_dir, texts.texts().read_at
    return _keys_said(folder, language, site().version_of(language), read_at)


@lru_cache(maxsize=SETS_REMEMBERED)
def _keys_said(_folder: Path, language: Language, _version: int, _read_at: tuple[int, ...]) -> frozenset[str]:
    files = texts.files_of(language)
    return frozenset(key for key, text in texts.texts().by_key.items() if is_said(language, text, files))


def is_said(language: Language, text: texts.Text, files: Mapping[str, Compiled]) -> bool:
    """Is a sentence there in this language itself? What another one says in its place does not count."""
    return bool(said(language, text, files))


def said(language: Language, text: texts.Text, files: Mapping[str, Compiled]) -> tuple[str, ...]:
    """How it is said now, all forms."""
    approved = site().approved
    if text.domain != INTERFACE:
        found = approved.courses.get(language.code, {}).get(text.source)
        return (found,) if found else texts.in_files(files, text)
    catalog = approved.interface.get(language.code)
    message = catalog.get(_name(text), text.context or None) if catalog else None
    if message is None:
        return texts.in_files(files, text)
    return tuple(message.string) if isinstance(message.string, tuple | list) else (str(message.string),)


def _name(text: texts.Text) -> str:
    """Babel finds a counted sentence by its first half."""
    return text.raw.partition(FORM_END)[0].rpartition("\x04")[2]


def voice_share(code: str) -> Share | None:
    """How much of a language can be heard: clips that fit their text of now. None: nothing is recorded.

    Rooms may not know each other, so the room of clips hands in its own count, (done, all) by code
    (`app.extensions["voice_share"]`).
    """
    counted = current_app.extensions.get("voice_share")
    done_and_all: tuple[int, int] | None = counted(code) if counted else None
    return Share(*done_and_all) if done_and_all else None
