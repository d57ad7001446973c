"""Classes travel with their people, evenings and what they prove; two servers that wrote at once add up."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from learning.classes import operations, queries
from learning.classes.models import Attendance, ClassGroup, GroupAnswer, Meeting, Membership
from learning.clock import now
from learning.db import session, write
from learning.peers import agreeing, stick
from learning.peers.models import Peer, PeerConflict, PeerProfile
from learning.places import operations as places
from learning.records import operations as records
from learning.records.models import ModuleVersion
from learning.records.queries import progress_of
from learning.reports import tallies
from learning.reports.models import PlacePerson
from learning.web.site import site as web_site
from tests.conftest import looking_into
from tests.factories.accounts import a_learner, a_staff_member
from tests.factories.classes import a_class, a_member, a_trainer, an_evening
from tests.factories.places import a_commune
from tests.factories.records import DEVICE, MORNING, a_check, a_version, store
from tests.support.grouped import grouped
from tests.support.pair import Pair, kept


def at_both(pair: Pair) -> list[list[set[object]]]:
    """All that the centre has, and all that the province has; the record of each is as a rebuild says."""
    found = []
    for place in (pair.centre.app_context(), looking_into(pair.province)):
        with place:
            found.append([*kept(), *grouped()])
            assert list(records.rebuild(verify=True)) == []
    return found


def in_step(pair: Pair) -> None:
    pair.run()
    pair.run()
    assert pair.run().startswith("0 sent, 0 fetched, 0 refused")
    here, there = at_both(pair)
    assert here == there


def pass_tonight(person: UUID) -> None:
    """A check passed a minute from now, while the evening goes on."""
    version = a_version("bai-toi", stored=False)
    if session().get(ModuleVersion, (version.module, version.version)) is None:
        store(version)
    minute = (now() - MORNING).total_seconds() / 60
    assert records.append(person, DEVICE, a_check(version, minute=minute)).stored


def an_evening_with(place: str | None) -> tuple[UUID, UUID, UUID]:
    """A class that meets, and somebody who is called up and passes: trainer, class, person."""
    trainer = a_trainer(f"Chị Mai {place}")
    group = a_class(trainer, place=place)
    meeting = an_evening(group, trainer)
    person = a_member(group, trainer)
    with write():
        operations.check_in(meeting, person, trainer)
        operations.count_hands(meeting, "bai-toi", "cau-1", {"a": 12, "b": 3}, trainer)
    pass_tonight(person)
    web_module = web_site().catalog.modules[0]
    records.observe(person, trainer, web_module, [True, True, True], "vi")
    return trainer, group, person


@pytest.mark.parametrize("is_at_a_place", [True, False])
def test_a_class_made_at_a_centre_is_at_the_province_with_all_of_its_evening(
    apart: Pair, *, is_at_a_place: bool
) -> None:
    with looking_into(apart.province):
        home = a_commune().path
    apart.join(home)
    with apart.centre.app_context():
        _, group, person = an_evening_with(home if is_at_a_place else None)
    in_step(apart)
    with looking_into(apart.province):
        assert [one.person for one in queries.members(group)] == [person]
        evidence = {row.module: row.evidence for row in progress_of(person)}
        assert evidence["bai-toi"] == "present"
        officer = a_staff_member("Anh Sơn", "officer", home)
        assert [one.group.id for one in queries.classes_for(officer, [home])] == [group]
        meeting = queries.meetings(group)[0]
        assert sorted(one.hands for one in queries.hands_at(meeting.id)) == [3, 12]


def test_who_joins_at_a_centre_is_counted_anew_at_the_province(pair: Pair) -> None:
    with pair.centre.app_context():
        trainer = a_trainer()
        person = a_learner("Bà Sáu")
        group = a_class(trainer, place="/92/31117/")
    in_step(pair)
    counted = select(PlacePerson.place_id).where(PlacePerson.person_id == person)
    with looking_into(pair.province):
        tallies.catch_up()
        assert session().scalars(counted).all() == []
    with pair.centre.app_context(), write():
        operations.join(group, person, None, trainer)
    in_step(pair)
    with looking_into(pair.province):
        tallies.catch_up()
        assert len(session().scalars(counted).all()) == 1


def test_a_class_made_at_the_province_goes_to_its_centre_and_no_other_does(apart: Pair) -> None:
    with looking_into(apart.province):
        home = a_commune()
        _, group, person = an_evening_with(home.path)
        an_evening_with(a_commune("xã Nhu Gia").path)
        an_evening_with(None)
    apart.join(home.path)
    apart.run()
    apart.run()
    assert "0 refused" in apart.run()
    with apart.centre.app_context():
        assert session().execute(select(ClassGroup.id)).scalars().all() == [group]
        assert [one.person for one in queries.members(group)] == [person]
        assert {row.module: row.evidence for row in progress_of(person)}["bai-toi"] == "present"
        trainer = a_staff_member("Chị Mai ở trung tâm", "trainer", home.path)
        meeting = queries.meetings(group)[0].id
        with write():
            operations.share_class(group, trainer, trainer)
            operations.undo_check_in(meeting, person)
            operations.add_learner(group, operations.Learner("Lò Thị Ính", 1970, None), trainer, "vi")
    apart.run()
    with looking_into(apart.province):
        assert len(queries.members(group)) == 2
        assert {row.module: row.evidence for row in progress_of(person)}["bai-toi"] == "self"
        assert queries.present_at(queries.meetings(group)[0].id) == {}


def test_both_wrote_at_once_and_it_adds_up(pair: Pair) -> None:
    with pair.centre.app_context():
        trainer = a_trainer()
        group = a_class(trainer)
        lan = a_member(group, trainer)
        ba = a_learner("Ba")
    pair.run()
    pair.run()
    for place in (pair.centre.app_context(), looking_into(pair.province)):
        with place:
            mine = a_trainer(f"Chị {id(place)}")
            meeting = an_evening(group, mine)
            with write():
                operations.join(group, ba, None, mine)
                operations.check_in(meeting, lan, mine)
                operations.count_hands(meeting, "m", "q", {"a": 5}, mine)
            pass_tonight(lan)
    in_step(pair)
    for place in (pair.centre.app_context(), looking_into(pair.province)):
        with place:
            assert {one.person for one in queries.members(group)} == {lan, ba}
            assert len(queries.meetings(group)) == 1
            assert list(queries.present_at(queries.meetings(group)[0].id)) == [lan]
            assert len(session().execute(select(Membership.id)).all()) == 3
            assert len(session().execute(select(Attendance.id)).all()) == 2


def test_of_two_words_on_an_evening_the_later_holds(pair: Pair) -> None:
    with pair.centre.app_context():
        _, group, _ = an_evening_with(None)
        meeting = queries.meetings(group)[0].id
    pair.run()
    with looking_into(pair.province), write():
        operations.close_meeting(session().execute(select(Meeting.id)).scalar_one())
    with pair.centre.app_context():
        with write():
            operations.close_meeting(meeting)
        with write() as current:
            later = update(Meeting).values(decided_at=now() + timedelta(minutes=1), closed_at=None)
            current.execute(later)
    in_step(pair)
    with looking_into(pair.province):
        assert queries.meetings(group)[0].closed_at is None


def test_a_name_that_both_changed_is_settled_by_a_person(pair: Pair) -> None:
    with pair.centre.app_context():
        group = a_class(a_trainer(), "Lớp tối")
    pair.run()
    pair.run()
    for place, name in ((pair.centre.app_context(), "Lớp A"), (looking_into(pair.province), "Lớp B")):
        with place, write() as current:
            current.execute(update(ClassGroup).where(ClassGroup.id == group).values(name=name))
    pair.run()
    with looking_into(pair.province):
        peer, theirs = session().execute(select(PeerConflict.peer_id, PeerConflict.theirs)).one()
        assert theirs["name"] == "Lớp A"
        head = a_staff_member()
        with write():
            assert agreeing.decide(peer, "classes", group, {"name"}, head)
    pair.run()
    pair.run()
    for place in (pair.centre.app_context(), looking_into(pair.province)):
        with place:
            assert session().execute(select(ClassGroup.name)).scalar_one() == "Lớp A"
            assert session().execute(select(PeerConflict.peer_id)).all() == []


def test_a_centre_cannot_speak_for_classes_of_elsewhere(apart: Pair) -> None:
    with looking_into(apart.province):
        home, other = a_commune().path, a_commune("xã Nhu Gia").path
        _, group, _ = an_evening_with(other)
        before = grouped()
    apart.join(home)
    with apart.centre.app_context():
        trainer = a_trainer()
        with write() as current:
            at = now()
            current.add(ClassGroup(id=group, name="Lớp giả", place=home, modules=[], days=[], made_at=at))
            current.add(ClassGroup(name="Lớp lạ", place=other, modules=[], days=[], made_at=at))
        a_member(group, trainer)
        an_evening(group, trainer)
    assert "refused" in apart.run()
    with looking_into(apart.province):
        assert grouped() == before
        assert session().execute(select(Peer.refused)).scalar_one() >= 4


def test_who_is_erased_is_in_no_class_anywhere(pair: Pair) -> None:
    with pair.centre.app_context():
        _, group, person = an_evening_with(None)
    in_step(pair)
    with looking_into(pair.province):
        web_site().erase(person, None, "own-wish")
    pair.run()
    pair.run()
    with pair.centre.app_context():
        assert queries.members(group) == []
    assert "0 refused" in pair.run()


def test_a_stick_carries_classes_and_places_too(pair: Pair, tmp_path: Path) -> None:
    with pair.centre.app_context():
        commune = a_commune()
        with write():
            places.add(commune.id, "hamlet", "ấp", ["Bưng Tróp"], None)
        an_evening_with(commune.path)
        stick.export(tmp_path / "there", None)
    with looking_into(pair.province):
        an_evening_with(None)
        taken = stick.take_in(tmp_path / "there")
        assert taken is not None
        assert taken.refused == 0
        stick.export(tmp_path / "back", None)
    with pair.centre.app_context():
        stick.take_in(tmp_path / "back")
    here, there = at_both(pair)
    assert here == there
    assert len(here[3]) == 2


def test_a_server_that_asks_for_everything_once_more_gets_it(pair: Pair) -> None:
    """As one does that was older than its peer, and had passed over kinds of rows that it did not know."""
    with pair.centre.app_context():
        an_evening_with(None)
    in_step(pair)
    with looking_into(pair.province), write() as current:
        for table in (Attendance, GroupAnswer, Meeting, Membership, ClassGroup):
            current.execute(delete(table))
        current.execute(delete(PeerProfile).where(PeerProfile.feed == "classes"))
        current.execute(update(Peer).values(taken=0))
    in_step(pair)
