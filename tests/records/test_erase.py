"""Erasing a person: nothing that says who she is stays anywhere, what was learned stays countable."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import inspect, select
from sqlalchemy import text as sql

from learning.accounts import entry, holdings, keys, operations, queries, second_factor
from learning.accounts.models import Person, StaffAction
from learning.classes import operations as classes
from learning.db import Base, db, session, write
from learning.records import carried, erasing
from learning.records import operations as records
from learning.records import queries as recorded
from learning.records.models import Event
from learning.web.site import site as web_site
from tests.factories.accounts import HERE, PICTURES, a_card, a_guest, a_phone, a_staff_member
from tests.factories.records import DEVICE, a_check, a_version

NAME, YEAR, LANGUAGE = "Thạch Thị Kim Canary", 1937, "km"


def every_value() -> set[str]:
    """All that stands in any column of any table, as text."""
    found: set[str] = set()
    with db.engine.connect() as connection:
        for name in inspect(connection).get_table_names():
            for row in connection.execute(sql(f'SELECT * FROM "{name}"')):
                found.update(_as_text(value) for value in row if value is not None)
    return found


def _as_text(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def a_whole_learner() -> tuple[UUID, UUID]:
    """Somebody with a card, with what she learned, and with a guest found to be her."""
    with write():
        person = operations.make_learner(NAME, YEAR, LANGUAGE)
    guest = a_guest(LANGUAGE)
    version = a_version(stored=not recorded.knows_module("noi-wifi"))
    records.append(guest, DEVICE, a_check(version))
    records.adopt(guest, person)
    records.append(person, DEVICE, a_check(version, form=2))
    return person, guest


def test_no_canary_is_left_in_any_table(app: Flask) -> None:
    person, guest = a_whole_learner()
    card = a_card(person)
    erasing.erase(person, None, "asked-staff")
    left = every_value()
    assert not [value for value in left if "Canary" in value]
    # What stood on her phone leads nowhere: neither her number nor her device's has an event.
    for gone in (DEVICE, person, guest):
        assert (
            session()
            .execute(select(Event.id).where((Event.person_id == gone) | (Event.device == gone)))
            .first()
            is None
        )
    people = session().execute(select(Person).where(Person.erased_at.is_not(None))).scalars().all()
    assert {(one.display_name, one.year_of_birth, one.language) for one in people} == {(None, None, "vi")}
    assert entry.with_card(card.number, PICTURES, HERE) == entry.Refused(None, 4)


def test_what_was_learned_stays_as_an_anonymous_number(app: Flask) -> None:
    person, _ = a_whole_learner()
    before, progress = recorded.summary_of(person), recorded.progress_of(person)
    erasing.erase(person, None, "asked-staff")
    (nobody,) = set(session().execute(select(Event.person_id)).scalars())
    assert (recorded.summary_of(nobody), recorded.progress_of(nobody)) == (before, progress)
    assert recorded.progress_of(person) == []
    session().rollback()
    assert list(records.rebuild(verify=True)) == []


def test_nobody_can_come_in_or_send_as_who_is_erased(app: Flask) -> None:
    person, guest = a_whole_learner()
    card = a_card(person)
    held = [keys.mint(one, DEVICE) for one in (person, guest)]
    erasing.erase(person, None, "own-wish")
    for key in held:
        with pytest.raises(keys.InvalidKey):
            keys.read(key)
    found = queries.card_by_token(card.token)
    assert found is not None
    assert not found.is_live
    assert queries.person(person) is None
    assert queries.signed_in("guest", guest, queries.NO_CREDENTIAL) is None


def test_erasing_by_the_guest_erases_the_person_it_counts_for(app: Flask) -> None:
    person, guest = a_whole_learner()
    erasing.erase(guest, None, "own-wish")
    assert queries.person(person) is None


def test_staff_leave_with_password_phone_and_roles_and_their_work_stays(app: Flask) -> None:
    by, gone = a_staff_member(), a_staff_member(NAME, "trainer")
    a_phone(gone)
    guest = a_guest()
    with write():
        operations.issue_card(guest, gone)
    erasing.erase(gone, by, "asked-staff")
    assert not [value for value in every_value() if "canary" in value.casefold()]
    assert queries.staff_by_name(NAME) is None
    assert second_factor.of(gone) is None
    assert queries.roles_of(gone) == set()
    done = session().execute(select(StaffAction.verb).where(StaffAction.actor_id == gone)).scalars()
    assert "card-issued" in set(done)


def test_erasing_is_written_down_with_a_reason_from_the_list(app: Flask) -> None:
    by = a_staff_member()
    person, _ = a_whole_learner()
    with pytest.raises(ValueError, match="no such reason"):
        erasing.erase(person, by, "vì thích")
    assert queries.person(person) is not None
    erasing.erase(person, by, "made-twice")
    line = session().execute(select(StaffAction).where(StaffAction.verb == "person-erased")).scalar_one()
    assert (line.actor_id, line.thing_id, line.details) == (by, str(person), {"reason": "made-twice"})


def test_other_rooms_forget_in_the_same_transaction(app: Flask) -> None:
    person, guest = a_whole_learner()
    asked: list[set[UUID]] = []

    def forget(ids: Any) -> None:
        asked.append(set(ids))
        raise LookupError

    with pytest.raises(LookupError):
        erasing.erase(person, None, "own-wish", rooms=[forget])
    assert asked == [{person, guest}]
    assert queries.person(person) is not None


def test_another_server_is_not_told_whose_the_anonymous_number_was(app: Flask) -> None:
    person, _ = a_whole_learner()
    ids = [str(one) for one in session().execute(select(Event.id)).scalars()]
    assert len(carried.told_events(session(), ids)) == 10
    erasing.erase(person, None, "own-wish")
    assert carried.told_events(session(), ids) == {}


def test_a_class_forgets_the_hamlet_and_servers_the_profile(app: Flask) -> None:
    person, _ = a_whole_learner()
    leader = a_staff_member()
    with write():
        group = classes.make_class("Lớp chiều", None, ["noi-wifi"], [1], leader)
        classes.join(group, person, "Ấp Canary", leader)
    kept = web_site().export(person)
    assert kept["classes"][0]["hamlet"] == "Ấp Canary"
    web_site().erase(person, None, "own-wish")
    assert not [value for value in every_value() if "Canary" in value]


def test_others_keep_what_is_theirs(app: Flask) -> None:
    person, _ = a_whole_learner()
    other, _ = a_whole_learner()
    erasing.erase(person, None, "own-wish")
    assert len(recorded.kept_of(other)) == 10
    assert queries.person(other) is not None


def test_what_is_taken_home_holds_all_that_is_kept(app: Flask) -> None:
    person, guest = a_whole_learner()
    card = a_card(person)
    kept = {**holdings.kept_of(person), "learning": recorded.kept_of(person)}
    assert {one["id"] for one in kept["people"]} == {person, guest}
    assert kept["cards"][0]["number"] == card.number
    assert len(kept["learning"]) == 10
    assert [one["verb"] for one in kept["done_by_staff"]] == ["card-issued"]
    assert set(kept["learning"][0]) == {column.name for column in Base.metadata.tables["event"].columns}
    assert kept["learning"][0]["received_at"] <= datetime.now(UTC)
