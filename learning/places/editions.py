"""Editions of the official list: read from the package or a file, and compared with what is known.

A code is no identity: between two editions codes were exchanged among communes that stayed the same. So a
place is recognised by its name in its province first, and by its code only where its name is gone.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

from learning import letters
from learning.places import rules
from learning.places.rules import Kind

PACKAGE = "vietnam_provinces"
FILE = "data/nested-divisions.json"
LARGEST_FILE = 20_000_000


class UnreadableEdition(ValueError):
    """The file is no such list."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A province or commune of an edition. `province` is the code of the one that it lies in."""

    kind: Kind
    code: str
    label: str
    name: str
    province: str | None


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the list, and what it calls itself."""

    name: str
    listed: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A province or commune that is kept, as far as it is compared."""

    id: UUID
    kind: Kind
    code: str | None
    label: str
    name: str
    parent: UUID | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A place that is kept, and what the edition says of it now."""

    known: Known
    listed: Listed


@dataclass(frozen=True, slots=True)
class Changes:
    """What an edition changes. Each place stands in `same` or `new` or `gone`, and may have changed besides.

    `spelled`: written otherwise, still the same name. `recoded`: another code. Neither is an event.
    """

    new: tuple[Listed, ...]
    renamed: tuple[Pair, ...]
    moved: tuple[Pair, ...]
    spelled: tuple[Pair, ...]
    recoded: tuple[Pair, ...]
    gone: tuple[Known, ...]
    same: tuple[Pair, ...]

    @property
    def is_none(self) -> bool:
        return not any((self.new, self.renamed, self.moved, self.spelled, self.recoded, self.gone))


# ── Reading ──


def packaged() -> Edition:
    """The edition that is installed."""
    package = resources.files(PACKAGE)
    said = (package / "__init__.py").read_text(encoding="utf-8")
    stamps = [
        line.partition("=")[2].strip(" '\"") for line in said.splitlines() if "data_version__ =" in line
    ]
    text = (package / FILE).read_text(encoding="utf-8")
    return read(text, f"vietnam-provinces {stamps[0] if stamps else ''}".strip())


def from_file(path: Path) -> Edition:
    """An edition that came as a file of the same form, named after it."""
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableEdition("the file is too large")
    return read(path.read_text(encoding="utf-8"), path.stem[:40])


def read(text: str, name: str) -> Edition:
    """Provinces with their communes inside, as the package writes them."""
    try:
        listed = tuple(chain.from_iterable(_province(one) for one in json.loads(text)))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UnreadableEdition(f"not a list of provinces and communes: {error}") from error
    for wanted in (_identity, _code):
        twice = [key for key, many in Counter(map(wanted, listed)).items() if many > 1]
        if twice:
            raise UnreadableEdition(f"named twice: {twice[:3]}")
    if not any(one.kind == "commune" for one in listed):
        raise UnreadableEdition("there is no commune in it")
    return Edition(name, listed)


def _province(given: dict[str, Any]) -> Iterable[Listed]:
    code = f"{int(given['code']):02}"
    yield _listed("province", code, given, None)
    for ward in given["wards"]:
        yield _listed("commune", f"{int(ward['code']):05}", ward, code)


def _listed(kind: Kind, code: str, given: dict[str, Any], province: str | None) -> Listed:
    fallback = {"thành phố trung ương": "thành phố"}.get(given["division_type"], given["division_type"])
    label, name = rules.split_label(kind, given["name"], fallback)
    if not name or len(name) > rules.LONGEST_NAME or label not in rules.LABELS[kind]:
        raise UnreadableEdition(f"no {kind}: {given['name']}")
    return Listed(kind, code, label, name, province)


def _code(one: Listed) -> tuple[str, str]:
    return one.kind, one.code


def _identity(one: Listed) -> tuple[str, ...]:
    return one.kind, one.province or "", one.label, letters.alphabetical(one.name)


# ── Comparing ──


def compare(known: Sequence[Known], listed: Sequence[Listed]) -> Changes:
    """What is new, gone, renamed, moved or only written otherwise. Order plays no part."""
    pairs = _pair(known, listed)
    province_of = {pair.listed.code: pair.known.id for pair in pairs if pair.listed.kind == "province"}
    found = {pair.known.id for pair in pairs}
    paired = {_code(pair.listed) for pair in pairs}
    return Changes(
        new=tuple(one for one in listed if _code(one) not in paired),
        renamed=tuple(pair for pair in pairs if _is_renamed(pair)),
        moved=tuple(
            pair for pair in pairs if pair.known.parent != province_of.get(pair.listed.province or "")
        ),
        spelled=tuple(
            pair for pair in pairs if not _is_renamed(pair) and pair.known.name != pair.listed.name
        ),
        recoded=tuple(pair for pair in pairs if pair.known.code != pair.listed.code),
        gone=tuple(one for one in known if one.id not in found),
        same=tuple(pairs),
    )


def _is_renamed(pair: Pair) -> bool:
    before, after = pair.known, pair.listed
    same = letters.alphabetical(before.name) == letters.alphabetical(after.name)
    return not same or before.label != after.label


def _pair(known: Sequence[Known], listed: Sequence[Listed]) -> list[Pair]:
    """The surest sign first; each next one only among what is left, and only where it is unambiguous."""
    places: dict[str | None, UUID] = {}

    def home(one: Known | Listed) -> object:
        return one.parent if isinstance(one, Known) else places.get(one.province)

    pairs: list[Pair] = []
    signs: tuple[Callable[[Known | Listed], tuple[object, ...]], ...] = (
        lambda one: (one.kind, home(one), one.label, _key(one.name)),
        lambda one: (one.kind, home(one), _key(one.name)),
        lambda one: (one.kind, home(one), one.code),
        lambda one: (one.kind, one.label, _key(one.name), one.code),
        lambda one: (one.kind, one.label, _key(one.name)),
    )
    for kind in ("province", "commune"):
        left, rest = [one for one in known if one.kind == kind], [one for one in listed if one.kind == kind]
        for sign in signs:
            met = _meet(left, rest, sign)
            pairs += met
            taken = {pair.known.id for pair in met}
            named = {pair.listed.code for pair in met}
            left = [one for one in left if one.id not in taken]
            rest = [one for one in rest if one.code not in named]
        places = {pair.listed.code: pair.known.id for pair in pairs if pair.listed.kind == "province"}
    return pairs


def _meet(
    known: Sequence[Known], listed: Sequence[Listed], sign: Callable[[Known | Listed], tuple[object, ...]]
) -> list[Pair]:
    many = Counter(map(sign, known))
    again = Counter(map(sign, listed))
    by_sign = {sign(one): one for one in known}
    return [Pair(by_sign[sign(one)], one) for one in listed if many[sign(one)] == 1 and again[sign(one)] == 1]


def _key(name: str) -> str:
    return letters.alphabetical(name)
