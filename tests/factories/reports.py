"""Figures for tests: people who learn at a place, large figures, the people behind one, numbers of people."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from learning.classes import operations as classes
from learning.db import write
from learning.ids import new_id
from learning.places.queries import PlaceFacts
from learning.records import operations as records
from learning.records import queries
from tests.factories.records import a_check, a_version
from tests.support.page import Page
from tests.support.site import Site


def learner(group: UUID, trainer: UUID, hamlet: str, *, passes: bool = False) -> UUID:
    """Somebody new in a class, who passed one lesson or has not begun."""
    with write():
        person = classes.add_learner(group, classes.Learner("Bà Tư", 1958, hamlet), trainer, "vi")
    if passes:
        version = a_version(stored=not queries.knows_module("noi-wifi"))
        records.append(person, new_id(), a_check(version))
    return person


def figure(page: Page, head: str) -> int:
    """The large figure under a head."""
    shown = zip(page.texts(".report-figures dt"), page.texts(".report-figures dd"), strict=True)
    return next(int(many.replace(".", "")) for said, many in shown if said.startswith(head))


def people_of(page: Page) -> list[str]:
    """Everybody behind a figure, page after page."""
    page = page.form("form[action$=nguoi]").submit("Xem từng người")
    found = page.texts("tbody tr")
    while "Xem tiếp" in page.text:
        page = page.form("form[action$=nguoi]").submit("Xem tiếp")
        found += page.texts("tbody tr")
    return found


def population(site: Site, place: PlaceFacts, **said: Any) -> Page:
    """How many people live at a place, entered on its page."""
    status = said.pop("status", 200)
    kept = {"among": "from15", "source": "Niên giám thống kê 2025", "on": "2026-04-01", **said}
    return (
        site.get("reports.population", place_id=place.id).form().fill(**kept).submit("Ghi lại", status=status)
    )
