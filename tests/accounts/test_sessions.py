"""Whose record is open: starting and ending, what the cookies hold, and whose the nameless answers are."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from flask import Flask, Response, session
from itsdangerous import TimestampSigner
from sqlalchemy import event

from learning.accounts import keys, links
from learning.db import db
from tests.accounts.test_cards import pick
from tests.conftest import Clock
from tests.factories.accounts import PICTURES, a_card, a_guest, a_learner, a_staff_member, keep_something
from tests.support.site import Site

DEVICE = str(uuid4())


def come_in(site: Site, person: UUID | None = None) -> None:
    pick(site.get(a_card(person).path), PICTURES)


def key_given(site: Site) -> dict[str, str]:
    """What a script gets when it wants a record key."""
    given: dict[str, str] = site.post("accounts.record_key", {"device": DEVICE}).response.get_json()
    return given


def here(site: Site) -> UUID:
    """Who this browser is, as the key that it gets says."""
    return UUID(key_given(site)["person"])


def test_nobody_becomes_a_guest_when_a_key_is_wanted_and_stays_that_guest(site: Site) -> None:
    first = key_given(site)
    assert keys.read(first["record_key"]).person == UUID(first["person"])
    assert keys.read(first["record_key"]).device == UUID(DEVICE)
    assert here(site) == UUID(first["person"])


@pytest.mark.parametrize("device", ["", "no uuid", "1" * 5000, "\x00"])
def test_a_key_needs_a_device(site: Site, device: str) -> None:
    site.post("accounts.record_key", {"device": device}, status=422)
    assert site.client.get_cookie("so_hoc") is None


def test_a_key_is_not_given_to_other_sites(site: Site) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    site.post("accounts.record_key", {"device": DEVICE}, headers=headers, status=403)


def test_a_page_that_only_asks_who_is_known_makes_nobody(site: Site) -> None:
    asked = {"device": DEVICE, "quen": "1"}
    headers = {"Sec-Fetch-Site": "same-origin"}
    answer = site.client.post("/vi/vao/khoa", data=asked, headers=headers)
    assert (answer.status_code, answer.data) == (204, b"")
    assert not answer.headers.getlist("Set-Cookie")
    come_in(site, learner := a_learner())
    known = site.client.post("/vi/vao/khoa", data=asked, headers=headers).get_json()
    assert known["person"] == str(learner)


def test_who_comes_in_by_card_gets_a_key_for_their_own_record(site: Site) -> None:
    learner = a_learner()
    come_in(site, learner)
    assert here(site) == learner


def test_the_cookies_are_lax_and_only_the_marker_is_readable(site: Site) -> None:
    response = site.client.post(
        "/vi/vao/khoa", data={"device": DEVICE}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    lines = {line.partition("=")[0]: line for line in response.headers.getlist("Set-Cookie")}
    assert "HttpOnly" in lines["so_hoc"]
    assert lines["so"].startswith("so=1;")
    assert "HttpOnly" not in lines["so"]
    assert all("SameSite=Lax" in line and "Secure" not in line for line in lines.values())


def test_on_https_every_cookie_is_secure(site: Site) -> None:
    response = site.client.post(
        "/vi/vao/khoa",
        data={"device": DEVICE},
        base_url="https://localhost",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert all("Secure" in line for line in response.headers.getlist("Set-Cookie"))


def test_signing_in_leaves_nothing_of_an_earlier_session(site: Site) -> None:
    with site.client.session_transaction() as prepared:
        prepared["planted"] = "by somebody else"
        prepared["_user_id"] = f"card {a_learner()} -"
    come_in(site, learner := a_learner())
    with site.client.session_transaction() as kept:
        assert "planted" not in kept
        assert kept["_user_id"].split(" ")[1] == str(learner)


def test_a_cookie_holds_no_name_number_or_address(site: Site) -> None:
    come_in(site)
    with site.client.session_transaction() as kept:
        assert set(kept) <= {"_user_id", "_fresh", "_id", "_permanent", "until"}
        assert kept["_id"] == ""


def test_a_learner_stays_signed_in_for_a_year(site: Site, wall_clock: Clock) -> None:
    come_in(site)
    wall_clock.advance(days=365)
    assert site.get("accounts.welcome").heading == "Chào bác Sơn Thị Lan!"
    wall_clock.advance(days=399)
    assert site.get("accounts.welcome").heading == "Chào bác Sơn Thị Lan!"


def test_a_learner_who_never_comes_is_signed_out_in_the_end(site: Site, wall_clock: Clock) -> None:
    come_in(site)
    wall_clock.advance(days=401)
    assert site.get("accounts.welcome").heading == "Vào bằng thẻ học"


def test_staff_are_signed_out_after_a_working_day(site: Site, wall_clock: Clock) -> None:
    site.sign_in(a_staff_member(), "staff")
    wall_clock.advance(hours=11)
    assert site.get("accounts.staff_home").heading == "Quản trị"
    wall_clock.advance(hours=2)
    site.get("accounts.staff_home", status=401)


def test_the_person_of_a_session_is_asked_for_once(site: Site) -> None:
    come_in(site)
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    site.get("accounts.welcome")
    assert len([sql for sql in asked if "FROM person" in sql]) == 1


def test_a_cookie_that_is_known_lets_no_other_in(site: Site) -> None:
    """One that was verified is not verified again; one letter changed makes another cookie."""
    site.sign_in(a_learner())
    cookie = site.client.get_cookie("so_hoc")
    assert cookie is not None
    other = cookie.value[:-1] + ("A" if cookie.value[-1] != "A" else "Q")
    for value, is_greeted in ((cookie.value, True), (other, False), (cookie.value, True)):
        site.client.set_cookie("so_hoc", value)
        assert ("Chào bác Sơn Thị Lan" in site.get("study.mine").text) is is_greeted


def a_session(app: Flask) -> dict[str, str]:
    with app.test_request_context():
        session["number"] = "1"
        return {"Cookie": app.process_response(Response()).headers["Set-Cookie"].partition(";")[0]}


def test_a_known_cookie_holds_what_it_held(app: Flask) -> None:
    brought = a_session(app)
    for _ in range(2):
        with app.test_request_context(headers=brought):
            assert dict(session) == {"number": "1"}
            session["number"] = "2"


def test_a_known_cookie_grows_too_old(app: Flask, wall_clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _signer: int(wall_clock.at.timestamp()))
    brought = a_session(app)
    for days, holds in ((0, True), (399, True), (2, False)):
        wall_clock.advance(days=days)
        with app.test_request_context(headers=brought):
            assert ("number" in session) is holds


def test_a_damaged_cookie_is_nobody(site: Site) -> None:
    site.client.set_cookie("so_hoc", "x.y.z")
    site.client.set_cookie("may", "no uuid\x7f")
    assert site.get("accounts.welcome").heading == "Vào bằng thẻ học"


def test_going_out_asks_first_and_closes_the_record(site: Site) -> None:
    come_in(site)
    page = site.get("accounts.leave")
    assert "Đang mở sổ của bác Sơn Thị Lan." in page.text
    assert page.form().submit("Ra").heading == "Bác đã ra rồi"
    assert site.client.get_cookie("so") is None
    assert site.get("accounts.welcome").heading == "Vào bằng thẻ học"


def test_going_out_clears_what_the_browser_shows_but_not_what_it_has_yet_to_send(site: Site) -> None:
    come_in(site)
    page = site.post("accounts.leave", status=303, follow=False)
    assert page.response.headers["Clear-Site-Data"] == '"cache"'


def test_going_out_twice_or_without_having_come_in_is_quiet(site: Site) -> None:
    site.post("accounts.leave")
    assert site.post("accounts.leave").heading == "Bác đã ra rồi"


def test_a_guest_who_would_lose_something_is_shown_how_to_keep_it(site: Site) -> None:
    keep_something(here(site))
    page = site.get("accounts.leave")
    assert "Kết quả của 1 bài trên máy này chưa ghi vào thẻ nào." in page.text
    assert page.follow("Ghi vào thẻ học").path == "/vi/vao/?giu=1"


def test_who_comes_to_keep_the_answers_gets_them_without_being_asked(site: Site) -> None:
    guest, learner = here(site), a_learner()
    keep_something(guest)
    site.get("accounts.enter", query={"giu": ["1"]})
    page = pick(site.get(a_card(learner).path), PICTURES)
    assert "Đã ghi vào sổ của bác" in page.text
    assert links.canonical(guest) == learner


def test_keeping_works_with_a_typed_number_too(site: Site) -> None:
    guest, learner = here(site), a_learner()
    keep_something(guest)
    form = site.get("accounts.enter", query={"giu": ["1"]}).form()
    pick(form.fill(number=a_card(learner).number).submit(), PICTURES)
    assert links.canonical(guest) == learner


def test_else_one_question_is_asked_and_yes_takes_them(site: Site) -> None:
    guest, learner = here(site), a_learner()
    keep_something(guest)
    page = pick(site.get(a_card(learner).path), PICTURES)
    assert "có kết quả của 1 bài chưa có tên. Là của bác phải không?" in page.text
    assert page.form("form.actions").submit("Đúng, của tôi").path == "/vi/cua-toi/"
    assert links.canonical(guest) == learner


def test_no_leaves_them_to_the_device_and_is_not_asked_again(site: Site) -> None:
    guest = here(site)
    keep_something(guest)
    pick(site.get(a_card().path), PICTURES).form("form.actions").submit("Không phải của tôi")
    assert "Là của bác" not in site.get("accounts.welcome").text
    assert links.canonical(guest) == guest
    site.post("accounts.leave")
    assert here(site) == guest


def test_answering_yes_twice_is_the_same_as_once(site: Site) -> None:
    guest, learner = here(site), a_learner()
    keep_something(guest)
    form = pick(site.get(a_card(learner).path), PICTURES).form("form.actions")
    form.submit("Đúng, của tôi")
    form.submit("Đúng, của tôi")
    assert links.ids_of(learner) == (learner, guest)


def test_a_guest_without_answers_is_not_asked_about(site: Site) -> None:
    here(site)
    assert "Là của bác" not in pick(site.get(a_card().path), PICTURES).text


def test_an_adopted_guests_old_cookie_opens_nobodys_record(site: Site) -> None:
    other = Site(site.app)
    guest, learner = a_guest(), a_learner()
    other.sign_in(guest, "guest")
    keep_something(guest)
    site.app.extensions["hocso"].adopt(guest, learner)
    assert here(other) not in (guest, learner)


def test_who_signed_in_is_named_and_can_say_that_it_is_not_them(site: Site) -> None:
    come_in(site)
    page = site.get("accounts.welcome")
    assert page.form("main form").submit("Không phải bác").heading == "Bác đã ra rồi"


def test_the_sign_in_page_says_whose_record_is_open(site: Site) -> None:
    come_in(site)
    assert "Máy này đang mở sổ của bác Sơn Thị Lan." in site.get("accounts.enter").text


def test_one_returns_to_where_one_came_from(site: Site) -> None:
    card = a_card()
    form = site.get("accounts.enter", query={"tiep": ["/vi/on-tap/"]}).form()
    page = pick(form.fill(number=card.number).submit(), PICTURES)
    assert page.follow("Học tiếp").path == "/vi/on-tap/"


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere(site: Site, where: str) -> None:
    card = a_card()
    form = site.get("accounts.enter", query={"tiep": [where]}).form()
    page = pick(form.fill(number=card.number).submit(), PICTURES)
    assert page.follow("Học tiếp").path == "/vi/cua-toi/"
    assert "evil" not in site.get("accounts.welcome", query={"tiep": [where]}).html
    assert site.post("accounts.answer_welcome", {"tiep": where}).path == "/vi/cua-toi/"
    staff = site.get("accounts.enter_staff", query={"tiep": [where]})
    assert "evil" not in staff.form().action + str(staff.form().values)
