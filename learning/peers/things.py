"""Things of which both sides may say something: people, classes, places. Each room hands in its own."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

Profile = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shared:
    """One kind of such things. `members` are what may differ, each with its word; the first says which it is.

    `look` gives those of some that are here, for pages; `hold` one of them, held until the transaction ends;
    `change` writes what was settled, also where that is what stands; `say` puts a value into words.
    """

    members: Mapping[str, Any]
    look: Callable[[Collection[UUID]], Mapping[UUID, Profile]]
    hold: Callable[[Session, UUID], Profile | None]
    change: Callable[[Session, UUID, Profile], None]
    say: Callable[[str, Any], str]


def shared(feed: str) -> Shared:
    """The things of a feed, as the factory has handed them in."""
    found: Mapping[str, Shared] = current_app.extensions["shared"]
    return found[feed]
