"""Results of a commune and a province: who is counted, what agrees with what, who may see it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from learning.accounts.models import StaffAction
from learning.classes import operations as classes
from learning.clock import now
from learning.db import write
from learning.ids import new_id
from learning.places import rules as places
from learning.records import operations as records
from learning.reports import tallies
from learning.reports.models import PlacePerson
from learning.web.site import site as web_site
from tests.conftest import Clock
from tests.factories.accounts import a_guest
from tests.factories.classes import a_class, a_trainer
from tests.factories.places import MY_XUYEN, NHU_GIA, a_commune, a_province, hamlets, merged, somebody_at
from tests.factories.records import a_check, a_version
from tests.factories.reports import figure, learner, people_of, population
from tests.places.worlds import counted
from tests.support.page import Page
from tests.support.site import Site


@pytest.fixture(autouse=True)
def today(wall_clock: Clock) -> None:
    """22 November 2026."""


HEADS = ("Người học", "Đã bắt đầu", "Đạt ít nhất", "Lượt đạt")


def test_an_officer_sees_who_is_reached_and_which_hamlets_are_not(site: Site) -> None:
    tu = a_commune()
    hamlets(tu, ("Bưng Tróp", "Phước Hòa"))
    trainer = a_trainer()
    group = a_class(trainer, place=tu.path)
    learner(group, trainer, "bung trop", passes=True)
    learner(group, trainer, "Ấp khác")
    tallies.catch_up()
    site.sign_in(somebody_at(tu, "officer"), "staff")
    page = site.get("places.show", place_id=tu.id).follow("Kết quả học ở đây")
    assert [figure(page, head) for head in HEADS] == [2, 1, 1, 1]
    assert "Còn 1 nơi chưa có ai học" in page.text
    assert "Nơi khác, hoặc chưa ghi" in page.text
    assert "chỉ đếm, không tính phần trăm" in page.text


def test_what_is_not_counted_yet_is_said(site: Site) -> None:
    tu, trainer = a_commune(), a_trainer()
    learner(a_class(trainer, place=tu.path), trainer, "", passes=True)
    site.sign_in(somebody_at(tu, "officer"), "staff")
    assert "Còn kết quả mới của 1 người" in site.get("reports.results", place_id=tu.id).text
    tallies.catch_up()
    assert "Còn kết quả mới" not in site.get("reports.results", place_id=tu.id).text


def test_a_person_in_two_classes_and_linked_to_a_guest_is_one(site: Site, wall_clock: Clock) -> None:
    tu, gia, trainer = a_commune(), a_commune(NHU_GIA), a_trainer()
    first, second = (a_class(trainer, name, at.path) for name, at in (("Lớp tối", gia), ("Lớp sáng", tu)))
    person, guest = learner(first, trainer, "", passes=True), a_guest()
    wall_clock.advance(minutes=1)
    with write():
        classes.join(second, person, None, trainer)
        classes.join(second, guest, None, trainer)
    records.adopt(guest, person)
    tallies.catch_up()
    site.sign_in(somebody_at(a_province(), "officer"), "staff")
    counts = [
        (figure(page, "Người học"), figure(page, "Lượt đạt"))
        for page in (site.get("reports.results", place_id=one.id) for one in (tu, gia, a_province()))
    ]
    assert counts == [(1, 0), (0, 1), (1, 1)]  # she learns here now, and passed it there


def test_past_months_stay_when_people_leave_and_when_they_are_erased(site: Site, wall_clock: Clock) -> None:
    tu, trainer = a_commune(), a_trainer()
    group = a_class(trainer, place=tu.path)
    left, erased, _stays = (learner(group, trainer, "", passes=True) for _each in range(3))
    wall_clock.advance(days=40)
    with write():
        classes.leave(group, left, trainer)
    web_site().erase(erased, None, "own-wish")
    tallies.catch_up()
    site.sign_in(somebody_at(tu, "officer"), "staff")
    page = site.get("reports.results", place_id=tu.id)
    assert [figure(page, head) for head in HEADS] == [1, 1, 1, 3]
    one = site.get("reports.figure", place_id=tu.id, so="completions")
    assert "Trong đó 1 lượt của người đã xóa dữ liệu" in one.text
    assert len(people_of(one)) == 2
    with write() as current:
        assert erased not in current.execute(select(PlacePerson.person_id)).scalars().all()
    assert list(tallies.differences()) == []


def test_what_is_passed_after_leaving_counts_nowhere_until_one_comes_again(
    site: Site, wall_clock: Clock
) -> None:
    tu, trainer = a_commune(), a_trainer()
    group = a_class(trainer, place=tu.path)
    person = learner(group, trainer, "")
    wall_clock.advance(minutes=5)
    with write():
        classes.leave(group, person, trainer)
    wall_clock.advance(hours=1)
    records.append(person, new_id(), a_check(a_version(), minute=80))
    site.sign_in(somebody_at(tu, "officer"), "staff")
    tallies.catch_up()
    assert "Chưa ai ở đây học" in site.get("reports.results", place_id=tu.id).text
    with write():
        classes.join(group, person, None, trainer)
    tallies.catch_up()
    assert figure(site.get("reports.results", place_id=tu.id), "Lượt đạt") == 1


def test_trainers_and_officers_of_elsewhere_see_nothing(site: Site) -> None:
    tu, gia = a_commune(), a_commune(NHU_GIA)
    for person in (somebody_at(tu, "trainer", "Chị Mai"), somebody_at(gia, "officer", "Anh Sơn")):
        site.sign_in(person, "staff")
        for view in ("reports.results", "reports.figure", "reports.population"):
            site.get(view, place_id=tu.id, status=403)
        site.get("reports.results", place_id=a_province().id, status=403)
        assert "Kết quả học ở đây" not in site.get("places.show", place_id=tu.id).text
    site.sign_in(somebody_at(None, "administrator", "Chị Hạnh"), "staff")
    site.get("reports.results", place_id=hamlets(tu)[0].id, status=404)
    site.get("reports.results", place_id=new_id(), status=404)
    site.get("reports.figure", place_id=tu.id, so="reached", muc="self", status=404)
    site.get("reports.figure", place_id=tu.id, so="completions", thang="2026-13", status=404)


def test_a_full_place_asks_as_few_questions_as_an_empty_one(site: Site) -> None:
    tu, gia, trainer = a_commune(), a_commune(NHU_GIA), a_trainer()
    hamlets(gia)
    group = a_class(trainer, place=gia.path)
    for number in range(30):
        learner(group, trainer, "Bưng Tróp" if number % 2 else "", passes=number < 3)
    tallies.catch_up()
    site.sign_in(somebody_at(None, "administrator"), "staff")
    for view, place in [
        ("results", tu),
        ("results", gia),
        ("results", a_province()),
        ("communes", a_province()),
    ]:
        assert counted(lambda: site.get(f"reports.{view}", place_id=place.id)) <= 13  # noqa: B023  # asked at once


def test_every_percentage_stands_beside_its_denominator_and_those_not_reached(site: Site) -> None:
    tu, trainer = a_commune(), a_trainer()
    hamlets(tu, ("Bưng Tróp", "Phước Hòa"))
    group = a_class(trainer, place=tu.path)
    for _each in range(3):
        learner(group, trainer, "Bưng Tróp")
    tallies.catch_up()
    site.sign_in(somebody_at(tu, "officer"), "staff")
    page = population(site, tu, people="1200", lines="bung trop\t1.000\nẤp Phước Hòa 200")
    assert "Ấp Bưng Tróp" in page.text
    page = site.get("reports.results", place_id=tu.id)
    assert "0,3 %" in page.text
    assert "Còn 1.197 người" in page.text
    assert "1.200 người từ 15 tuổi trở lên (Niên giám thống kê 2025, ngày 01/04/2026)" in page.text


def test_a_number_of_people_needs_source_and_day_and_a_place_that_is_there(site: Site) -> None:
    tu = a_commune()
    hamlets(tu, ("Bưng Tróp",))
    site.sign_in(somebody_at(tu, "officer"), "staff")
    page = population(site, tu, people="100", source="", status=422)
    assert "Ô này chưa điền" in page.text
    page = population(site, tu, lines="Bưng Tróp 90\nẤp Mới 20\nBưng Tróp", status=422)
    assert "Dòng 2" in page.text
    assert "Dòng 3" in page.text
    assert "Đang dùng" not in page.text


def test_after_a_merger_the_old_number_of_people_divides_nothing(site: Site, wall_clock: Clock) -> None:
    tu, gia, trainer = a_commune(), a_commune(NHU_GIA), a_trainer()
    learner(a_class(trainer, place=tu.path), trainer, "", passes=True)
    site.sign_in(somebody_at(a_province(), "administrator"), "staff")
    population(site, gia, people="5000")
    wall_clock.advance(days=20)
    new = merged([tu, gia], "Nhu Gia", places.day_of(now()))
    assert new.id == gia.id
    tallies.catch_up()
    site.sign_in(somebody_at(a_province(), "officer", "Chị Hạnh"), "staff")
    page = site.get("reports.results", place_id=gia.id)
    assert figure(page, "Lượt đạt") == 1
    assert "Số dân đã cũ" in page.text
    assert "%" not in page.text.partition("Các số này nghĩa là gì?")[0]
    each = site.get("reports.results", place_id=a_province().id).follow("Từng xã, phường")
    assert completions_on(each) == {"Xã Nhu Gia": "1"}
    assert completions_on(each.follow("Xem theo đơn vị lúc đó")) == {"Xã Mỹ Tú": "1"}


def completions_on(page: Page) -> dict[str, str]:
    return dict(zip(page.texts(".report-small span"), page.texts(".report-small b"), strict=True))


def test_every_figure_of_the_page_is_as_many_rows(site: Site) -> None:
    tu, trainer = a_commune(), a_trainer()
    hamlets(tu, ("Bưng Tróp", "Phước Hòa"))
    group = a_class(trainer, place=tu.path)
    for number in range(6):
        learner(group, trainer, ("Bưng Tróp", "Phước Hòa", "xa")[number % 3], passes=number % 2 == 0)
    tallies.catch_up()
    site.sign_in(somebody_at(tu, "officer"), "staff")
    page = site.get("reports.results", place_id=tu.id)
    links = [link for link in page.links if "/ket-qua/so/" in link.href]
    assert len(links) >= 12
    for link in links:
        one = page.send("GET", link.href)
        shown = int(one.texts(".report-number")[0])
        assert shown == int(link.text)
        assert len(people_of(one)) == shown, one.heading


def test_reading_the_rows_is_written_down(site: Site) -> None:
    tu, trainer = a_commune(), a_trainer()
    group = a_class(trainer, place=tu.path)
    for _each in range(55):
        learner(group, trainer, "")
    tallies.catch_up()
    officer = somebody_at(tu, "officer")
    site.sign_in(officer, "staff")
    one = site.get("reports.figure", place_id=tu.id, so="reached")
    assert len(people_of(one)) == 55
    with write() as session:
        read = select(StaffAction.actor_id, StaffAction.place).where(StaffAction.verb == "rows-read")
        assert session.execute(read).all() == [(officer, tu.path)] * 2


def test_a_hamlet_that_is_named_later_finds_its_people(site: Site) -> None:
    gia, trainer = a_commune(MY_XUYEN), a_trainer()
    learner(a_class(trainer, place=gia.path), trainer, "khóm Tâm Thiện")
    site.sign_in(somebody_at(gia, "officer"), "staff")
    form = site.get("places.add", place_id=gia.id).form()
    form.fill(what="hamlet:khóm", names="Tâm Thiện").submit("Thêm")
    tallies.catch_up()
    page = site.get("reports.results", place_id=gia.id)
    assert "Khóm Tâm Thiện" in page.text
    assert "Nơi khác" not in page.text


def test_an_officer_comes_to_the_results_of_her_place_with_one_tap(site: Site) -> None:
    tu = a_commune()
    site.sign_in(somebody_at(tu, "officer"), "staff")
    assert (
        site.get("accounts.staff_home").follow("Kết quả học ở Xã Mỹ Tú").heading == "Kết quả học ở Xã Mỹ Tú"
    )
    site.sign_in(somebody_at(tu, "trainer", "Chị Mai"), "staff")
    assert "Kết quả học" not in site.get("accounts.staff_home").text
