"""A sentence is translated by one, approved by another, and spoken without a restart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from learning.accounts import colleagues, grants
from learning.db import write
from learning.desk import live, operations, queries, rules
from learning.desk.models import DeskSuggestion
from learning.desk.operations import NoLongerThere, SamePerson
from learning.desk.texts import texts
from tests.factories.accounts import a_staff_member
from tests.factories.desk import a_suggestion, a_translator, approve, many_approved, speaker, states, text
from tests.support.page import Page
from tests.support.site import Site

HOME = "Trang chủ"
COUNTED = "%(num)d câu chờ đọc duyệt"
LESSON = "An toàn trên mạng"


@pytest.fixture
def desk(make_app: Callable[..., Flask]) -> Any:
    """A site of one's own: what is approved here is spoken here alone."""
    app = make_app()
    with app.app_context():
        yield Site(app)


def test_one_translates_another_approves_and_learners_read_it(desk: Site) -> None:
    first, second = a_translator("Chị Nọi", "en"), a_translator("Anh Sinh", "en")
    learner = Site(desk.app)
    assert "Front door" not in learner.get("/en/").html
    key = text(HOME).key
    desk.sign_in(first, "staff")
    page = desk.get("desk.text", code="en", key=key)
    assert HOME in page.html
    desk.post("desk.suggest", {"loi-0": " Front   door "}, code="en", key=key)
    desk.sign_in(second, "staff")
    read = desk.get("desk.read", code="en")
    assert "Front door" in read.html
    found, _ = queries.to_read("en", second)
    assert found is not None
    sent = {"lam": "duyet", "seen": rules.seen(found.forms)}
    for _again in range(2):
        desk.post("desk.decide", sent, code="en", suggestion_id=found.id)
    assert "Front door" in learner.get("/en/").html
    assert states() == ["approved"]


def test_a_page_that_a_phone_has_kept_has_another_name_after_the_approval(desk: Site) -> None:
    first, second = a_translator("Chị Nọi", "en"), a_translator("Anh Sinh", "en")
    learner = Site(desk.app).client
    etag = learner.get("/en/khoa/an-toan/").headers["ETag"]
    vi = learner.get("/vi/khoa/an-toan/").headers["ETag"]
    approve(second, a_suggestion(first, text(LESSON), "Safe and sound", code="en"), ["Safe and sound"], "en")
    assert live.look() == {"en"}
    known = learner.get("/en/khoa/an-toan/", headers={"If-None-Match": etag})
    assert known.status_code == 200
    assert b"Safe and sound" in known.data
    assert learner.get("/vi/khoa/an-toan/").headers["ETag"] == vi
    assert live.look() == set()


def test_sentences_of_code_and_counted_ones_speak_too(desk: Site) -> None:
    first, second = a_translator("Chị Nọi", "en"), a_translator("Anh Sinh", "en")
    forms = ("%(num)d thing to read", "%(num)d things to read")
    approve(second, a_suggestion(first, text(COUNTED), *forms, code="en"), forms, "en")
    live.look()
    words = desk.app.extensions["hocso"].catalogs["en"]
    assert [words.ngettext(COUNTED, COUNTED, number) % {"num": number} for number in (1, 2)] == [
        "1 thing to read",
        "2 things to read",
    ]


def test_a_language_opens_as_a_draft_once_enough_of_it_is_approved(desk: Site) -> None:
    first, second = a_translator("Chị Nọi"), a_translator("Anh Sinh")
    many_approved(first, second, rules.SENTENCES_TO_BEGIN - 1)
    live.look()
    desk.get("/tyz/", status=404)
    approve(second, a_suggestion(first, text(HOME), "Rườn"), ["Rườn"])
    live.look()
    home = desk.get("/tyz/")
    assert "Rườn" in home.html
    assert home.root.get("lang") == "tyz"
    assert "bản nháp" in desk.get("/vi/ngon-ngu/").html


def test_a_broken_row_is_left_out_and_all_others_are_spoken(desk: Site) -> None:
    first, second = a_translator("Chị Nọi", "en"), a_translator("Anh Sinh", "en")
    approve(second, a_suggestion(first, text(HOME), "Front door", code="en"), ["Front door"], "en")
    broken = a_suggestion(first, text("Của tôi"), "Mine", code="en")
    approve(second, broken, ["Mine"], "en")
    with write() as current:
        current.execute(
            update(DeskSuggestion).where(DeskSuggestion.id == broken).values(forms=["%(x)s <script>"])
        )
    live.look()
    page = Site(desk.app).get("/en/")
    assert "Front door" in page.html
    assert "<script>" not in page.html.split("<main")[1]


def test_what_was_typed_comes_back_with_what_is_wrong(site: Site) -> None:
    site.sign_in(a_translator("Chị Nọi"), "staff")
    key = text("Còn <b data-left>15</b> giây").key
    page = site.post("desk.suggest", {"loi-0": "Nhằng 15 giây"}, status=422, code="tyz", key=key)
    assert "Nhằng 15 giây" in page.html
    assert "&lt;b data-left&gt;" in page.html
    assert states() == []


def test_nobody_approves_their_own_words_not_even_in_the_database(app: Flask) -> None:
    first = a_translator("Chị Nọi")
    mine = a_suggestion(first, text(HOME), "Rườn")
    with pytest.raises(SamePerson), write():
        operations.approve(speaker(first), mine, rules.seen(["Rườn"]))
    own = {"state": "approved", "decided_by": first, "decided_at": queries.suggestion("tyz", mine).at}  # type: ignore[union-attr]  # it is there
    with pytest.raises(IntegrityError), write() as current:
        current.execute(update(DeskSuggestion).where(DeskSuggestion.id == mine).values(**own))
    assert states() == ["waiting"]


def test_only_the_words_that_were_read_are_approved(app: Flask) -> None:
    first, second = a_translator("Chị Nọi"), a_translator("Anh Sinh")
    there = a_suggestion(first, text(HOME), "Rườn")
    a_suggestion(first, text(HOME), "Rườn tởi")
    with pytest.raises(NoLongerThere), write():
        operations.approve(speaker(second), there, rules.seen(["Rườn"]))
    assert states() == ["waiting"]


def test_a_second_save_takes_the_place_of_the_first_and_a_better_one_of_what_is_live(app: Flask) -> None:
    first, second = a_translator("Chị Nọi"), a_translator("Anh Sinh")
    assert a_suggestion(first, text(HOME), "Rườn") == a_suggestion(first, text(HOME), "Rườn rẩy")
    approve(second, a_suggestion(first, text(HOME), "Rườn"), ["Rườn"])
    approve(first, a_suggestion(second, text(HOME), "Rườn cáu"), ["Rườn cáu"])
    assert states() == ["approved", "replaced"]


def test_what_is_sent_back_comes_to_its_author_with_the_reason(site: Site) -> None:
    first, second = a_translator("Chị Nọi"), a_translator("Anh Sinh")
    there = a_suggestion(first, text(HOME), "Rườn")
    site.sign_in(second, "staff")
    sent = {"lam": "tra", "seen": rules.seen(["Rườn"]), "kind": "dialect", "note": "Vùng này nói khác."}
    site.post("desk.decide", {**sent, "kind": ""}, status=422, code="tyz", suggestion_id=there)
    site.post("desk.decide", sent, code="tyz", suggestion_id=there)
    site.sign_in(first, "staff")
    assert "Vùng này nói khác." in site.get("desk.language", code="tyz").html
    site.post("desk.suggest", {"loi-0": "Rườn cáu"}, code="tyz", key=text(HOME).key)
    assert "Được trả lại" not in site.get("desk.language", code="tyz").html


def test_a_question_is_answered_where_it_was_asked(site: Site) -> None:
    first, author = a_translator("Chị Nọi"), a_staff_member("Cô Soạn", "author")
    key = text(HOME).key
    site.sign_in(first, "staff")
    for _again in range(2):
        site.post("desk.ask", {"kind": "meaning", "note": "Trang nào?"}, code="tyz", key=key)
    site.sign_in(author, "staff")
    (asked,) = queries.questions(None)
    site.post("translators.answer", {"answer": ""}, status=422, question_id=asked.id)
    site.post("translators.answer", {"answer": "Trang đầu tiên."}, question_id=asked.id)
    site.sign_in(first, "staff")
    assert "Trang đầu tiên." in site.get("desk.text", code="tyz", key=key).html


def test_whose_session_ended_while_writing_comes_back_to_the_sentence(site: Site) -> None:
    key = text(HOME).key
    there = f"/vi/dich/tyz/cau/{key}/"
    assert way_back(site.post("desk.suggest", {"loi-0": "Rườn"}, status=401, code="tyz", key=key)) == there
    for came_from, back in (("localhost", there), ("elsewhere.example", "")):
        headers = {"Referer": f"http://{came_from}{there}"}
        lost = site.post("desk.ask", {}, status=401, headers=headers, code="tyz", key=key)
        assert way_back(lost) == back


def way_back(page: Page) -> str:
    (way,) = [link.href for link in page.links if "/vao/can-bo/" in link.href]
    return way.partition("tiep=")[2]


def test_skipping_goes_on_and_comes_round(site: Site) -> None:
    site.sign_in(a_translator("Chị Nọi"), "staff")
    one = site.get("desk.following", code="tyz", domain="facts")
    other = site.get("desk.following", code="tyz", domain="facts", query={"sau": one.path.split("/")[-2]})
    assert one.path != other.path


def test_an_earlier_sentence_much_like_it_is_shown(site: Site) -> None:
    site.sign_in(a_translator("Chị Nọi", "en"), "staff")
    page = site.get("desk.text", code="en", key=text("%(num)d câu giống câu đang dùng.").key)
    assert "sentences are new or differ" in page.html


def test_a_language_is_given_by_who_administers_everything_and_to_translators_only(site: Site) -> None:
    head = a_staff_member("Chị Hạnh")
    translator, trainer = a_staff_member("Chị Nọi", "translator"), a_staff_member("Cô Mơ", "trainer")
    site.sign_in(head, "staff")
    site.post("translators.speakers", {"person": str(trainer), "language": "tyz"}, status=422)
    site.post("translators.speakers", {"person": str(translator), "language": "tyz"})
    assert queries.speaker(translator, "tyz") is not None
    site.post("translators.end", person_id=translator, code="tyz")
    assert queries.speaker(translator, "tyz") is None


def test_another_language_and_a_role_that_has_ended_open_nothing(site: Site) -> None:
    first, head = a_translator("Chị Nọi", "tyz"), a_staff_member("Chị Hạnh")
    site.sign_in(first, "staff")
    site.get("desk.language", code="tyz")
    site.get("desk.language", status=404, code="nut")
    site.get("desk.language", status=404, code="vi")
    (grant,) = colleagues.colleague(first, [None]).live_grants  # type: ignore[union-attr]  # she works here
    with write():
        grants.end(grant.id, head, "left")
    site.get("desk.language", status=403, code="tyz")


def test_who_is_erased_leaves_translations_and_nothing_about_themselves(app: Flask) -> None:
    first, head = a_translator("Chị Nọi"), a_staff_member("Chị Hạnh")
    with write():
        operations.describe(speaker(first), "Tày Cao Bằng", "chữ 1961")
    a_suggestion(first, text(HOME), "Rườn")
    with write():
        operations.ask(speaker(first), text(HOME), "meaning", "Nhà tôi ở Cao Bằng.")
    here = app.extensions["hocso"]
    assert {"translates", "translations", "asked_at_the_desk"} <= here.export(first).keys()
    here.erase(first, head, "asked-staff")
    assert queries.speaker(first, "tyz") is None
    (kept,) = queries.of_text("tyz", text(HOME).key)
    assert (kept.forms, kept.dialect, kept.spelling) == (("Rườn",), "", "")
    assert [one.note for one in queries.questions(None)] == [""]


def test_how_ready_each_language_is_stands_for_everybody(desk: Site) -> None:
    first, second = a_translator("Chị Nọi"), a_translator("Anh Sinh")
    before = Site(desk.app).get("desk.ready").html
    assert "Giao diện: 100%" in before
    assert "Đang chờ người dịch" in before
    many_approved(first, second, rules.SENTENCES_TO_BEGIN)
    live.look()
    after = Site(desk.app).get("desk.ready")
    share = 100 * rules.SENTENCES_TO_BEGIN // len(texts().domains[rules.INTERFACE])
    assert share > 0
    assert f"Giao diện: {share}%" in after.html
    assert "Bản nháp, đã mở cho bà con" in after.html
