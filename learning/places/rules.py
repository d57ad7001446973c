"""Rules of places, pure: kinds, what may lie below what, names, paths, and since when."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Literal, Protocol, TypeVar, get_args

from learning import letters

T = TypeVar("T")
Kind = Literal["province", "commune", "hamlet", "centre", "school", "agency", "clan", "family"]
KINDS: tuple[Kind, ...] = get_args(Kind)
# What may lie below what. The first two come from an edition, the others are made by staff.
BELOW: dict[Kind, tuple[Kind, ...]] = {
    "province": ("commune", "agency", "school"),
    "commune": ("hamlet", "centre", "school", "agency", "clan", "family"),
    "hamlet": ("centre", "clan", "family"),
    "centre": (),
    "school": (),
    "agency": (),
    "clan": (),
    "family": (),
}
FROM_EDITIONS: frozenset[Kind] = frozenset({"province", "commune"})
# Their names can be people's names: shown only to staff of the place.
PRIVATE: frozenset[Kind] = frozenset({"clan", "family"})
PUBLIC: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind not in PRIVATE)
# What stands before a name. Other kinds have none: their name says what they are.
LABELS: dict[Kind, tuple[str, ...]] = {
    "province": ("tỉnh", "thành phố"),
    "commune": ("xã", "phường", "đặc khu"),
    "hamlet": ("thôn", "ấp", "bản", "khóm", "tổ dân phố", "khu phố", "buôn", "làng"),
}
LONGEST_NAME = 80
LONGEST_DECISION = 80
MOST_AT_ONCE = 60
HERE = timezone(timedelta(hours=7))  # Vietnam has one time, and no summer time
TWO_TIERS_SINCE = date(2025, 7, 1)  # provinces and communes, without districts between them


class Refused(ValueError):
    """What was asked cannot be; `reason` is a code that pages put into a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def day_of(at: datetime) -> date:
    """The day on the wall in Vietnam."""
    return at.astimezone(HERE).date()


# ── Names ──


def full_name(label: str, name: str) -> str:
    """ "Ấp Bưng Tróp"."""
    return f"{label[:1].upper()}{label[1:]} {name}" if label else name


def bare_name(kind: Kind, label: str, typed: str) -> str:
    """The name without the label that somebody typed once more: "Ấp Bưng Tróp" is "Bưng Tróp"."""
    words = typed.split()
    first = label.split()
    if kind in LABELS and len(words) > len(first) and _same(" ".join(words[: len(first)]), label):
        words = words[len(first) :]
    return " ".join(words)


def split_label(kind: Kind, full: str, fallback: str = "") -> tuple[str, str]:
    """Label and name of a full one: "xã Bắc Sơn" is ("xã", "Bắc Sơn")."""
    for label in LABELS.get(kind, ()):
        if (bare := bare_name(kind, label, full)) != " ".join(full.split()):
            return label, bare
    return fallback, " ".join(full.split())


def called(typed: str, places: Sequence[tuple[T, str, str]]) -> T | None:
    """Which of these (key, label, name) somebody means who typed this; None where none or several could be.

    By the whole name, with accents, then without; then by the name alone, whatever label stands before it.
    """
    said, whole = letters.alphabetical(typed), letters.plain(typed)
    loose = (whole, _without_label(whole))
    tries = (
        [key for key, label, name in places if letters.alphabetical(full_name(label, name)) == said],
        [key for key, label, name in places if letters.plain(full_name(label, name)) == whole],
        [key for key, _label, name in places if letters.alphabetical(name) == said],
        [key for key, _label, name in places if letters.plain(name) in loose],
    )
    found = next((keys for keys in tries if keys), []) if whole else []
    return found[0] if len(found) == 1 else None


def _without_label(words: str) -> str:
    for label in map(letters.plain, LABELS["hamlet"]):
        if words.startswith(f"{label} "):
            return words[len(label) + 1 :]
    return words


def first_letter(name: str) -> str:
    """The letter under which an alphabetical list has a name: "Đ" of "Đông Hải", "A" of "Ạ"."""
    for letter in name.strip():
        if letter.isalnum():
            return letters.untoned(letter).upper()
    return "#"


class Named(Protocol):
    """What of a place says whether it may be another."""

    @property
    def kind(self) -> Kind: ...
    @property
    def name(self) -> str: ...


Place = TypeVar("Place", bound=Named)


def doubles(places: Sequence[Place]) -> list[list[Place]]:
    """Those of the places in one that may be the same: of one kind and name, accents aside. Never decides."""
    alike: dict[tuple[str, str], list[Place]] = {}
    for one in places:
        if one.kind not in FROM_EDITIONS:
            alike.setdefault((one.kind, letters.plain(one.name)), []).append(one)
    return [some for some in alike.values() if len(some) > 1]


def _same(one: str, other: str) -> bool:
    return letters.alphabetical(one) == letters.alphabetical(other)


# ── Paths ──


def path_below(above: str | None, key: str) -> str:
    """ "/92/" and "nf4c3yq2" are "/92/nf4c3yq2/"."""
    return f"{above or '/'}{key}/"


def above_all(path: str) -> list[str]:
    """The paths of a place and of all above it, the outermost first."""
    keys = [key for key in path.split("/") if key]
    return ["/" + "/".join(keys[: depth + 1]) + "/" for depth in range(len(keys))]


def is_below(place: str, above: str) -> bool:
    """Does the first path lie at or below the second?"""
    return closed(place).startswith(closed(above))


def closed(path: str) -> str:
    """The path as it is kept, its last slash written or not."""
    return f"{path.rstrip('/')}/"


def end_of(path: str) -> str:
    """The first text, in order of codes, after everything that begins with this path."""
    return path[:-1] + chr(ord("/") + 1)


def outermost(paths: Sequence[str]) -> list[str]:
    """Those that lie below no other of them."""
    kept: list[str] = []
    for path in sorted(set(map(closed, paths))):
        if not kept or not is_below(path, kept[-1]):
            kept.append(path)
    return kept
