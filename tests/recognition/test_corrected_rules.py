"""A corrected set is a file in a folder, and no code. Whoever has a dossier stays under the old one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from shutil import copytree
from uuid import UUID

import pytest
from flask import Flask

from learning.config import CRITERIA
from learning.db import write
from learning.recognition import listing, lists, offices, own, piles, queries, standing
from learning.recognition.queries import DossierFacts
from learning.recognition.sets import PersonSet
from tests.conftest import Clock
from tests.factories.accounts import a_learner
from tests.factories.offices import Offices, offices_of
from tests.support.site import Site

TODAY = date(2026, 11, 22)
SET = "cong-dan-hoc-tap"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The rules as they ship, where somebody may change them."""
    return Path(copytree(CRITERIA, tmp_path / "criteria"))


@pytest.fixture
def site(make_app: Callable[..., Flask], folder: Path, wall_clock: Clock) -> Iterator[Site]:
    app = make_app(criteria_dir=folder)
    with app.app_context():
        yield Site(app)


def corrected(folder: Path) -> PersonSet:
    """The ministry's letter came: ninety points, not eighty."""
    file = folder / f"{SET}.yaml"
    said = file.read_text(encoding="utf-8")
    assert "area: usual, points: 80" in said
    file.write_text(said.replace("area: usual, points: 80", "area: usual, points: 90"), encoding="utf-8")
    return in_force()


def in_force() -> PersonSet:
    return next(one for one in standing.person_sets(TODAY) if one.id == SET)


def sent(here: Offices, name: str) -> DossierFacts:
    """Eight points for each of ten, under the rules of the day."""
    person, rules = a_learner(name), in_force()
    with write():
        own.say_home(person, here.hamlet.id)
        for indicator in rules.indicators:
            own.give_points(person, rules, indicator.id, 8)
        own.say_whether(person, rules, agrees=True)
        made = own.send(person, rules)
    assert made is not None
    return made


def decided(here: Offices, held: DossierFacts) -> UUID:
    """Through every office, alone on a list; the list."""
    result = piles.judged([held], lists.named([held]), TODAY)
    with write():
        offices.endorse(held, result[held.id], here.branch)
        made = listing.propose(here.commune.path, in_force(), 2026, result, by=here.association)
        listing.speak(made, "402915", here.officer)
        listing.check(made, held.id, "confirmed", here.trainer)
        listing.decide(made, "15/QĐ-UBND", TODAY, {}, here.officer)
    return made


def test_a_corrected_file_is_in_force_from_the_next_page_on_and_changes_nothing_that_was_begun(
    site: Site, folder: Path
) -> None:
    here, before = offices_of(), in_force()
    early, open_one = sent(here, "Sơn Thị Lan"), sent(here, "Thạch Văn Sang")
    made = decided(here, early)
    after = corrected(folder)
    assert after.version != before.version
    late = sent(here, "Lò Thị Ính")
    assert [queries.dossier(one.id).set_version for one in (early, open_one, late)] == [
        before.version,
        before.version,
        after.version,
    ]
    found = piles.piles_of(here.commune.path, SET, 2026, TODAY)
    assert {one.who.name: (one.pile, one.result.needed) for one in found.all} == {
        "Thạch Văn Sang": ("meets", 80),
        "Lò Thị Ính": ("nearly", 90),
    }
    (entry,) = lists.entries_of(made)
    assert (entry.is_recognised, entry.total, entry.needed, entry.standing) == (True, 80, 80, "meets")
    assert queries.rules_of(SET, lists.list_of(made).set_version) == before


def test_each_page_speaks_of_the_rules_a_dossier_was_opened_under(site: Site, folder: Path) -> None:
    here = offices_of()
    open_one = sent(here, "Thạch Văn Sang")
    corrected(folder)
    site.sign_in(here.association, "staff")
    assert "80 điểm, cần 80" in site.get(f"/vi/cong-nhan/xet/{open_one.id}/").text
    site.sign_in(open_one.person)
    assert "Hồ sơ đang ở chi hội khuyến học." in site.get("/vi/cong-nhan/").text
    newcomer = a_learner("Trần Thị Tư")
    with write():
        own.say_home(newcomer, here.hamlet.id)
    site.sign_in(newcomer)
    assert "Bác còn thiếu 90 điểm." in site.get("/vi/cong-nhan/").text
