"""What must be looked at again, and by when: review dates of modules and of the facts that they name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from learning.catalog.content import Catalog, Module
from learning.catalog.facts import named_in
from learning.catalog.schema import Fact

SOON = timedelta(days=30)

State: TypeAlias = Literal["fine", "soon", "overdue"]


@dataclass(frozen=True, slots=True)
class FactInUse:
    """A fact, how it stands with its review date, and the modules that tell it to learners."""

    id: str
    fact: Fact
    state: State
    modules: tuple[Module, ...]


def state_on(review_by: date, today: date) -> State:
    """Overdue from the day after the date on, as the linter has it; soon in the thirty days up to it."""
    if review_by < today:
        return "overdue"
    return "soon" if review_by - today <= SOON else "fine"


def facts_in_use(catalog: Catalog, today: date) -> list[FactInUse]:
    """Every fact, the one to be looked at first at the top."""
    tellers = _tellers(catalog)
    rows = sorted(catalog.facts.items(), key=lambda row: (row[1].review_by, row[0]))
    return [
        FactInUse(id, fact, state_on(fact.review_by, today), tuple(tellers.get(id, ()))) for id, fact in rows
    ]


def _tellers(catalog: Catalog) -> Mapping[str, list[Module]]:
    found: dict[str, list[Module]] = {}
    for module in catalog.modules:
        for id in sorted({id for text in module.texts() for id in named_in(text)}):
            found.setdefault(id, []).append(module)
    return found
