"""The administrator's pages: who is paired, a code for one more, an end to one, two names for one person."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from learning.accounts.models import Person, StaffAction
from learning.clock import now
from learning.db import session, write
from learning.peers import agreeing, operations
from learning.peers.models import CoursePack, CoursePart, Peer, PeerConflict, PeerInvite
from learning.peers.pages import REFUSED, TROUBLES
from tests.conftest import looking_into
from tests.factories.accounts import a_learner, a_staff_member
from tests.support.pair import Pair
from tests.support.site import Site

HOME = "/vi/quan-tri/may-chu/"
CONFLICTS = f"{HOME}khac-nhau/"


@pytest.fixture
def centre(site: Site) -> Peer:
    """A paired server, and an administrator who looks at it."""
    site.sign_in(a_staff_member(), "staff")
    with write() as current:
        node = operations.pin(current, b"k" * 32, "trung tâm Bưng Tróp", "/92/31117/", is_upstream=False)
    return session().get_one(Peer, node)


def logged(verb: str) -> int:
    return len(session().execute(select(StaffAction.id).where(StaffAction.verb == verb)).all())


def test_a_code_is_shown_once_and_nothing_is_chosen_by_itself(site: Site, centre: Peer) -> None:
    site.post(f"{HOME}ma", {}, status=422)
    shown = site.post(f"{HOME}ma", {"place": "*"})
    assert "tất cả mọi người" in shown.text
    assert session().execute(select(PeerInvite.place)).scalar_one() is None
    assert "chỉ hiện một lần" not in site.get(HOME).text
    assert logged("peer-invited") == 1


def test_a_server_is_shown_and_its_pairing_ended(site: Site, centre: Peer) -> None:
    node = centre.id
    assert "Chưa liên lạc lần nào" in site.get(HOME).text
    site.post(f"{HOME}{node}/ngung")
    site.post(f"{HOME}{node}/ngung", {}, status=404)
    session().expire_all()
    assert session().get_one(Peer, node).revoked_at is not None
    assert "Đã ngừng ghép" in site.get(HOME).text
    assert logged("peer-revoked") == 1


@pytest.mark.parametrize("trouble", sorted(TROUBLES))
def test_what_stands_in_the_way_is_said_until_there_was_an_exchange(
    site: Site, centre: Peer, trouble: operations.Trouble
) -> None:
    node = centre.id
    with write() as current:
        operations.note_trouble(current, node, trouble)
    assert str(TROUBLES[trouble]) in site.get(HOME).text
    operations.exchange(node, operations.Told(0, 0, [], 0))
    session().expire_all()
    assert "Chưa trao đổi được" not in site.get(HOME).text


def test_each_course_that_came_says_how_far_it_is(site: Site, centre: Peer) -> None:
    with write() as current:
        whole = {"number": 1_795_000_000, "parts": 4, "is_own": False}
        current.add(CoursePack(course="doi-song", **whole))
        refused = {"trouble": "faulty", "faults": "lesson.md:3: sai", "settled_at": now()}
        current.add(CoursePack(course="an-toan", **whole, **refused))
        current.add(CoursePart(id="doi-song/1795000000/0", course="doi-song", data=b"x"))
    shown = site.get(HOME).text
    assert "Đang nhận: 1 trong 4 phần" in shown
    assert str(REFUSED["faulty"]) in shown
    assert "lesson.md:3: sai" in shown
    with write() as current:
        current.execute(update(CoursePack).values(trouble=None, faults=None, settled_at=now()))
    assert "Đã nhận đủ" in site.get(HOME).text


def test_two_names_are_shown_side_by_side_and_one_is_chosen(site: Site, centre: Peer) -> None:
    node, person = centre.id, a_learner("Lan A")
    theirs = {"display_name": "Lan B", "year_of_birth": 1960, "language": "vi"}
    with write() as current:
        current.add(PeerConflict(peer_id=node, feed="people", thing_id=person, theirs=theirs))
    assert "Xem và chọn bản đúng" in site.get(HOME).text
    shown = site.get(CONFLICTS).text
    assert "Lan A (ở máy này)" in shown
    assert "Lan B (trung tâm Bưng Tróp)" in shown
    site.post(f"{CONFLICTS}{node}/{person}", {}, status=422)
    choice = {f"{person.hex}-display_name": "theirs", f"{person.hex}-year_of_birth": "ours"}
    site.post(f"{CONFLICTS}{node}/{person}", choice)
    site.post(f"{CONFLICTS}{node}/{person}", choice, status=404)
    session().expire_all()
    assert session().get_one(Person, person).display_name == "Lan B"
    assert logged("peer-settled") == 1


def test_who_administers_one_place_sees_no_servers(site: Site) -> None:
    site.sign_in(a_staff_member("Chị Lan", "administrator", place="/92/"), "staff")
    site.get(HOME, status=403)


@pytest.mark.parametrize("chosen", ["Lan A", "Lan B"])
def test_what_was_chosen_at_one_server_holds_at_both(pair: Pair, chosen: str) -> None:
    with pair.centre.app_context():
        person = a_learner("Lan")
    pair.run()
    for place, name in ((pair.centre.app_context(), "Lan A"), (looking_into(pair.province), "Lan B")):
        with place, write() as current:
            current.execute(update(Person).where(Person.id == person).values(display_name=name))
    pair.run()
    with pair.centre.app_context():
        peer = session().execute(select(PeerConflict.peer_id)).scalar_one()
        with write():
            wanted = {"display_name"} if chosen == "Lan B" else set()
            assert agreeing.decide(peer, "people", person, wanted, person)
    pair.run()
    pair.run()
    for place in (pair.centre.app_context(), looking_into(pair.province)):
        with place:
            assert session().get_one(Person, person).display_name == chosen
            assert session().execute(select(PeerConflict.thing_id)).all() == []
