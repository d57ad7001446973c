"""Learners come in by card: scanning, typing, choosing pictures, and what they hear when it goes wrong."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from learning.accounts import queries, rules
from tests.factories.accounts import OTHER_PICTURES, PICTURES, a_card, a_learner, a_new_card
from tests.support.databases import held_by_another
from tests.support.page import Page
from tests.support.site import Site

WORDS = {
    "trau": "Trâu", "sen": "Hoa sen", "ca": "Cá", "ga": "Gà", "trong": "Trống", "lua": "Lúa",
}  # fmt: skip


def pick(page: Page, pictures: Sequence[str], *, last_status: int = 200) -> Page:
    """Tap pictures one after the other, as a browser without scripts does."""
    for one in pictures[:-1]:
        page = page.form("form.picking").submit(WORDS[one])
    return page.form("form.picking").submit(WORDS[pictures[-1]], status=last_status)


def test_scanning_a_card_and_three_pictures_is_enough(site: Site) -> None:
    page = site.get(a_card().path)
    assert page.heading == "Ba hình của bác là gì?"
    assert pick(page, PICTURES).heading == "Chào bác Sơn Thị Lan!"


def test_from_scan_to_the_next_lesson_it_takes_five_taps(site: Site) -> None:
    welcome = pick(site.get(a_card().path), PICTURES)  # one scan, three pictures
    assert welcome.follow("Học tiếp").path == "/vi/cua-toi/"  # and one more


def test_a_typed_number_does_as_well_as_a_scan(site: Site) -> None:
    form = site.get("accounts.enter").form()
    page = form.fill(number=a_card().spaced_number).submit()
    assert pick(page, PICTURES).heading == "Chào bác Sơn Thị Lan!"


def test_at_its_first_use_a_card_gets_its_pictures(site: Site) -> None:
    card = a_new_card()
    page = site.get(card.path)
    assert page.heading == "Bác chọn ba hình để nhớ"
    page = pick(page, PICTURES)
    assert page.texts("ol.picked li") == ["Trâu", "Hoa sen", "Cá"]
    assert page.form("main form").submit("Tôi nhớ rồi").heading == "Chào bác Sơn Thị Lan!"
    assert pick(Site(site.app).get(card.path), PICTURES).heading == "Chào bác Sơn Thị Lan!"


def test_a_number_that_was_never_used_leads_to_choosing_too(site: Site) -> None:
    page = site.get("accounts.enter").form().fill(number=a_new_card().number).submit()
    assert page.heading == "Bác chọn ba hình để nhớ"


def test_new_pictures_can_be_chosen_again_before_they_count(site: Site) -> None:
    card = a_new_card()
    page = pick(site.get(card.path), PICTURES).form("main form").submit("Chọn lại")
    assert page.texts("ol.picked li") == ["1", "2", "3"]
    found = queries.live_card(card.number)
    assert found is not None
    assert found.pictures_hash is None


def test_confirming_new_pictures_twice_signs_in_twice(site: Site) -> None:
    form = pick(site.get(a_new_card().path), PICTURES).form("main form")
    form.submit("Tôi nhớ rồi")
    assert form.submit("Tôi nhớ rồi").heading == "Chào bác Sơn Thị Lan!"


def test_somebody_who_confirms_other_pictures_a_moment_later_does_not_get_in(site: Site) -> None:
    card = a_new_card()
    late = pick(Site(site.app).get(card.path), OTHER_PICTURES).form("main form")
    pick(site.get(card.path), PICTURES).form("main form").submit("Tôi nhớ rồi")
    assert late.submit("Tôi nhớ rồi", status=422).heading == "Ba hình của bác là gì?"


def test_the_last_pick_can_be_undone(site: Site) -> None:
    page = site.get(a_card().path).form("form.picking").submit("Trâu")
    page = page.form("form.picking").submit("Gà").form("form.picking").submit("Bỏ hình vừa chọn")
    assert page.texts("ol.picked li") == ["Trâu", "2", "3"]


def test_a_picture_that_is_picked_cannot_be_picked_again(site: Site) -> None:
    page = site.get(a_card().path).form("form.picking").submit("Trâu")
    assert [button.get("value") for button in page.all("button[disabled]")] == ["trau"]
    assert page.all("button[data-undo][hidden]") == []


@pytest.mark.parametrize(
    "pictures", [OTHER_PICTURES, tuple(reversed(PICTURES))], ids=["other", "other order"]
)
def test_wrong_pictures_are_told_kindly_and_may_be_tried_again(site: Site, pictures: tuple[str, ...]) -> None:
    card = a_card()
    page = pick(site.get(card.path), pictures, last_status=422)
    assert "Bác thong thả nhớ lại rồi thử nhé." in page.text
    assert pick(page, PICTURES).heading == "Chào bác Sơn Thị Lan!"


def test_a_scanned_card_that_was_replaced_says_so_and_what_to_do(site: Site) -> None:
    old = a_card()
    new = a_card(old.person)
    page = site.get(old.path, status=410)
    assert page.heading == "Thẻ này đã được thay"
    assert "nhờ người hướng dẫn" in page.text
    site.post(old.path, {"picked": list(PICTURES)}, status=410)
    assert pick(site.get(new.path), PICTURES).heading == "Chào bác Sơn Thị Lan!"


def test_a_replaced_card_ends_the_sessions_it_opened(site: Site) -> None:
    card = a_card()
    pick(site.get(card.path), PICTURES)
    a_new_card(card.person)
    assert site.get("accounts.welcome").heading == "Vào bằng thẻ học"


def test_an_address_that_is_no_card_says_so(site: Site) -> None:
    assert site.get("/the/" + "x" * 2000, status=404).heading == "Không tìm thấy thẻ này"


def test_a_mistyped_number_is_noticed_before_any_picture(site: Site) -> None:
    wrong = rules.card_number(12345678)[:-1] + "0"
    page = site.get("accounts.enter").form().fill(number=wrong).submit(status=422)
    assert "Có một chữ số gõ nhầm." in page.text
    assert page.form().values["number"] == [wrong]


@pytest.mark.parametrize("typed", ["", "abc", "12 34", "1" * 9000, "\x00", "１２３"])
def test_what_is_no_number_gets_a_sentence(site: Site, typed: str) -> None:
    page = site.post("accounts.enter", {"number": typed}, status=422)
    assert "Số thẻ có 9 chữ số." in page.text


def test_an_unknown_number_looks_like_any_other_until_the_pictures_are_wrong(site: Site) -> None:
    page = site.post("accounts.enter", {"number": rules.card_number(12345678)})
    assert page.heading == "Ba hình của bác là gì?"
    assert "Ba hình chưa khớp" in pick(page, PICTURES, last_status=422).text


def test_a_replaced_number_looks_like_an_unknown_one(site: Site) -> None:
    old = a_card()
    a_new_card(old.person)
    page = site.post("accounts.enter", {"number": old.number})
    assert "Ba hình chưa khớp" in pick(page, PICTURES, last_status=422).text


@pytest.mark.parametrize(
    "picked",
    [["trau"] * 3, ["voi"], list(rules.PICTURES), ["\x00"], ["trau" * 4000], ["\ufffd"]],
)
def test_picks_that_no_page_sends_begin_anew(site: Site, picked: list[str]) -> None:
    page = site.post(a_card().path, {"picked": picked}, status=422)
    assert "Bác chọn lại từ hình đầu nhé." in page.text


def test_bytes_that_are_no_text_get_a_page(site: Site) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    for sent in (b"number=%ff%fe\xff", b"\xff=\xff&picked=%80", b"number=%00%00"):
        response = site.client.post("/vi/vao/", data=sent, headers=form)
        assert response.status_code == 422
        site.inspect(response, "/vi/vao/")


def test_looking_at_a_card_changes_nothing_and_may_not_be_stored(site: Site) -> None:
    card = a_new_card()
    before = queries.live_card(card.number)
    page = site.get(card.path)
    assert queries.live_card(card.number) == before
    assert page.response.headers["Cache-Control"] == "private, no-store"
    assert page.response.headers["Referrer-Policy"] in ("no-referrer", "same-origin")


def test_a_card_speaks_the_language_of_its_person(site: Site) -> None:
    card = a_card(a_learner(language="en"))
    assert site.get(card.path).root.get("lang") == "en"


def test_the_language_that_a_browser_chose_goes_before_the_cards(site: Site) -> None:
    site.get("/?ngon-ngu=vi")
    assert site.get(a_card(a_learner(language="en")).path).root.get("lang") == "vi"


def test_somebody_without_a_name_is_greeted_too(site: Site) -> None:
    assert pick(site.get(a_card(a_learner(name=None)).path), PICTURES).heading == "Chào bác!"


def test_a_name_is_never_markup(site: Site) -> None:
    card = a_card(a_learner("<b>Lan</b> & %(x)s"))
    assert pick(site.get(card.path), PICTURES).heading == "Chào bác <b>Lan</b> & %(x)s!"


def test_while_the_database_does_not_come_the_page_says_so_and_her_pictures_open_it_later(site: Site) -> None:
    card = a_card()
    with held_by_another(site.app.extensions["hocso"].settings.database_url, "throttle"):
        page = pick(site.get(card.path), PICTURES, last_status=503)
    assert "Máy chủ đang bận" in page.text
    assert int(page.response.headers["Retry-After"]) > 0
    assert pick(site.get(card.path), PICTURES).heading == "Chào bác Sơn Thị Lan!"
