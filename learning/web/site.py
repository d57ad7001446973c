"""What the whole site shares while it runs, in one object; the factory fills it, features read it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import current_app

from learning.config import Settings
from learning.i18n.registry import Languages

if TYPE_CHECKING:
    from learning.web.assets import Assets
    from learning.web.kept import KeptPages
    from learning.web.pages import PageStore, Stored


def _nothing_kept(person: UUID) -> int:
    raise LookupError(f"the factory has handed in no record for {person}")


def _nothing_adopted(guest: UUID, person: UUID) -> None:
    raise LookupError(f"the factory has handed in no record for {guest} and {person}")


def _own_device() -> bool:
    return False


@dataclass(slots=True)
class Site:
    """Settings, languages, course content, and what one room asks of another through the factory.

    `catalog` is a learning.catalog Catalog: plumbing may not know that type.
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
    is_shared_device: Callable[[], bool] = _own_device
    environments: dict[str, Any] = field(default_factory=dict)


def site() -> Site:
    """The running site, inside an application context."""
    found: Site = current_app.extensions["hocso"]
    return found
