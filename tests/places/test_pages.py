"""Pages of places: looking, searching, adding, naming, merging, splitting; and who may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

from learning.accounts import queries as accounts
from learning.db import write
from learning.ids import new_id
from learning.places import operations, queries
from learning.places.others import Done, hand_in, others
from learning.places.words import REFUSALS, VERBS
from tests.conftest import Clock
from tests.factories.accounts import a_staff_member
from tests.factories.places import (
    DECISION,
    NHU_GIA,
    a_commune,
    a_province,
    hamlets,
    here,
    merged,
    somebody_at,
    then,
)
from tests.places.worlds import counted
from tests.support.site import Site

ROOM = Path(__file__).resolve().parent.parent.parent / "learning" / "places"


@pytest.fixture(autouse=True)
def today(wall_clock: Clock) -> None:
    """22 November 2026."""


@pytest.fixture
def head(site: Site) -> UUID:
    """Chị Hạnh, who administers everything, signed in."""
    person = a_staff_member()
    site.sign_in(person, "staff")
    return person


def names(place: UUID) -> list[str]:
    return [one.full_name for one in queries.children_of(place)]


# ── Looking ──


def test_from_the_front_room_to_a_commune(site: Site, head: UUID) -> None:
    page = site.get("accounts.staff_home").follow("Địa bàn")
    assert "34 tỉnh, thành phố" in page.text
    assert page.follow("Thành phố Cần Thơ").follow("Xã Mỹ Tú").heading == "Xã Mỹ Tú"


def test_names_stand_in_the_order_of_the_alphabet(site: Site, head: UUID) -> None:
    shown = site.get("places.index").texts(".place-list a")
    bare = [name.removeprefix("Thành phố ").removeprefix("Tỉnh ") for name in shown]
    assert bare[:6] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng"]


@pytest.mark.parametrize("typed", ["Mỹ Tú", "my tu", "MỸ TÚ", "My\u0303 Tu\u0301", "xa my tu"])
def test_a_commune_is_found_however_it_is_typed(site: Site, head: UUID, typed: str) -> None:
    page = site.get("places.index").form(".place-search").fill(tim=typed).submit()
    assert page.texts(".place-found b")[0] == "Xã Mỹ Tú"
    assert "Thành phố Cần Thơ" in page.text


def test_lua_dao_finds_lua_dao(site: Site, head: UUID) -> None:
    hamlets(a_commune(), ["Lừa Đảo"])
    assert site.get("places.index", query={"tim": ["lua dao"]}).texts(".place-found b") == ["Ấp Lừa Đảo"]


def test_a_province_is_searched_by_itself(site: Site, head: UUID) -> None:
    found = site.get("places.show", place_id=a_province().id, query={"tim": ["phu loc"]})
    assert found.texts(".place-found b") == ["Xã Phú Lộc"]


def test_nothing_found_is_said(site: Site, head: UUID) -> None:
    for typed in ("xyzzy", "%", "_", "'", "Ω", " "):
        page = site.get("places.index", query={"tim": [typed]})
        assert not page.all(".place-found a")


def test_families_are_seen_by_staff_of_their_place_alone(site: Site) -> None:
    tu = a_commune()
    with write():
        operations.add(tu.id, "family", "", ["Nhà cụ Xèng"], None)
    family = queries.children_of(tu.id)[0]
    site.sign_in(somebody_at(tu, "officer", "Chị Lan"), "staff")
    assert "Nhà cụ Xèng" in site.get("places.show", place_id=tu.id).text
    assert site.get("places.show", place_id=family.id).heading == "Nhà cụ Xèng"
    site.sign_in(somebody_at(a_commune(NHU_GIA), "officer", "Anh Tư"), "staff")
    assert "Nhà cụ Xèng" not in site.get("places.show", place_id=tu.id).text
    site.get("places.show", place_id=family.id, status=404)
    assert not site.get("places.index", query={"tim": ["nha cu xeng"]}).all(".place-found a")


# ── Adding and naming ──


def test_a_trainer_adds_hamlets_to_her_commune(site: Site) -> None:
    tu = a_commune()
    site.sign_in(somebody_at(tu, "trainer", "Chị Mai"), "staff")
    form = site.get("places.show", place_id=tu.id).follow("Thêm nơi mới").form()
    page = form.fill(what="hamlet:ấp", names="Ấp Bưng Tróp\nPhước Hòa\n\n bưng  tróp").submit()
    assert page.heading == "Xã Mỹ Tú"
    assert names(tu.id) == ["Ấp Bưng Tróp", "Ấp Phước Hòa"]
    assert site.get("places.add", place_id=tu.id).form().values["what"] == ["hamlet:ấp"]


def test_a_trainer_adds_no_agency_and_changes_no_commune(site: Site) -> None:
    tu = a_commune()
    site.sign_in(somebody_at(tu, "trainer", "Chị Mai"), "staff")
    assert not [
        one for one in site.get("places.add", place_id=tu.id).form().offered("what") or () if "agency" in one
    ]
    site.post("places.add", {"what": "agency:", "names": "Công an xã"}, place_id=tu.id, status=422)
    site.get("places.merge", place_id=tu.id, status=403)
    site.get("places.edit", place_id=tu.id, status=403)
    site.post("places.mark", {"kho-khan": "co"}, place_id=tu.id, status=403)


def test_an_officer_works_in_her_commune_and_no_other(site: Site) -> None:
    tu, gia = a_commune(), a_commune(NHU_GIA)
    first, _ = hamlets(tu)
    site.sign_in(somebody_at(tu, "officer", "Chị Lan"), "staff")
    site.post("places.mark", {"kho-khan": "co"}, place_id=first.id)
    assert here(first.id).is_difficult
    for other in (gia.id, a_province().id, hamlets(gia)[0].id, new_id()):
        for view in ("add", "edit", "merge", "split"):
            site.get(f"places.{view}", place_id=other, status=403)
        for view in ("mark", "close", "succeed"):
            site.post(f"places.{view}", place_id=other, status=403)


def test_an_administrator_of_a_commune_does_not_merge_it_with_its_neighbours(site: Site) -> None:
    tu, gia = a_commune(), a_commune(NHU_GIA)
    site.sign_in(somebody_at(tu, "administrator", "Chị Lan"), "staff")
    site.get("places.merge", place_id=tu.id, status=403)
    site.sign_in(somebody_at(a_province(), "administrator", "Anh Tư"), "staff")
    assert str(gia.id) in (site.get("places.merge", place_id=tu.id).form().offered("units") or ())


def test_a_grant_reaches_the_place_and_all_below_it(app: Flask) -> None:
    tu = a_commune()
    hamlet = hamlets(tu)[0]
    person = somebody_at(tu, "officer")
    assert accounts.roles_at(person, tu.id) == accounts.roles_at(person, hamlet.id) == {"officer"}
    for beyond in (a_province().id, a_commune(NHU_GIA).id, new_id(), None):
        assert accounts.roles_at(person, beyond) == set()
    assert accounts.roles_at(somebody_at(None, "administrator", "Chị Hạnh"), None) == {"administrator"}


def test_a_wrong_name_is_mended_and_nothing_is_remembered(site: Site, head: UUID) -> None:
    hamlet = hamlets(a_commune(), ["Bưng Trốp"])[0]
    site.get("places.edit", place_id=hamlet.id).form().fill(name="Bưng Tróp").submit()
    assert queries.name_of(hamlet.path) == "Ấp Bưng Tróp"
    assert queries.before(hamlet.id) == []


def test_another_name_by_decision_is_remembered(site: Site, head: UUID) -> None:
    tu = a_commune()
    form = site.get("places.edit", place_id=tu.id).form()
    page = form.fill(name="Mỹ Tú Mới", how="rename", on="01/09/2026", decision=DECISION).submit()
    assert page.heading == "Xã Mỹ Tú Mới"
    assert "Đến 01/09/2026: Xã Mỹ Tú" in page.text
    assert DECISION in page.text
    assert then(tu.id, date(2026, 8, 31)).full_name == "Xã Mỹ Tú"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": "Nhu Gia"}, "đã có nơi mang tên này"),
        ({"name": "!!"}, "Tên cần có chữ"),
        ({"name": "Mới", "how": "rename", "on": "2027-01-01"}, "Ngày hiệu lực chưa tới"),
        ({"name": "Mới", "how": "rename", "on": "2025-06-30"}, "sớm quá"),
        ({"name": "Mới", "on": "hôm nay"}, "Ngày viết như"),
        ({"name": "x" * 81}, "Dài quá"),
    ],
)
def test_what_is_wrong_is_told(site: Site, head: UUID, sent: dict[str, str], said: str) -> None:
    form = site.get("places.edit", place_id=a_commune().id).form()
    assert said in form.fill(sent).submit(status=422).text


def test_too_many_names_at_once_are_told(site: Site, head: UUID) -> None:
    form = site.get("places.add", place_id=a_commune().id).form()
    assert "nhiều nhất 60" in form.fill(names="\n".join(map(str, range(61)))).submit(status=422).text


def test_a_place_ends_and_comes_back(site: Site, head: UUID) -> None:
    tu = a_commune()
    hamlet = hamlets(tu)[0]
    site.post("places.close", place_id=hamlet.id)
    assert hamlet.full_name not in names(tu.id)
    page = site.get("places.show", place_id=hamlet.id)
    assert "Đã kết thúc từ ngày 22/11/2026" in page.text
    site.post("places.close", {"mo-lai": "1"}, place_id=hamlet.id)
    assert hamlet.full_name in names(tu.id)
    site.post("places.close", place_id=tu.id, status=422)


# ── Merging and splitting ──


def test_two_communes_are_merged_in_four_taps(site: Site, head: UUID) -> None:
    tu, gia = a_commune(), a_commune(NHU_GIA)
    hamlets(tu)
    form = site.get("places.show", place_id=tu.id).follow("Sáp nhập").form()
    filled = form.fill({"units": [str(gia.id)], "name": "Mỹ Gia", "on": "2026-07-01", "decision": DECISION})
    shown = filled.submit("Xem trước")
    assert "chưa có gì thay đổi" in shown.text
    assert "Thôn, ấp, bản, tổ dân phố: 2" in shown.text
    assert here(tu.id).valid_to is None
    page = shown.form().submit("Sáp nhập")
    assert page.heading == "Xã Mỹ Gia"
    assert "Từ 01/07/2026, nhập về đây: Xã Mỹ Tú" in page.text
    assert "Nay là: Xã Mỹ Gia" in site.get("places.show", place_id=tu.id).text


def test_a_preview_can_be_gone_back_from(site: Site, head: UUID) -> None:
    tu, gia = a_commune(), a_commune(NHU_GIA)
    form = site.get("places.merge", place_id=tu.id).form()
    shown = form.fill({"units": [str(gia.id)], "name": "Mỹ Gia"}).submit("Xem trước")
    back = shown.form().submit("Sửa lại").form()
    assert (back.values["name"], back.values["units"]) == (["Mỹ Gia"], [str(gia.id)])


def test_the_units_beside_are_searched_without_losing_those_chosen(site: Site, head: UUID) -> None:
    tu, gia = a_commune(), a_commune(NHU_GIA)
    form = site.get("places.merge", place_id=tu.id).form()
    page = form.fill({"units": [str(gia.id)], "find": "my xuyen"}).submit("Tìm")
    assert page.texts("fieldset > .place-boxes span") == ["Phường Mỹ Xuyên", "Xã Nhu Gia"]
    assert page.form().values["units"] == [str(gia.id)]


def test_merging_twice_is_merging_once(site: Site, head: UUID) -> None:
    tu, gia = a_commune(), a_commune(NHU_GIA)
    sent = {"units": [str(gia.id)], "label": "xã", "name": "Mỹ Gia", "on": "2026-07-01", "buoc": "lam"}
    site.post("places.merge", sent, place_id=tu.id)
    site.post("places.merge", sent, place_id=tu.id, status=422)
    assert len(queries.successors_of(tu.id)) == 1


def test_some_hamlets_leave_for_a_neighbour(site: Site, head: UUID) -> None:
    tu, gia = a_commune(), a_commune(NHU_GIA)
    first, _ = hamlets(tu)
    form = site.get("places.show", place_id=tu.id).follow("Tách").form()
    shown = form.fill({"leaving": [str(first.id)], "into": str(gia.id)}).submit("Xem trước")
    assert "Chuyển vào đơn vị đang có: Xã Nhu Gia" in shown.text
    assert shown.form().submit("Tách ra").heading == "Xã Nhu Gia"
    assert names(gia.id) == [first.full_name]


def test_a_split_without_anything_that_leaves_is_told(site: Site, head: UUID) -> None:
    tu = a_commune()
    hamlets(tu)
    page = site.get("places.split", place_id=tu.id).form().fill(name="Mới").submit(status=422)
    assert "chọn ít nhất một nơi" in page.text


def test_what_became_of_a_commune_can_be_mended(site: Site, head: UUID) -> None:
    tu, gia = a_commune(), a_commune(NHU_GIA)
    merged([tu, gia], "Mỹ Gia", date(2026, 7, 1))
    other = a_commune("phường Mỹ Xuyên")
    form = site.get("places.show", place_id=tu.id).form("form[action$=noi-ke-tuc]")
    assert "Nay là: Phường Mỹ Xuyên" in form.fill(successor=str(other.id)).submit().text


@pytest.fixture
def noted(app: Flask) -> Iterator[list[tuple[UUID | None, Done]]]:
    """What is told to the log of staff."""
    told: list[tuple[UUID | None, Done]] = []
    before = others()
    hand_in(replace(before, note=lambda by, done: told.append((by, done))))
    yield told
    hand_in(before)


def test_every_change_by_staff_is_noted(
    site: Site, head: UUID, noted: list[tuple[UUID | None, Done]]
) -> None:
    tu, gia = a_commune(), a_commune(NHU_GIA)
    site.get("places.add", place_id=tu.id).form().fill(names="Một\nHai").submit()
    site.post("places.mark", {"kho-khan": "co"}, place_id=tu.id)
    sent = {"units": [str(gia.id)], "label": "xã", "name": "Mỹ Gia", "on": "2026-07-01", "buoc": "lam"}
    site.post("places.merge", sent, place_id=tu.id)
    assert [done.verb for _, done in noted] == ["place-made", "place-made", "place-marked", "places-merged"]
    assert {by for by, _ in noted} == {head}
    assert all(done.place is not None and done.path.startswith(a_province().path) for _, done in noted)


def test_whatever_is_noted_or_refused_has_words() -> None:
    room = "\n".join(file.read_text(encoding="utf-8") for file in ROOM.glob("*.py"))
    assert set(re.findall(r"\bDone\(\s*\"([a-z-]+)\"", room)) | {"places-merged", "place-split"} == set(VERBS)
    assert set(re.findall(r"\bRefused\(\"([a-z-]+)\"\)", room)) == set(REFUSALS)


def test_a_page_asks_few_questions_however_many_places_there_are(site: Site, head: UUID) -> None:
    tu, gia = a_commune(), a_commune(NHU_GIA)
    hamlets(gia, [str(number) for number in range(40)])
    assert counted(lambda: site.get("places.show", place_id=tu.id)) <= 14
    assert counted(lambda: site.get("places.show", place_id=gia.id)) <= 14
    assert counted(lambda: site.get("places.index", query={"tim": ["an"]})) <= 8
