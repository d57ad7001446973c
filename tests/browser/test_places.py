"""An administrator looks a commune up, adds hamlets and merges two communes; with scripts and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from learning.ids import new_id
from learning.places import queries
from tests.browser.journeys import Visitors, come_in_as_staff
from tests.conftest import looking_into
from tests.factories.accounts import a_phone, a_staff_member
from tests.support.browser import DESKTOP, NARROW, PHONE, Visitor
from tests.support.server import Server

# Communes that no other test touches, a pair for each visitor.
PAIRS = {
    (PHONE, True): ("An Biên", "Tây Yên"),
    (PHONE, False): ("Giồng Riềng", "Thạnh Hưng"),
    (NARROW, True): ("Gò Quao", "Định Hòa"),
    (NARROW, False): ("Hòn Đất", "Sơn Kiên"),
    (DESKTOP, True): ("Vĩnh Thuận", "Vĩnh Bình"),
    (DESKTOP, False): ("U Minh Thượng", "Vĩnh Hòa"),
}


def come_in(visitor: Visitor, server: Server) -> None:
    name = f"Chị Hạnh {str(new_id())[:13]}"
    with looking_into(server):
        phone, _ = a_phone(a_staff_member(name))
    come_in_as_staff(visitor.page, name, phone)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("size", [PHONE, NARROW, DESKTOP])
def test_a_commune_is_found_filled_and_merged(
    visitors: Visitors, live_server: Server, size: tuple[int, int], *, scripts: bool
) -> None:
    one, other = PAIRS[size, scripts]
    visitor = visitors(screen_size=size, java_script_enabled=scripts)
    come_in(visitor, live_server)
    page = visitor.page
    page.get_by_role("link", name="Địa bàn").click()
    looks_right(visitor, scripts=scripts)
    page.get_by_label("Tìm tỉnh, xã, phường, thôn, ấp").fill(one)
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name=f"Xã {one} Tỉnh An Giang").click()
    looks_right(visitor, scripts=scripts)
    page.get_by_role("link", name="Thêm nơi mới").click()
    page.get_by_label("Loại").select_option(label="Ấp")
    page.get_by_role("textbox", name="Tên").fill("Bưng Tróp\nPhước Hòa")
    looks_right(visitor, scripts=scripts)
    page.get_by_role("button", name="Thêm", exact=True).click()
    expect(page.get_by_role("link", name="Ấp Bưng Tróp")).to_be_visible()
    merge(visitor, one, other, scripts=scripts)
    expect(page.get_by_role("link", name="Ấp Bưng Tróp")).to_be_visible()
    looks_right(visitor, scripts=scripts)


def merge(visitor: Visitor, one: str, other: str, *, scripts: bool) -> None:
    """From the page of a commune: six taps, one name."""
    page = visitor.page
    page.get_by_text("Thay đổi", exact=True).click()
    page.get_by_role("link", name="Sáp nhập", exact=True).click()
    page.locator("summary", has_text="đơn vị khác").click()
    page.get_by_text(f"Xã {other}", exact=True).click()
    page.get_by_role("textbox", name="Tên").fill(f"{one} Mới")
    looks_right(visitor, scripts=scripts)
    page.get_by_role("button", name="Xem trước").click()
    looks_right(visitor, scripts=scripts)
    page.get_by_role("button", name="Sáp nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Xã {one} Mới")


def looks_right(visitor: Visitor, *, scripts: bool) -> None:
    if scripts:
        assert visitor.axe() == []
        assert not visitor.scrolls_sideways()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_province_reads_well_on_a_narrow_phone(
    visitors: Visitors, live_server: Server, scheme: str
) -> None:
    visitor = visitors(screen_size=NARROW, color_scheme=scheme)
    come_in(visitor, live_server)
    with looking_into(live_server):
        province = next(one for one in queries.children_of(None) if one.name == "Thanh Hóa")
    for path in ("", "sap-nhap/", "tach/", "sua/"):
        visitor.go(f"/vi/dia-ban/{province.id}/{path}")
        assert visitor.axe() == []
        assert not visitor.scrolls_sideways()
