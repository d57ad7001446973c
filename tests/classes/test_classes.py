"""A class in a minute: making one, adding people one by one, cards, and whose class it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from learning import sheets
from learning.accounts import operations as accounts
from learning.accounts import queries as people
from learning.classes import queries
from learning.classes.rules import may_be_one
from learning.db import write
from learning.ids import new_id
from learning.letters import plain
from learning.web.access import Access, guard_of
from tests.factories.accounts import a_learner, a_staff_member
from tests.factories.classes import a_class, a_member, a_trainer
from tests.support.page import Page
from tests.support.site import Site


@pytest.fixture
def trainer(site: Site) -> UUID:
    """Chị Mai, signed in."""
    person = a_trainer()
    site.sign_in(person, "staff")
    return person


def added(site: Site, class_id: UUID, name: str, born: str = "1961", hamlet: str = "Bưng Tróp") -> Page:
    return (
        site.get("classes.add", class_id=class_id).form().fill(name=name, born=born, hamlet=hamlet).submit()
    )


def test_a_trainer_makes_a_class_and_finds_it_again(site: Site, trainer: UUID) -> None:
    page = site.get("classes.new").form().fill(name="Lớp tối ấp Bưng Tróp").submit()
    assert page.heading == "Lớp tối ấp Bưng Tróp"
    assert "Lớp chưa có ai" in page.text
    assert "Lớp tối ấp Bưng Tróp" in site.get("classes.index").text


def test_a_learner_is_a_name_a_year_and_a_hamlet(site: Site, trainer: UUID) -> None:
    group = a_class(trainer)
    assert added(site, group, "Sơn  Thị Lan").heading == "Sơn Thị Lan"
    member = queries.members(group)[0]
    assert (member.name, member.year_of_birth, member.hamlet) == ("Sơn Thị Lan", 1961, "Bưng Tróp")


def test_a_wrong_year_is_told_at_its_field(site: Site, trainer: UUID) -> None:
    form = site.get("classes.add", class_id=a_class(trainer)).form().fill(name="Lan", born="61")
    assert "Năm sinh là bốn chữ số" in form.submit(status=422).text


def test_a_possible_double_is_shown_and_never_merged_by_itself(site: Site, trainer: UUID) -> None:
    group = a_class(trainer)
    lan = a_member(group, trainer, "Sơn Thị Lan")
    other = a_class(trainer, "Lớp sáng")
    page = added(site, other, "son thi lan", "1962")
    assert "Có thể người này đã có" in page.text
    assert queries.members(other) == []
    sent = {"name": "son thi lan", "born": "1962", "hamlet": ""}
    site.post("classes.add", {**sent, "la-ai": str(lan)}, class_id=other)
    assert [one.person for one in queries.members(other)] == [lan]
    site.post("classes.add", {**sent, "la-ai": "moi"}, class_id=other)
    assert len(queries.members(other)) == 2


def test_names_are_compared_without_accents_and_years_give_one() -> None:
    assert plain("NGUYỄN Thị  Đào") == "nguyen thi dao"
    assert may_be_one("Nguyễn Thị Đào", 1961, "nguyen thi dao", 1962)
    assert may_be_one("Nguyễn Thị Đào", None, "Nguyen Thi Dao", 1990)
    assert not may_be_one("Nguyễn Thị Đào", 1961, "Nguyễn Thị Đào", 1963)
    assert not may_be_one("Nguyễn Thị Đào", 1961, "Nguyễn Thị Hoa", 1961)


def test_a_new_card_ends_the_old_one(site: Site, trainer: UUID) -> None:
    group = a_class(trainer)
    lan = a_member(group, trainer)
    where: dict[str, Any] = {"class_id": group, "person_id": lan}
    site.post("classes.issue_card", **where)
    first = people.card_numbers([lan])[lan]
    page = site.post("classes.issue_card", **where)
    second = people.card_numbers([lan])[lan]
    assert "Trang này chỉ hiện một lần" in page.text
    assert first != second
    assert people.live_card(first) is None


@pytest.mark.parametrize("as_scanned", ["number", "address"])
def test_a_blank_card_is_bound_once(site: Site, trainer: UUID, as_scanned: str) -> None:
    group = a_class(trainer)
    with write():
        blank = accounts.make_blank_card(trainer)
    typed = blank.spaced_number if as_scanned == "number" else f"https://hoc.example{blank.path}"
    lan, sang = a_member(group, trainer), a_member(group, trainer, "Thạch Văn Sang")
    page = site.post("classes.bind_card", {"card": typed}, class_id=group, person_id=lan)
    assert f"Đang dùng thẻ số {blank.number}" in page.text
    held = people.card_by_token(blank.token)
    assert held is not None
    assert held.person == lan
    again = site.post("classes.bind_card", {"card": typed}, class_id=group, person_id=sang, status=422)
    assert "Không thấy thẻ trắng này" in again.text


def routes_with_a_class(app: Flask) -> list[tuple[str, str, set[str]]]:
    """Every (endpoint, method, arguments) that names a class."""
    return [
        (rule.endpoint, method, set(rule.arguments))
        for rule in app.url_map.iter_rules()
        if "class_id" in rule.arguments
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


def test_every_page_of_a_class_is_for_staff(app: Flask) -> None:
    for endpoint, _, _ in routes_with_a_class(app):
        guard = guard_of(app.view_functions[endpoint])
        assert guard is not None
        assert guard.access is Access.STAFF


@pytest.mark.parametrize("who", ["another trainer", "an officer elsewhere", "a trainer of the same place"])
def test_other_peoples_classes_are_not_there(site: Site, who: str) -> None:
    leader = a_trainer()
    group = a_class(leader, place="lao-cai/bat-xat")
    lan = a_member(group, leader)
    stranger = a_staff_member("Anh Khác", None)
    with write():
        accounts.grant(
            stranger,
            "officer" if "officer" in who else "trainer",
            "lao-cai/bat-xat" if "same" in who else "lao-cai/bat",
        )
    site.sign_in(stranger, "staff")
    own = a_class(stranger) if "trainer" in who else None
    for endpoint, method, arguments in routes_with_a_class(site.app):
        values: dict[str, Any] = {
            "class_id": group,
            "person_id": lan,
            "module_id": "nhan-biet-lua-dao",
            "number": 1,
            "day": "2026-11-22",
        }
        asked = {name: values[name] for name in arguments & values.keys()}
        refused = (403, 404) if "officer" in who else (404,)
        answer = site.client.open(
            site.address(endpoint, **asked), method=method, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert answer.status_code in refused, (endpoint, method)
        assert "Sơn Thị Lan" not in answer.get_data(as_text=True)
        if own is not None and "person_id" in asked:
            mixed = site.address(endpoint, **{**asked, "class_id": own})
            answer = site.client.open(mixed, method=method, headers={"Sec-Fetch-Site": "same-origin"})
            assert answer.status_code == 404, f"{endpoint} shows a person of another class"
    assert "Bưng Tróp" not in site.get("classes.index").text or own is not None


def test_an_officer_sees_classes_at_the_place_and_below_and_changes_none(site: Site) -> None:
    leader = a_trainer()
    group = a_class(leader, place="lao-cai/bat-xat/ban-qua")
    officer = a_staff_member("Anh Hùng", None)
    with write():
        accounts.grant(officer, "officer", "lao-cai/bat-xat")
    site.sign_in(officer, "staff")
    assert site.get("classes.show", class_id=group).heading == "Lớp tối ấp Bưng Tróp"
    site.get("classes.add", class_id=group, status=403)
    site.post("classes.end", class_id=group, status=403)


def test_a_card_opens_no_class(site: Site) -> None:
    leader = a_trainer()
    group = a_class(leader)
    site.get("classes.show", class_id=group, as_=a_learner(), status=401)
    site.get("classes.person", class_id=group, person_id=new_id(), status=401)


def test_a_pack_of_blank_cards_is_a_pdf_and_each_can_be_bound(site: Site, trainer: UUID) -> None:
    answer = site.post("classes.pack", {"many": "12"})
    assert answer.response.data.startswith(b"%PDF")
    assert "Mỗi lần in từ 1 đến 1.000 thẻ" in site.post("classes.pack", {"many": "1001"}, status=422).text


def test_printing_for_a_class_gives_cards_to_those_without_and_ends_none(site: Site, trainer: UUID) -> None:
    group = a_class(trainer)
    lan, sang = a_member(group, trainer), a_member(group, trainer, "Thạch Văn Sang")
    with write():
        held = accounts.issue_card(lan, trainer)
    assert site.post("classes.print_cards", class_id=group).response.data.startswith(b"%PDF")
    numbers = people.card_numbers([lan, sang])
    assert numbers[lan] == held.number
    assert sang in numbers
    assert "Ai trong lớp cũng đã có thẻ" in site.post("classes.print_cards", class_id=group).text


def test_the_spreadsheet_says_what_the_page_says(site: Site, trainer: UUID) -> None:
    group = a_class(trainer)
    a_member(group, trainer, "=1+1")
    rows = sheets.rows_of(site.post("classes.export", class_id=group).response.data)
    assert rows[1][:4] == ["=1+1", 1961.0, "Bưng Tróp", 0.0]
    assert set(rows[1][4:]) == {"Chưa học"}


def test_a_class_can_be_led_by_two(site: Site, trainer: UUID) -> None:
    group = a_class(trainer)
    other = a_trainer("Anh Páo")
    form = site.get("classes.share", class_id=group).form()
    assert "Không thấy hướng dẫn viên" in form.fill(name="Anh Ai").submit(status=422).text
    form.fill(name="anh páo").submit()
    site.sign_in(other, "staff")
    assert site.get("classes.show", class_id=group).heading == "Lớp tối ấp Bưng Tróp"
