"""Who, or what, may be there twice: side by side, at every size, and nothing that merges them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from learning.accounts.operations import issue_card
from learning.db import write
from learning.ids import new_id
from learning.peers import operations as peers
from learning.peers.models import PeerConflict
from tests.browser.journeys import Visitors, come_in_as_staff
from tests.conftest import looking_into
from tests.factories.accounts import a_phone, a_staff_member
from tests.factories.classes import a_class, a_member, a_trainer
from tests.factories.places import a_commune, hamlets
from tests.support.browser import DESKTOP, NARROW, PHONE
from tests.support.server import Server


@pytest.mark.parametrize("size", [PHONE, NARROW, DESKTOP])
def test_doubles_and_what_two_servers_say_differently(
    visitors: Visitors, live_server: Server, size: tuple[int, int]
) -> None:
    some = str(new_id())[:8]
    head, trainer = f"Chị Hạnh {some}", f"Chị Mai {some}"
    with looking_into(live_server):
        phone, _ = a_phone(a_staff_member(head))
        mai = a_trainer(trainer)
        first, second = (a_class(mai, f"Lớp tối ấp {name} {some}") for name in ("Bưng Tróp", "Phước Hòa"))
        lan = a_member(first, mai, f"Sơn Thị {some}")
        a_member(second, mai, f"Son Thi {some}", 1962)
        place = hamlets(a_commune(), [f"Bưng {some}"])[0]
        with write() as current:
            issue_card(lan, by=None)
            node = peers.pin(current, new_id().bytes * 2, "trung tâm Mỹ Tú", None, is_upstream=False)
            theirs = {"name": f"Lớp sáng {some}", "place": place.path, "modules": [], "days": [1, 4]}
            current.add(PeerConflict(peer_id=node, feed="classes", thing_id=first, theirs=theirs))
            said: dict[str, object] = {
                "called": ["khóm", f"Bưng {some}"],
                "parent": str(place.parent),
                "valid_to": "2026-11-01",
            }
            said["is_difficult"] = True
            current.add(PeerConflict(peer_id=node, feed="places", thing_id=place.id, theirs=said))
    visitor = visitors(screen_size=size)
    come_in_as_staff(visitor.page, head, phone)
    page = visitor.page
    page.goto("/vi/lop/trung-ten/")
    pair = page.locator("section").filter(has=page.get_by_role("heading", name=f"Sơn Thị {some}"))
    expect(pair.get_by_role("listitem")).to_have_count(2)
    expect(pair.get_by_role("button")).to_have_count(0)
    assert visitor.axe() == []
    assert not visitor.scrolls_sideways()
    page.goto("/vi/quan-tri/may-chu/khac-nhau/")
    expect(page.get_by_role("heading", name=f"Lớp tối ấp Bưng Tróp {some}")).to_be_visible()
    expect(page.get_by_text(f"Khóm Bưng {some} (trung tâm Mỹ Tú)")).to_be_visible()
    assert visitor.axe() == []
    assert not visitor.scrolls_sideways()
