"""Her own page, and the small fragment of it on public pages: what she has learned and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass

from learning.accounts.session import SignedIn
from learning.catalog.content import Catalog, Module
from learning.quizzes.discernment import Discernment
from learning.records.queries import ModuleProgress, Summary
from learning.study import addresses


@dataclass(frozen=True, slots=True)
class Learned:
    """A module as its learner knows it."""

    module: Module
    href: str
    progress: ModuleProgress


@dataclass(frozen=True, slots=True)
class MinePage:
    """`signed_in` is how she came in: None, "guest", "card" or "staff". The latest modules come first."""

    signed_in: str | None
    name: str
    finished: list[Learned]
    started: list[Learned]
    next_step: tuple[Module, str] | None
    due: int
    review_url: str
    keep_url: str
    mine_url: str
    home_url: str
    summary: Summary
    told: Discernment

    @property
    def is_empty(self) -> bool:
        return not (self.finished or self.started)


def page(
    catalog: Catalog,
    signed_in: SignedIn | None,
    *,
    progress: Sequence[ModuleProgress] = (),
    summary: Summary | None = None,
    due: int = 0,
    told: Discernment | None = None,
) -> MinePage:
    """Nobody gets the same page, empty, with the first module as the next step."""
    everything = learned(catalog, progress)
    return MinePage(
        signed_in=signed_in.kind if signed_in else None,
        name=(signed_in.name if signed_in else None) or "",
        finished=[one for one in everything if one.progress.passed_at],
        started=[one for one in everything if not one.progress.passed_at],
        next_step=next_step(catalog, everything),
        due=due,
        review_url=addresses.review(),
        keep_url=addresses.keep(),
        mine_url=addresses.mine(),
        home_url=addresses.home(),
        summary=summary or Summary(),
        told=told or Discernment(),
    )


def learned(catalog: Catalog, progress: Sequence[ModuleProgress]) -> list[Learned]:
    """Her modules in the order of the record; one that is no longer taught is left out, its record stays."""
    taught = {module.id: module for module in catalog.modules}
    return [
        Learned(taught[one.module], addresses.module(taught[one.module]), one)
        for one in progress
        if one.module in taught
    ]


def next_step(catalog: Catalog, everything: Sequence[Learned]) -> tuple[Module, str] | None:
    """What she began last and has not passed, else the first she has not begun; None when all is done."""
    begun = [one for one in everything if one.progress.passed_at is None]
    if begun:
        return begun[0].module, begun[0].href
    known = {one.module.id for one in everything}
    fresh = [module for module in catalog.modules if module.id not in known]
    return (fresh[0], addresses.module(fresh[0])) if fresh else None
