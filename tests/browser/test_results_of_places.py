"""An officer reads what a commune and its province learned, says how many live there, opens a number."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from learning.ids import new_id
from learning.places import queries
from learning.places.queries import PlaceFacts
from learning.reports import tallies
from tests.browser.journeys import Visitors, come_in_as_staff
from tests.conftest import looking_into
from tests.factories.accounts import a_phone, a_staff_member
from tests.factories.classes import a_class, a_trainer
from tests.factories.places import hamlets
from tests.factories.reports import learner
from tests.support.browser import DESKTOP, NARROW, PHONE, Visitor
from tests.support.server import Server

# A province that no other browser test touches, and a commune of it for each visitor.
PROVINCE = "Cà Mau"
CASES = [(PHONE, "light", True), (NARROW, "dark", True), (DESKTOP, "light", True), (PHONE, "light", False)]


def come_in(visitor: Visitor, server: Server) -> None:
    name = f"Anh Sơn {str(new_id())[:13]}"
    with looking_into(server):
        phone, _ = a_phone(a_staff_member(name))
    come_in_as_staff(visitor.page, name, phone)


def a_commune_that_learns(server: Server, number: int) -> tuple[PlaceFacts, PlaceFacts]:
    """The province, and a commune of two hamlets, one of them with somebody who passed."""
    with looking_into(server):
        province = next(one for one in queries.children_of(None) if one.name == PROVINCE)
        commune = queries.communes_of(province.id)[number]
        hamlets(commune, ("Bưng Tróp", "Phước Hòa"))
        trainer = a_trainer(f"Chị Mai {str(new_id())[:13]}")
        learner(a_class(trainer, place=commune.path), trainer, "Bưng Tróp", passes=True)
        tallies.catch_up()
    return province, commune


def reads_well(visitor: Visitor, *, scripts: bool) -> None:
    assert not scripts or (visitor.axe(), visitor.scrolls_sideways()) == ([], False)


@pytest.mark.parametrize(("number", "case"), list(enumerate(CASES)))
def test_from_the_commune_to_its_people_and_up_to_the_province(
    visitors: Visitors,
    live_server: Server,
    number: int,
    case: tuple[tuple[int, int], str, bool],
) -> None:
    size, scheme, scripts = case
    province, commune = a_commune_that_learns(live_server, number)
    visitor = visitors(screen_size=size, color_scheme=scheme, java_script_enabled=scripts)
    page = visitor.page
    come_in(visitor, live_server)
    page.goto(f"/vi/dia-ban/{commune.id}/")
    page.get_by_role("link", name="Kết quả học ở đây").click()
    expect(page.get_by_text("Còn 1 nơi chưa có ai học")).to_be_visible()
    reads_well(visitor, scripts=scripts)
    page.get_by_role("link", name="Ghi số dân").click()
    page.get_by_label("Số dân của cả nơi này").fill("1200")
    page.get_by_label("Nguồn").fill("Niên giám thống kê 2025")
    page.locator("input[type=date]").fill("2026-04-01")
    reads_well(visitor, scripts=scripts)
    page.get_by_role("button", name="Ghi lại").click()
    page.goto(f"/vi/dia-ban/{commune.id}/ket-qua/")
    expect(page.get_by_text("Còn 1.199 người")).to_be_visible()
    page.locator("main a[href*='so=passed']").first.click()
    reads_well(visitor, scripts=scripts)
    page.get_by_role("button", name="Xem từng người").click()
    expect(page.get_by_text("Bà Tư")).to_be_visible()
    reads_well(visitor, scripts=scripts)
    page.goto(f"/vi/dia-ban/{province.id}/ket-qua/")
    expect(page.get_by_role("link", name=commune.full_name).first).to_be_visible()
    reads_well(visitor, scripts=scripts)
