"""Two thousand dossiers take as many questions as ten, what comes back is bounded, and pages have pages."""

from __future__ import annotations

from uuid import UUID

import pytest

from learning.db import write
from learning.recognition import listing, lists
from tests.conftest import Clock
from tests.factories.crowds import a_crowd, a_long_list
from tests.factories.offices import Offices
from tests.factories.places import a_province, somebody_at
from tests.support.rows import Asked, asking
from tests.support.site import Site

FEW, MANY, DRAWN = 10, 2000, 60


@pytest.fixture(autouse=True)
def today(wall_clock: Clock) -> None:
    """22 November 2026."""


def asked(site: Site, person: UUID, way: str) -> Asked:
    """What one page asks of the database, once everything that is kept between pages is there."""
    site.sign_in(person, "staff")
    site.get(way)
    with asking() as found:
        site.get(way)
    return found


def test_the_piles_of_a_commune(site: Site, here: Offices) -> None:
    way = f"/vi/cong-nhan/hoi/{here.commune.id}/"
    a_crowd(here, FEW, "endorsed")
    few = asked(site, here.association, way)
    a_crowd(here, MANY - FEW, "endorsed")
    many = asked(site, here.association, way)
    assert many.statements == few.statements
    # One page of dossiers with what stands in them; of everybody else only who they are: three short rows.
    assert many.rows < 200 * 15 + 3 * MANY
    page = site.get(way)
    assert "2000 hồ sơ đang xét" in page.text
    assert "Trang 1 trên 10" in page.text
    assert len(page.all(".recog-person")) == 200
    seen = {
        one.get("href") for number in (1, 10, 11) for one in site.get(f"{way}?trang={number}").all("h3 a")
    }
    assert len(seen) == 400  # beyond the last page is the last page


def test_the_desk_of_a_branch(site: Site, here: Offices) -> None:
    way = "/vi/cong-nhan/chi-hoi/"
    a_crowd(here, FEW, "submitted")
    few = asked(site, here.branch, way)
    a_crowd(here, MANY - FEW, "submitted")
    many = asked(site, here.branch, way)
    assert many.statements == few.statements
    assert many.rows < 200 * 15
    page = site.get(way)
    assert "Có 2000 hồ sơ chờ anh chị xem" in page.text
    assert page.follow("Trang sau").texts(".recog-lines b") != page.texts(".recog-lines b")


def test_a_long_list_and_its_province(site: Site, here: Offices) -> None:
    above, province = somebody_at(a_province(), "officer", "Anh Phúc"), "/vi/cong-nhan/tinh/"
    way = f"/vi/cong-nhan/danh-sach/{a_long_list(here, FEW)}/"
    few, few_above = asked(site, here.association, way), asked(site, above, province)
    made = a_long_list(here, MANY)
    way = f"/vi/cong-nhan/danh-sach/{made}/"
    many, many_above = asked(site, here.association, way), asked(site, above, province)
    assert (many.statements, many_above.statements) == (few.statements, few_above.statements)
    assert many.rows < 200 * 12
    assert many_above.rows - few_above.rows < DRAWN * 3
    # Whoever looks again reads of those who were drawn, and of nobody else.
    assert asked(site, here.trainer, "/vi/cong-nhan/kiem-tra/").rows < DRAWN * 15
    site.sign_in(here.association, "staff")
    first, last = site.get(way), site.get(f"{way}?trang=10")
    assert "Trang 1 trên 10" in first.text
    assert [len(page.all("tbody tr")) for page in (first, last)] == [200, 200]
    assert first.texts("tbody tr")[0] != last.texts("tbody tr")[0]
    decides_on_those_drawn(site, here, made)


def decides_on_those_drawn(site: Site, here: Offices, made: UUID) -> None:
    """Nobody was confirmed: the commune chooses for each of those, and the rest are not named one by one."""
    for dossier in lists.list_of(made).drawn:
        with write():
            listing.check(made, dossier, "not_confirmed", here.trainer)
    site.sign_in(here.officer, "staff")
    page = site.get(f"/vi/cong-nhan/danh-sach/{made}/quyet-dinh/")
    assert len(page.all(".recog-ruling select")) == DRAWN
    assert "Những người còn lại được công nhận." in page.text
