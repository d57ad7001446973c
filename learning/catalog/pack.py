"""A course pack: one course in one state, in one signed file; the same content gives the same bytes.

    "hocso-course-1" · compressed (length of the list, the list, the files one behind the other) · signature

The list says which course it is, its number (newer ones have higher ones) and how long each file is. What a
course needs of the files above it comes along: the facts that it names, the figures its modules may say; and
how its texts are said in other languages.
"""

import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from learning.catalog.allowance import EVERYWHERE
from learning.catalog.allowance import FILE as FIGURES
from learning.catalog.facts import named_in
from learning.catalog.folder import HEAVIEST
from learning.catalog.located import Unreadable, read_yaml
from learning.quizzes.pieces import is_id

KIND = b"hocso-course-1\n"
SIGNATURE = 64
LARGEST = 6 * 1024 * 1024
LARGEST_UNPACKED = 24 * 1024 * 1024
MOST_FILES = 1000
HIGHEST = 2**33  # of a number: it is a time in seconds
FACTS = "facts.yaml"
_NAME = r"[a-z0-9][a-z0-9_-]{0,79}\.[a-z0-9]{1,8}"
_FOLDER = r"[a-z0-9][a-z0-9-]{0,39}"
_LOCALE = re.compile(r"[a-z]{2,3}(?:@[a-z]{2,8})?")
_PATH = re.compile(rf"{_NAME}|{_FOLDER}/{_NAME}|{_FOLDER}/{_FOLDER}/{_NAME}")


class NotAPack(ValueError):
    """Damaged, not of this kind, or larger than any may be."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A course in one state. The paths of `files` begin below the course's folder.

    `words` are its translations by locale, as folders of catalogues are named: Vietnamese text, what is said.
    """

    course: str
    number: int
    files: Mapping[str, bytes]
    facts: Mapping[str, Any]
    figures: Mapping[str, Any]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def made_on(self) -> date:
        """The day on which it was made, by the clock of its maker: the day it is judged by."""
        return datetime.fromtimestamp(self.number, UTC).date()

    def holds_the_same_as(self, other: "Pack") -> bool:
        """Is it the same content, whatever the numbers say?"""
        mine = (self.files, self.facts, self.figures, self.words)
        return mine == (other.files, other.facts, other.figures, other.words)


def gathered(
    courses: Path, course: str, number: int, words: Mapping[str, Mapping[str, str]] | None = None
) -> Pack:
    """A course as it lies in a courses folder. Raises NotAPack where it cannot be one."""
    root = courses / course
    if not is_id(course) or not (root / "course.yaml").is_file():
        raise NotAPack
    paths = sorted(path for path in root.rglob("*") if path.is_file() and not _is_hidden(path, root))
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
    named = {id for data in files.values() for id in named_in(data.decode("utf-8", "replace"))}
    modules = {path.split("/")[0] for path in files if "/" in path} | {EVERYWHERE}
    facts = {id: fact for id, fact in top_file(courses, FACTS).items() if id in named}
    figures = {id: given for id, given in top_file(courses, FIGURES).items() if id in modules}
    return _fitting(Pack(course, number, files, facts, figures, words or {}))


def top_file(courses: Path, name: str) -> Mapping[str, Any]:
    """What a file of the courses folder itself holds; nothing where it is not there or no mapping."""
    try:
        data = read_yaml((courses / name).read_text(encoding="utf-8-sig")).data
    except (OSError, UnicodeDecodeError, Unreadable):
        return {}
    return data if isinstance(data, dict) else {}


def sealed(pack: Pack, sign: Callable[[bytes], bytes]) -> bytes:
    """A pack as a file. Raises NotAPack where it would be larger than any may be."""
    head = {
        "course": pack.course,
        "number": pack.number,
        "facts": pack.facts,
        "figures": pack.figures,
        "files": {path: len(data) for path, data in pack.files.items()},
        "words": pack.words,
    }
    listed = json.dumps(head, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    contents = b"".join(pack.files[path] for path in sorted(pack.files))
    whole = KIND + zlib.compress(len(listed).to_bytes(4, "big") + listed + contents, 9)
    if len(whole) + SIGNATURE > LARGEST or 4 + len(listed) + len(contents) > LARGEST_UNPACKED:
        raise NotAPack
    return whole + sign(_signed(whole))


def is_signed(data: bytes, check: Callable[[bytes, bytes], bool]) -> bool:
    """Does the signature at the end of a file hold, by this check of (message, signature)?"""
    return check(_signed(data[:-SIGNATURE]), data[-SIGNATURE:])


def opened(data: bytes) -> Pack:
    """The pack in a file, its signature aside; never more than LARGEST_UNPACKED of it. Raises NotAPack."""
    if len(data) > LARGEST or not data.startswith(KIND):
        raise NotAPack
    plain = _unzipped(data[len(KIND) : -SIGNATURE])
    end = 4 + int.from_bytes(plain[:4], "big")
    try:
        head = json.loads(plain[4:end].decode())
    except (ValueError, RecursionError):
        raise NotAPack from None
    if not isinstance(head, dict):
        raise NotAPack
    files = dict(_cut(head.get("files"), plain[end:]))
    told = (head.get(name) for name in ("course", "number", "facts", "figures"))
    course, number, facts, figures = told
    words = head.get("words", {})  # a server of before had none
    if not isinstance(course, str) or type(number) is not int:
        raise NotAPack
    if not isinstance(facts, dict) or not isinstance(figures, dict) or not _are_words(words):
        raise NotAPack
    return _fitting(Pack(course, number, files, facts, figures, words))


def _are_words(found: object) -> bool:
    return isinstance(found, dict) and all(
        _LOCALE.fullmatch(locale)
        and isinstance(said, dict)
        and all(isinstance(text, str) and text for text in said.values())
        for locale, said in found.items()
    )


def _unzipped(body: bytes) -> bytes:
    unzip = zlib.decompressobj()
    try:
        plain = unzip.decompress(body, LARGEST_UNPACKED)
    except zlib.error:
        raise NotAPack from None
    if not unzip.eof or unzip.unused_data:
        raise NotAPack
    return plain


def _cut(listed: object, contents: bytes) -> Iterator[tuple[str, bytes]]:
    if not isinstance(listed, dict) or len(listed) > MOST_FILES:
        raise NotAPack
    at = 0
    for path in sorted(listed):
        size = listed[path]
        if type(size) is not int or not 0 <= size <= HEAVIEST:
            raise NotAPack
        yield path, contents[at : at + size]
        at += size
    if at != len(contents):
        raise NotAPack


def _fitting(pack: Pack) -> Pack:
    """The same pack, if all its names are plain ones and nothing is too many, too large or out of time."""
    is_fine = (
        is_id(pack.course)
        and 0 < pack.number < HIGHEST
        and "course.yaml" in pack.files
        and len(pack.files) <= MOST_FILES
        and all(_PATH.fullmatch(path) and len(data) <= HEAVIEST for path, data in pack.files.items())
    )
    if not is_fine:
        raise NotAPack
    return pack


def _is_hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _signed(whole: bytes) -> bytes:
    return KIND + sha256(whole).digest()
