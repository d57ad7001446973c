"""What phones say of themselves is noted with the receipt, and staff see which of them need somebody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, func, select, update

from learning.accounts import keys
from learning.classes import operations as operations_of_classes
from learning.clock import now
from learning.db import db, session, write
from learning.ids import new_id
from learning.records import erasing, operations
from learning.records.contacts import Said
from learning.records.models import DeviceContact
from tests.factories.accounts import a_guest, a_learner, a_staff_member
from tests.factories.classes import a_class, a_member, a_trainer
from tests.factories.records import Version, a_check, a_version, an_event
from tests.support.site import Site

EVENTS = "/api/v1/events"
PAGE = "/vi/quan-tri/may-hoc/"


def a_module() -> Version:
    return a_version(f"bai-{new_id().hex[:8]}")


def sends(site: Site, person: UUID, device: UUID, events: list[Any], **said: Any) -> Any:
    return site.api("POST", EVENTS, json={"events": events, **said}, key=keys.mint(person, device))


def contact(device: UUID) -> DeviceContact:
    session().expire_all()
    return session().execute(select(DeviceContact).where(DeviceContact.device == device)).scalar_one()


def days_pass(device: UUID, days: int = 4) -> None:
    with write() as current:
        row = DeviceContact
        current.execute(update(row).where(row.device == device).values(seen_at=now() - timedelta(days=days)))


def phone_of(site: Site, person: UUID, **said: Any) -> UUID:
    """A phone that brought a check."""
    device = new_id()
    sends(site, person, device, a_check(a_module()), now=now().isoformat(), **said)
    return device


def test_what_a_phone_says_of_itself_is_noted_with_its_results(site: Site) -> None:
    person, device = a_learner(), new_id()
    ahead = now() + timedelta(hours=5)
    sends(site, person, device, a_check(a_module()), now=ahead.isoformat(), waiting=7, kept_refused=2)
    noted = contact(device)
    assert (noted.person_id, noted.stored, noted.waiting, noted.refused) == (person, 5, 7, 2)
    assert noted.skew is not None
    assert abs(noted.skew - 5 * 3600) < 60


def test_the_same_twice_counts_no_result_twice(site: Site) -> None:
    person, device = a_learner(), new_id()
    sent = [*a_check(a_module()), {"id": "hỏng"}]
    for waiting in (3, 0):
        sends(site, person, device, sent, waiting=waiting, kept_refused=0)
    noted = contact(device)
    assert (noted.stored, noted.refused, noted.waiting) == (5, 1, 0)


def test_a_batch_that_is_refused_whole_is_noted_too(site: Site) -> None:
    device = new_id()
    sends(site, a_learner(), device, [{"id": "hỏng"}])
    assert contact(device).refused == 1
    sends(site, a_learner(), device, [])
    assert session().execute(select(func.count()).select_from(DeviceContact)).scalar_one() == 1


@pytest.mark.parametrize(
    "said",
    [
        {"now": "hôm qua"},
        {"waiting": -1},
        {"waiting": True},
        {"kept_refused": 10**9},
        {"now": "2026-11-22T01:00"},
    ],
)
def test_nobody_is_refused_for_nonsense_about_a_phone(site: Site, said: dict[str, Any]) -> None:
    device = new_id()
    assert len(sends(site, a_learner(), device, a_check(a_module()), **said)["stored"]) == 5
    assert (contact(device).waiting, contact(device).skew, contact(device).refused) == (None, None, 0)


def test_what_somebody_else_brings_says_nothing_of_the_phones_own_state(site: Site) -> None:
    person = a_learner()
    device = phone_of(site, person, waiting=4, kept_refused=3)
    sends(site, person, device, [an_event(a_module())])
    assert (contact(device).waiting, contact(device).refused, contact(device).stored) == (4, 3, 6)


def test_a_batch_costs_one_statement_more_however_many_events_it_has(site: Site) -> None:
    person, version = a_learner(), a_module()

    def asked(events: list[Any], said: Said | None) -> int:
        statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
        operations.append(person, new_id(), events, said=said)
        return len(statements)

    asked(a_check(version), None)
    many = [*a_check(version), *a_check(version), *a_check(version)]
    assert asked(many, Said(waiting=1, refused=0)) == asked(a_check(version), None) + 1


def test_a_trainer_sees_the_phones_of_her_classes_and_no_others(site: Site) -> None:
    mai, lan = a_trainer("Chị Mai"), a_trainer("Chị Lan")
    hers = a_member(a_class(mai), mai, "Bà Hoa")
    others = a_member(a_class(lan), lan, "Ông Tư")
    phone_of(site, hers, waiting=0, kept_refused=2)
    other = phone_of(site, others, waiting=0, kept_refused=2)
    site.sign_in(mai, "staff")
    shown = site.get(PAGE).text
    assert "Bà Hoa" in shown
    assert "Ông Tư" not in shown
    assert other.hex[-4:] not in shown


def test_what_a_linked_guest_left_on_a_phone_is_shown_under_whom_it_counts_for(site: Site) -> None:
    mai = a_trainer()
    hers, guest = a_member(a_class(mai), mai, "Bà Hoa"), a_guest()
    device = phone_of(site, guest, waiting=0, kept_refused=1)
    site.sign_in(mai, "staff")
    assert device.hex[-4:] not in site.get(PAGE).text
    operations.adopt(guest, hers)
    shown = site.get(PAGE).text
    assert device.hex[-4:] in shown
    assert "Bà Hoa" in shown


def test_what_presses_most_comes_first_and_what_is_well_is_not_listed(site: Site) -> None:
    mai = a_trainer()
    group = a_class(mai)
    late = (now() - timedelta(days=2)).isoformat()
    sends(site, a_member(group, mai, "Lệch giờ"), new_id(), a_check(a_module()), now=late)
    phone_of(site, a_member(group, mai, "Bị trả"), kept_refused=1)
    days_pass(phone_of(site, a_member(group, mai, "Im lâu"), waiting=9, kept_refused=0))
    phone_of(site, a_member(group, mai, "Vẫn tốt"), waiting=9, kept_refused=0)
    site.sign_in(mai, "staff")
    shown = site.get(PAGE).text
    assert shown.index("Im lâu") < shown.index("Bị trả") < shown.index("Lệch giờ")
    assert "Vẫn tốt" not in shown
    assert "Chậm 2 ngày" in shown
    whole = site.get(f"{PAGE}?lop={group}").text
    assert whole.index("Lệch giờ") < whole.index("Vẫn tốt")


def test_an_officer_sees_the_phones_of_the_place_and_nobody_a_class_that_is_not_theirs(site: Site) -> None:
    mai = a_trainer()
    here, there = a_class(mai, place="/92/31117/"), a_class(mai, "Lớp kia", place="/24/02755/")
    phone_of(site, a_member(here, mai, "Bà Hoa"), kept_refused=1)
    phone_of(site, a_member(there, mai, "Ông Tư"), kept_refused=1)
    site.sign_in(a_staff_member("Anh Dũng", "officer", place="/92/31117/"), "staff")
    assert "Bà Hoa" in site.get(PAGE).text
    assert "Ông Tư" not in site.get(PAGE).text
    for class_id in (there, new_id(), "lớp"):
        site.get(f"{PAGE}?lop={class_id}", status=404)


def test_phones_of_whoever_is_in_no_class_are_shown_to_the_offices_of_their_last_place(site: Site) -> None:
    mai = a_trainer()
    group = a_class(mai, place="/92/31117/")
    left = a_member(group, mai, "Bà Hoa")
    with write():
        operations_of_classes.leave(group, left, mai)
    phone_of(site, left, kept_refused=1)
    phone_of(site, a_learner("Ông Tư"), kept_refused=1)
    seen = []
    for name, place in (("Anh Dũng", "/92/"), ("Chị Lành", "/24/"), ("Anh Sơn", None)):
        site.sign_in(a_staff_member(name, "officer", place=place), "staff")
        shown = site.get(PAGE).text
        seen.append(("Bà Hoa" in shown, "Ông Tư" in shown))
    site.sign_in(mai, "staff")
    seen.append(("Bà Hoa" in site.get(PAGE).text, "Ông Tư" in site.get(PAGE).text))
    assert seen == [(True, False), (False, False), (True, True), (False, False)]


def test_a_long_list_is_shown_page_by_page(site: Site) -> None:
    mai = a_trainer()
    person = a_member(a_class(mai), mai, "Bà Hoa")
    with write() as current:
        for _ in range(120):
            one = DeviceContact(device=new_id(), person_id=person, seen_at=now(), stored=1, refused=1)
            current.add(one)
    site.sign_in(mai, "staff")
    shown = [site.get(f"{PAGE}?trang={number}").text.count("Bà Hoa") for number in (0, 1, 2)]
    assert shown == [50, 50, 20]
    assert site.get(f"{PAGE}?trang=9999999999").text.count("Bà Hoa") == 50


def test_who_is_erased_leaves_no_phone_behind(site: Site) -> None:
    person = a_learner()
    phone_of(site, person)
    erasing.erase(person, None, "own-wish")
    assert session().execute(select(DeviceContact)).all() == []
