"""What the whole site shares while it runs, in one object; the factory fills it, features read it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from babel.support import NullTranslations
from flask import current_app

from learning.config import Settings
from learning.i18n.course_texts import Said
from learning.i18n.live import Approved
from learning.i18n.registry import Language, Languages, Status

if TYPE_CHECKING:
    from learning.web.assets import Assets
    from learning.web.kept import KeptPages
    from learning.web.pages import PageStore, Stored


def _nothing_kept(person: UUID) -> int:
    raise LookupError(f"the factory has handed in no record for {person}")


def _nothing_adopted(guest: UUID, person: UUID) -> None:
    raise LookupError(f"the factory has handed in no record for {guest} and {person}")


def _nothing_erased(person: UUID, by: UUID | None, reason: str) -> None:
    raise LookupError(f"the factory has handed in no way to erase {person} for {by}: {reason}")


def _nothing_exported(person: UUID) -> dict[str, Any]:
    raise LookupError(f"the factory has handed in no record for {person}")


def _nothing_spoken(language: Language) -> None:
    raise LookupError(f"the factory has handed in no way to speak {language.code}")


def _nothing_read(language: Language) -> None:
    raise LookupError(f"the factory has handed in no way to read the clips of {language.code}")


def _nothing_heard(language: Language, text: str) -> str | None:
    raise LookupError(f"the factory has handed in no clips of {language.code}, nor of {text!r}")


def _path_as_name(place: str) -> str | None:
    return place if re.fullmatch(r"(/[\w-]{1,60}){1,12}/", place) else None


def _is_below(place: str, above: str) -> bool:
    return place.startswith(above)


def _only_itself(place: str) -> Sequence[str]:
    return (place,)


@dataclass(frozen=True, slots=True)
class Places:
    """What others ask of places, each named by its path: `/94/31117/` lies below `/94/`.

    `name_of` is what people call it, None where there is no such place. `paths_of` is its path with all at
    which it, or what lies below it, lay before it moved. `search` gives (path, name) of places whose name has
    these words, at or below one of the paths (None is everywhere).
    """

    name_of: Callable[[str], str | None] = _path_as_name
    is_below: Callable[[str, str], bool] = _is_below
    paths_of: Callable[[str], Sequence[str]] = _only_itself
    search: Callable[[str, Sequence[str | None]], Sequence[tuple[str, str]]] | None = None


def _own_device() -> bool:
    return False


@dataclass(slots=True)
class Site:
    """Settings, languages, course content, and what one room asks of another through the factory.

    `catalog` is a learning.catalog Catalog: plumbing may not know that type. `packs` has the number of each
    course pack that it was made with, `brought` is where their translations lie. By language: `environments`
    render, `catalogs` are the interface's words, `said` looks course texts up, `searched` is what study finds
    lessons with. What translators had approved since the files were written is `approved` (interface and
    courses, by language), and `versions` says which state of it this process speaks (`statuses`: what the
    table says of a language that may have been offered since); `speak` makes a language anew.
    `clips` are the files that read a text aloud, by the text's key; `read_clips` reads a language's anew, and
    `clip_of` finds the one that says these words.
    """

    settings: Settings
    languages: Languages
    catalog: Any
    pages: "PageStore"
    kept: "KeptPages"
    assets: "Assets"
    worker: "Stored"
    kept_answers: Callable[[UUID], int] = _nothing_kept
    adopt: Callable[[UUID, UUID], None] = _nothing_adopted
    erase: Callable[[UUID, UUID | None, str], None] = _nothing_erased
    export: Callable[[UUID], dict[str, Any]] = _nothing_exported
    places: Places = Places()
    is_shared_device: Callable[[], bool] = _own_device
    packs: Mapping[str, int] = field(default_factory=dict)
    brought: Path | None = None
    environments: dict[str, Any] = field(default_factory=dict)
    said: dict[str, Callable[[str], Said]] = field(default_factory=dict)
    searched: dict[tuple[str, int], Any] = field(default_factory=dict)
    catalogs: dict[str, NullTranslations] = field(default_factory=dict)
    approved: Approved = field(default_factory=Approved)
    versions: dict[str, int] = field(default_factory=dict)
    statuses: dict[str, Status] = field(default_factory=dict)
    speak: Callable[[Language], None] = _nothing_spoken
    clips: dict[str, dict[str, str]] = field(default_factory=dict)
    read_clips: Callable[[Language], None] = _nothing_read
    clip_of: Callable[[Language, str], str | None] = _nothing_heard

    def version_of(self, language: Language) -> int:
        """Which state of its words pages in this language are made of: ask before making one."""
        return self.versions.get(language.code, 0)


def site() -> Site:
    """The running site, inside an application context."""
    found: Site = current_app.extensions["hocso"]
    return found
