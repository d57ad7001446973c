"""Branch, association, draw, second look, decision, correction: in which order, and what is kept."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import Insert, insert, select

from learning.accounts.models import StaffAction
from learning.clock import now
from learning.db import session, write
from learning.recognition import draw, listing, lists, offices, piles, queries
from learning.recognition.listing import ListRefused
from learning.recognition.own_models import OwnConsent
from tests.conftest import Clock
from tests.factories.offices import (
    NAMES,
    ONE_LOW,
    ONE_SHORT,
    Offices,
    checked,
    decided,
    endorsed,
    one_drawn,
    proposed,
    sent,
)
from tests.factories.places import NHU_GIA, a_commune, a_province, merged, somebody_at
from tests.factories.recognition import citizen, sends
from tests.places.worlds import counted
from tests.support.site import Site, as_staff

BY = {
    "Đồng ý, chuyển lên": "form[action$='/dong-y']",
    "Xem lại trước khi đề nghị": "form[action$='/de-nghi']",
    "Chốt và đề nghị": "form[action$='/de-nghi']",
    "Nhận lại hồ sơ": "form[action$='/xem-lai']",
}


@pytest.fixture(autouse=True)
def today(wall_clock: Clock) -> None:
    """22 November 2026."""


def logged() -> list[str]:
    wanted = select(StaffAction.verb).where(StaffAction.thing.in_(("dossier", "list")))
    return list(session().execute(wanted.order_by(StaffAction.at, StaffAction.id)).scalars())


# ── The branch ──


def test_a_branch_reads_a_dossier_and_passes_it_on(site: Site, here: Offices) -> None:
    held = sent(here.hamlet)
    page = as_staff(site, here.branch).get("/vi/cong-nhan/chi-hoi/")
    assert "100 phần trăm điểm là tự đánh giá" in page.text
    page = page.follow("Sơn Thị Lan")
    assert "chỉ lời tự đánh giá" in page.text
    assert "chưa được đối chiếu với văn bản gốc" in page.text
    page = page.form(BY["Đồng ý, chuyển lên"]).submit("Đồng ý, chuyển lên")
    assert "Đã chuyển hồ sơ" in page.text
    assert queries.dossier(held.id).stage == "endorsed"
    assert queries.dossier(held.id).steps[-1].result is not None
    assert logged() == ["dossier-endorsed"]


def test_a_branch_returns_with_a_reason_from_the_list_and_no_other(site: Site, here: Offices) -> None:
    held = sent(here.hamlet)
    way = f"/vi/cong-nhan/xet/{held.id}/tra-lai"
    as_staff(site, here.branch)
    for forged in ("vì tôi không thích", "withdrawn", "x" * 10_000):
        site.post(way, {"reason": forged}, status=422)
    assert queries.dossier(held.id).stage == "submitted"
    site.post(way, {"reason": "evidence-missing"})
    assert "đã có người làm rồi" in site.post(way, {"reason": "other"}, status=409).text  # pressed twice
    assert queries.dossier(held.id).steps[-1].reason == "evidence-missing"


def test_each_step_is_for_the_role_whose_place_it_is(site: Site, here: Offices) -> None:
    held = sent(here.hamlets[1])
    for person in (here.branch, here.trainer):  # another hamlet; no office of recognition
        answer = as_staff(site, person).client.get(f"/vi/cong-nhan/xet/{held.id}/")
        assert answer.status_code in (403, 404)
    for person in (here.association, here.officer):  # their commune, not their step
        as_staff(site, person).get(f"/vi/cong-nhan/xet/{held.id}/")
        site.post(f"/vi/cong-nhan/xet/{held.id}/dong-y", status=403)
    assert queries.dossier(held.id).stage == "submitted"


# ── The association ──


def test_three_piles_and_what_is_missing(site: Site, here: Offices) -> None:
    endorsed(here, "Sơn Thị Lan")
    endorsed(here, "Thạch Văn Sang", ONE_SHORT)
    endorsed(here, "Giàng A Páo", ONE_LOW)
    no_longer = endorsed(here, "Lò Thị Ính")
    sent(here.hamlets[1], "Nguyễn Văn Bảy")
    with write() as current:
        current.execute(_says_no(no_longer.person))
    page = as_staff(site, here.association).get("/vi/cong-nhan/hoi/")
    assert page.texts(".recog-piles li") == ["2 đủ điều kiện", "1 cần người xem", "2 còn thiếu"]
    assert "Còn thiếu 1 điểm." in page.text
    assert "Chỉ số 10 mới 4 điểm, cần ít nhất 5." in page.text
    assert "không còn đồng ý" in page.text
    assert len(page.all("input[name=ho-so]")) == 1  # not short, still wanted by her, read by the branch


def _says_no(person: UUID) -> Insert:
    """A no that reaches this server after the branch agreed: from another one, for instance."""
    said = {"person_id": person, "set_id": citizen().id, "year": 2026, "agrees": False, "said_at": now()}
    return insert(OwnConsent).values(seq=2, **said)


def test_chosen_names_are_looked_at_once_more_and_then_closed(site: Site, here: Offices) -> None:
    for name in NAMES:
        endorsed(here, name)
    page = as_staff(site, here.association).get(f"/vi/cong-nhan/hoi/{here.commune.id}/")
    page = page.form(BY["Xem lại trước khi đề nghị"]).submit("Xem lại trước khi đề nghị")
    assert page.heading == "Đề nghị 6 người"
    assert lists.lists_at([None]) == []
    page = page.form(BY["Chốt và đề nghị"]).submit("Chốt và đề nghị")
    (one,) = lists.lists_at([here.commune.path], 2026)
    assert (one.state, one.listed, one.many, one.proposed_by) == ("closed", 6, 5, here.association)
    assert one.published.secret is None
    assert one.mix == {"self": 0, "present": 0, "observed": 0, "confirmed": 0, "answer": 480}
    entries = lists.entries_of(one.id)
    assert [each.name for each in entries][:2] == ["Nguyễn Văn Bảy", "Lò Thị Ính"]  # by given name
    assert {(each.total, each.needed, each.area, each.hamlet) for each in entries} == {
        (80, 80, "usual", "Ấp Bưng Tróp")
    }
    assert "list-proposed" in logged()


def test_nobody_who_falls_short_is_proposed_whatever_is_sent(site: Site, here: Offices) -> None:
    short = endorsed(here, points=ONE_SHORT)
    as_staff(site, here.association).post(
        f"/vi/cong-nhan/hoi/{here.commune.id}/de-nghi", {"ho-so": str(short.id), "chot": "1"}, status=422
    )
    assert queries.dossier(short.id).stage == "endorsed"


def test_closing_twice_is_one_list_and_a_name_that_left_is_not_passed_over(site: Site, here: Offices) -> None:
    some = [endorsed(here, name).id for name in NAMES[:2]]
    way = f"/vi/cong-nhan/hoi/{here.commune.id}/de-nghi"
    as_staff(site, here.association).post(f"/vi/cong-nhan/xet/{some[0]}/tra-lai", {"reason": "other"})
    both = {"ho-so": [str(one) for one in some], "chot": "1"}
    assert "Có tên vừa thay đổi" in site.post(way, both, status=409).text
    one_left = {"ho-so": str(some[1]), "chot": "1"}
    assert site.post(way, one_left).heading == site.post(way, one_left).heading
    (one,) = lists.lists_at([None])
    assert one.listed == 1
    site.post(way, {"ho-so": "1" * 50_000, "chot": "1"}, status=422)


def test_a_list_shows_who_was_on_one_before(site: Site, here: Offices) -> None:
    checked_one = checked(here, NAMES[:1])
    (entry,) = lists.entries_of(checked_one.id)
    with write():
        offices.send_back(entry.dossier, "other", here.officer)
    sends(entry.person)
    again = queries.dossier(entry.id)
    result = piles.judged([again], lists.named([again]), date(2026, 11, 22))[again.id]
    with write():
        offices.endorse(again, result, here.branch)
    with write():
        made = listing.propose(here.commune.path, citizen(), 2026, {again.id: result}, by=here.association)
    page = as_staff(site, here.officer).get(f"/vi/cong-nhan/danh-sach/{made}/")
    assert "1 người đã có ở một danh sách trước" in page.text


# ── The draw and the second look ──


def test_a_witness_draws_once_and_anybody_can_draw_again(site: Site, here: Offices) -> None:
    one = proposed(here, NAMES)
    way = f"/vi/cong-nhan/danh-sach/{one.id}/boc-tham/"
    assert "Cần một người khác" in as_staff(site, here.association).get(way).text
    site.post(way, {"spoken": "402915"}, status=422)
    as_staff(site, here.officer).post(way, {"spoken": "40 291"}, status=422)
    site.post(way, {"spoken": "402 915"})
    drawn = lists.list_of(one.id)
    assert (drawn.state, len(drawn.drawing.drawn if drawn.drawing else ())) == ("drawn", 5)
    assert list(draw.faults_in(drawn.published, [str(each.id) for each in lists.entries_of(one.id)])) == []
    site.post(way, {"spoken": "111111"}, status=422)
    assert lists.list_of(one.id) == drawn


def test_a_checker_sees_who_was_drawn_near_by_and_nobody_else(site: Site, here: Offices) -> None:
    one = proposed(here, NAMES)
    with write():
        listing.speak(one.id, "402915", here.officer)
    elsewhere = somebody_at(here.hamlets[1], "trainer", "Cô Ba")
    assert "Không còn ai" in as_staff(site, elsewhere).get("/vi/cong-nhan/kiem-tra/").text
    page = as_staff(site, here.trainer).get("/vi/cong-nhan/kiem-tra/")
    assert len(page.all(".recog-outcomes")) == 5
    site.get(f"/vi/cong-nhan/danh-sach/{one.id}/", status=403)


# ── The decision and its correction ──


def test_the_commune_decides_and_sends_single_names_back(site: Site, here: Offices) -> None:
    one = checked(here, NAMES)
    back = lists.entries_of(one.id)[0].id
    way = f"/vi/cong-nhan/danh-sach/{one.id}/quyet-dinh/"
    as_staff(site, here.association).get(way, status=403)
    sure = "có thể còn sai nhiều nhất 1 người"
    assert sure in as_staff(site, here.officer).get(way).text
    sent_form = {"number": "15/QĐ-UBND", "signed_on": "2026-11-20"}
    for wrong in ({"signed_on": "2026-12-20"}, {"signed_on": "1926-11-20"}, {"number": "9" * 61}):
        site.post(way, {**sent_form, **wrong}, status=422)
    site.post(way, {**sent_form, f"ly-do-{back}": "withdrawn"}, status=422)
    site.post(way, {**sent_form, f"ly-do-{back}": "wrong-person"})
    site.post(way, {**sent_form, "number": "16/QĐ-UBND"}, status=409)  # once
    found = lists.list_of(one.id)
    assert found.decision is not None
    assert (found.decision.number, found.decision.signed_on) == ("15/QĐ-UBND", date(2026, 11, 20))
    assert found.decision.confidence == found.confidence
    fates = {each.id: (each.fate, each.reason, each.is_recognised) for each in lists.entries_of(one.id)}
    assert fates.pop(back) == ("returned", "wrong-person", False)
    assert set(fates.values()) == {("decided", None, True)}
    assert sure in site.get(f"/vi/cong-nhan/danh-sach/{one.id}/").text


def test_nothing_is_decided_before_everybody_drawn_was_looked_for(here: Offices) -> None:
    one = proposed(here, NAMES[:2])
    for why in ("not_drawn", "unchecked"):
        with pytest.raises(ListRefused) as refused, write():
            listing.decide(one.id, "15", date(2026, 11, 20), {}, here.officer)
        assert refused.value.why == why
        if why == "not_drawn":
            with write():
                listing.speak(one.id, "402915", here.officer)


def test_whom_the_second_look_did_not_confirm_somebody_has_to_choose_for(site: Site, here: Offices) -> None:
    one = proposed(here, NAMES[:1])
    with write():
        listing.speak(one.id, "402915", here.officer)
    chosen = one_drawn(one.id)
    with write():
        listing.check(one.id, chosen, "not_confirmed", here.trainer)
    way = f"/vi/cong-nhan/danh-sach/{one.id}/quyet-dinh/"
    sent_form = {"number": "15/QĐ-UBND", "signed_on": "2026-11-20"}
    page = as_staff(site, here.officer).post(way, sent_form, status=422)
    assert "chọn rõ" in page.text
    page.form("main form").fill({f"ly-do-{chosen}": "cong-nhan"}).submit("Ghi quyết định")
    assert [each.is_recognised for each in lists.entries_of(one.id)] == [True]


# ── The province ──


def test_the_province_sees_counts_with_their_mix_and_what_is_unusual(site: Site, here: Offices) -> None:
    one = decided(here, NAMES[:2])
    sent(here.hamlets[1], NAMES[5])
    above = somebody_at(a_province(), "officer", "Anh Phúc")
    page = as_staff(site, above).get("/vi/cong-nhan/tinh/")
    assert page.texts("tbody td") == ["3", "2", "2", "100% tự đánh giá", "Đã xong"]
    assert "Còn 28 ngày" in page.text
    assert "Quyết định có người đề nghị sửa" not in page.text
    (entry, _other) = lists.entries_of(one.id)
    site.post(f"/vi/cong-nhan/xet/{entry.id}/de-nghi-sua", {"reason": "wrong-result"})
    assert "Quyết định có người đề nghị sửa" in site.get("/vi/cong-nhan/tinh/").text


def test_dossiers_and_lists_follow_their_commune(here: Offices) -> None:
    one = proposed(here, NAMES[:1])
    unit = merged([here.commune, a_commune(NHU_GIA)], "Mỹ Tú Mới", date(2026, 11, 1))
    assert [each.id for each in lists.lists_at([unit.path], 2026)] == [one.id]
    assert lists.entries_of(one.id)[0].dossier.place.startswith(unit.path)


def test_as_many_queries_for_many_people_as_for_one(site: Site, here: Offices) -> None:
    endorsed(here, NAMES[0])
    way = f"/vi/cong-nhan/hoi/{here.commune.id}/"
    as_staff(site, here.association)
    few = counted(lambda: site.get(way))
    for name in NAMES[1:]:
        endorsed(here, name)
    assert counted(lambda: site.get(way)) == few
