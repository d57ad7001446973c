"""Texts of courses in other languages, looked up where they lie on disk: no language costs a worker memory.

Thirty modules hold eight thousand texts. As a dict each language takes some 3 MB of every worker; a compiled
catalogue is sorted already, so it is mapped into memory, shared by all workers, and searched by halves
(docs/decisions/0028).
"""

import logging
import struct
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path

from learning.i18n.registry import Language, Languages

log = logging.getLogger(__name__)
_MAGIC = 0x950412DE  # as Babel and msgfmt write it on the machines that we run on


@dataclass(frozen=True, slots=True)
class Said:
    """A course text in the best language there is: `lang` differs from the page's where it fell back."""

    text: str
    lang: str


class Compiled:
    """One compiled catalogue (.mo) of a course. Raises ValueError or OSError for a file that is none."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._bytes = mmap(file.fileno(), 0, access=ACCESS_READ)
        try:
            magic, _, self.count, self._ids, self._strings = struct.unpack_from("<5I", self._bytes)
            last = [
                struct.unpack_from("<2I", self._bytes, at + 8 * max(self.count - 1, 0)) for at in self._tables
            ]
        except struct.error as error:
            raise ValueError(f"{path.name} is torn") from error
        if magic != _MAGIC or any(length + offset > len(self._bytes) for length, offset in last):
            raise ValueError(f"{path.name} is no compiled catalogue, or torn")

    @property
    def _tables(self) -> tuple[int, int]:
        return self._ids, self._strings

    def get(self, text: str) -> str | None:
        """The translation; None where there is none."""
        wanted = text.encode()
        place = bisect_left(range(self.count), wanted, key=lambda each: self._at(self._ids, each))
        if place == self.count or self._at(self._ids, place) != wanted:
            return None
        return self._at(self._strings, place).decode(errors="replace") or None

    def _at(self, table: int, place: int) -> bytes:
        length, offset = struct.unpack_from("<2I", self._bytes, table + 8 * place)
        return self._bytes[offset : offset + length]


def course_texts(
    language: Language,
    languages: Languages,
    folders: Sequence[Path],
    courses: Sequence[str],
    approved: Mapping[str, Mapping[str, str]] | None = None,
) -> Callable[[str], Said]:
    """One lookup for every text of every course: the Vietnamese text in, the best text we have out.

    `folders` hold catalogues; an earlier one is asked first. `approved` is, by language, what was approved
    since its files were written: it is asked before them.
    """
    found: list[tuple[str, Compiled | Mapping[str, str]]] = []
    for step in languages.chain(language):
        if approved and step.code in approved:
            found.append((step.code, approved[step.code]))
        paths = (mo_path(step, folder, course) for folder in folders for course in courses)
        files = (compiled_at(path) for path in paths)
        found += [(step.code, compiled) for compiled in files if compiled]

    def said(text: str) -> Said:
        for code, texts in found:
            translated = texts.get(text)
            if translated is not None:
                return Said(translated, code)
        return Said(text, languages.source.code)

    return said


def mo_path(language: Language, translations_dir: Path, domain: str) -> Path:
    """Where a compiled catalogue lies."""
    return translations_dir / language.locale / "LC_MESSAGES" / f"{domain}.mo"


def compiled_at(mo: Path) -> Compiled | None:
    """None where there is nothing to read; what is broken is logged, and Vietnamese takes its place."""
    if not mo.is_file():
        return None
    try:
        return Compiled(mo)
    except (OSError, ValueError) as error:
        log.warning("catalogue %s/%s left out: %s", mo.parent.parent.name, mo.name, error)
        return None
