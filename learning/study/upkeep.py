"""The state of the content, for staff: which modules and facts must be looked at again, and by when."""

from dataclasses import dataclass
from datetime import date

from learning.catalog.content import Catalog, Module
from learning.catalog.upkeep import FactInUse, State, facts_in_use, state_on
from learning.i18n import format_date
from learning.study import addresses


@dataclass(frozen=True, slots=True)
class Told:
    """A fact to be looked at, its date in words, and the modules that tell it, each with its address."""

    one: FactInUse
    review_by: str
    modules: list[tuple[Module, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """A module as it stands."""

    module: Module
    href: str
    reviewed_on: str
    review_by: str
    state: State


@dataclass(frozen=True, slots=True)
class UpkeepPage:
    """What is overdue, what soon will be, and every module. Modules come by the date of their next review."""

    overdue_facts: list[Told]
    soon_facts: list[Told]
    rows: list[Row]

    @property
    def overdue_modules(self) -> list[Row]:
        return [row for row in self.rows if row.state == "overdue"]


def page(catalog: Catalog, today: date) -> UpkeepPage:
    """Judged as of a day: content grows old while a server runs."""
    facts = [one for one in facts_in_use(catalog, today) if one.modules]
    modules = sorted(catalog.modules, key=lambda module: module.review_by)
    return UpkeepPage(
        overdue_facts=[_told(one) for one in facts if one.state == "overdue"],
        soon_facts=[_told(one) for one in facts if one.state == "soon"],
        rows=[_row(module, today) for module in modules],
    )


def _told(one: FactInUse) -> Told:
    modules = [(module, addresses.module(module)) for module in one.modules]
    return Told(one, format_date(one.fact.review_by, "long"), modules)


def _row(module: Module, today: date) -> Row:
    return Row(
        module=module,
        href=addresses.module(module),
        reviewed_on=format_date(module.reviewed_on, "long"),
        review_by=format_date(module.review_by, "long"),
        state=state_on(module.review_by, today),
    )
