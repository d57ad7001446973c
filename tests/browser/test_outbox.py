"""Nothing is lost on the way: no signal, no server, a browser that keeps nothing, people taking turns."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.journeys import (
    CHECK,
    LESSON,
    MINE,
    Visitors,
    answer,
    answer_all,
    go_away,
    kept,
    questions_of,
    stored,
    wait_until,
    wait_until_sent,
)
from tests.support.browser import Visitor
from tests.support.server import Server

NO_DATABASE = "Object.defineProperty(window, 'indexedDB', {get() { throw new Error('forbidden here'); }});"


def asked(page: Page) -> list[str | None]:
    return [one.get_attribute("data-question") for one in page.locator("[data-question]").all()]


@pytest.fixture
def away(visitor: Visitor) -> Callable[[str], None]:
    """A server that fails at one address."""

    def fail(pattern: str) -> None:
        visitor.troubles.expect("answered 503")
        visitor.context.route(pattern, lambda route: route.fulfill(status=503, body="{}"))

    return fail


def test_losing_the_signal_in_mid_check_loses_no_answer(visitor: Visitor, live_server: Server) -> None:
    page = visitor.go(CHECK)
    answer(page)
    wait_until_sent(page)
    visitor.context.set_offline(True)
    for _ in range(4):
        answer(page)
    expect(page.locator(".outcome[data-when=passed]")).to_be_visible()
    expect(page.locator("[data-outbox]")).to_contain_text("đang chờ gửi: 4")
    assert len(stored(page, "outbox")) == 4
    visitor.context.set_offline(False)
    wait_until_sent(page)
    expect(page.locator("[data-outbox]")).to_contain_text("5 trong 5 kết quả đã an toàn")
    assert questions_of(kept(live_server, page)) == asked(page)


def test_a_first_check_without_any_signal_is_sent_later_from_another_page(
    visitor: Visitor, live_server: Server
) -> None:
    page = visitor.go(CHECK)
    names = asked(page)
    visitor.context.set_offline(True)
    answer_all(page)
    visitor.context.set_offline(False)
    visitor.go("/vi/")
    wait_until_sent(page)
    rows = kept(live_server, page)
    assert questions_of(rows) == names
    assert len({row.person_id for row in rows}) == 1


def test_a_lost_receipt_means_sending_again_and_keeping_once(visitor: Visitor, live_server: Server) -> None:
    page = visitor.go(CHECK)

    def lose_the_answer(route: Route) -> None:
        route.fetch()  # it arrives, but its receipt is lost on the way
        route.abort("connectionreset")

    visitor.troubles.expect("net::ERR_CONNECTION_RESET")
    page.route("**/api/v1/events", lose_the_answer)
    answer_all(page)
    assert len(stored(page, "outbox")) == 5
    page.unroute("**/api/v1/events")
    page.reload()
    wait_until_sent(page)
    assert questions_of(kept(live_server, page)) == asked(page)


def test_a_server_that_is_away_is_asked_again(visitor: Visitor, away: Callable[[str], None]) -> None:
    away("**/api/v1/events")
    page = visitor.go(CHECK)
    answer(page)
    page.wait_for_timeout(300)
    assert len(stored(page, "outbox")) == 1
    visitor.context.unroute_all()
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_until_sent(page)


NO_LATER = """const later = setTimeout;
window.setTimeout = (job, time, ...rest) => (time < 4000 ? later(job, time, ...rest) : 0);"""


def test_a_network_that_is_back_while_a_try_still_hangs_is_tried_at_once(visitor: Visitor) -> None:
    visitor.page.add_init_script(NO_LATER)  # no second try by itself
    visitor.troubles.expect("net::ERR_CONNECTION_RESET")
    held: list[Route] = []
    page = visitor.go(CHECK)
    page.route("**/api/v1/events", lambda route: route.continue_() if held else held.append(route))
    answer(page)
    wait_until(page, lambda: held, "nothing was sent")
    page.evaluate("dispatchEvent(new Event('online'))")
    held[0].abort("connectionreset")
    wait_until_sent(page)


def test_a_refused_answer_stays_and_is_shown(visitor: Visitor) -> None:
    page = visitor.go(CHECK)
    page.locator("[data-check]").evaluate("form => { form.dataset.version = '0123456789abcdef'; }")
    answer_all(page)
    expect(page.locator("[data-outbox]")).to_contain_text("không gửi được: 5")
    assert {item["refused"] for item in stored(page, "outbox")} == {"unknown_version"}


def test_a_browser_that_keeps_nothing_still_sends(visitors: Visitors, live_server: Server) -> None:
    visitor = visitors()
    visitor.context.add_init_script(NO_DATABASE)
    page = visitor.go(CHECK)
    answer_all(page)
    expect(page.locator("[data-outbox]")).to_contain_text("5 trong 5 kết quả đã an toàn")
    assert questions_of(kept(live_server, page)) == asked(page)


def test_a_browser_that_keeps_nothing_says_so_while_there_is_no_signal(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.context.add_init_script(NO_DATABASE)
    page = visitor.go(CHECK)
    visitor.context.set_offline(True)
    answer_all(page)
    expect(page.locator("[data-outbox]")).to_contain_text("không cất được kết quả (5)")


def test_no_person_is_made_by_only_looking(visitor: Visitor, live_server: Server) -> None:
    page = visitor.go(LESSON)
    page.click("[data-next]")
    page.wait_for_timeout(300)
    assert stored(page, "outbox") == []
    assert not [one for one in visitor.context.cookies() if one["name"] == "so"]


def test_opening_a_lesson_is_kept_once_of_somebody_known(visitor: Visitor, live_server: Server) -> None:
    page = visitor.go(CHECK)
    answer(page)
    wait_until_sent(page)
    for _ in range(2):
        visitor.go(LESSON)
        page.wait_for_timeout(200)
    wait_until(page, lambda: len(kept(live_server, page)) > 1, "that she opened it was not received")
    wait_until_sent(page)
    assert [row.verb for row in kept(live_server, page)] == ["answered", "opened"]


def test_what_one_person_did_is_not_given_to_the_next(visitor: Visitor, live_server: Server) -> None:
    """One leaves with answers unsent; the next signs out and in elsewhere: here, a new guest."""
    page = visitor.go(CHECK)
    answer(page)
    wait_until_sent(page)
    page.route("**/api/v1/events", lambda route: route.abort("connectionreset"))
    visitor.troubles.expect("net::ERR_CONNECTION_RESET")
    answer(page)
    go_away(page)
    page.unroute("**/api/v1/events")
    visitor.go(CHECK)
    expect(page.locator("[data-steps-say]")).to_have_text("Câu 1/5")
    answer(page)
    wait_until_sent(page)
    rows = kept(live_server, page)
    assert len(rows) == 3
    assert rows[0].person_id == rows[1].person_id != rows[2].person_id


def test_nobodys_answers_become_a_guest_of_their_own(visitor: Visitor, live_server: Server) -> None:
    """Answered without a signal by nobody yet; before they are sent, somebody else is at the device."""
    page = visitor.go(CHECK)
    page.route("**/vao/khoa", lambda route: route.abort("connectionreset"))
    visitor.troubles.expect("net::ERR_CONNECTION_RESET")
    answer(page)
    turn = stored(page, "me")["turn"]
    visitor.go("/vi/vao/")
    wait_until(page, lambda: stored(page, "me")["turn"] != turn, "no turn begins where people come")
    page.unroute("**/vao/khoa")
    visitor.go(CHECK)
    answer(page)
    wait_until_sent(page)
    rows = kept(live_server, page)
    assert len({row.person_id for row in rows}) == 2


def test_the_personal_part_comes_only_where_somebody_is_known(visitor: Visitor) -> None:
    page = visitor.go("/vi/")
    page.wait_for_timeout(300)
    assert page.locator("script[src*=htmx]").count() == 0
    visitor.go(CHECK)
    answer(page)
    wait_until_sent(page)
    visitor.go("/vi/")
    expect(page.locator("[data-mine]")).to_contain_text("Học tiếp")
    visitor.go(MINE)
    expect(page.locator("main")).to_contain_text("Việc tiếp theo")


def test_a_key_lost_on_its_way_still_means_one_person(visitor: Visitor, live_server: Server) -> None:
    """The guest was made and signed in, but the page never heard of it."""
    page = visitor.go(CHECK)

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    visitor.troubles.expect("net::ERR_CONNECTION_RESET")
    page.route("**/vao/khoa", lose_the_answer)
    answer(page)
    wait_until(
        page, lambda: any(one["name"] == "so" for one in visitor.context.cookies()), "no guest was made"
    )
    page.unroute("**/vao/khoa")
    page.reload()
    expect(page.locator("[data-steps-say]")).to_have_text("Câu 2/5")
    for _ in range(4):
        answer(page)
    wait_until_sent(page)
    rows = kept(live_server, page)
    assert questions_of(rows) == asked(page)
    assert len({row.person_id for row in rows}) == 1


def test_the_line_says_when_the_last_was_received_and_sends_when_told(
    visitor: Visitor, away: Callable[[str], None]
) -> None:
    away("**/api/v1/events")
    page = visitor.go(CHECK)
    answer_all(page)
    line = page.locator("[data-outbox]")
    expect(line).to_contain_text("đang chờ gửi: 5")
    line.locator("[data-send-now]").click()
    expect(line).to_contain_text("Chưa gửi được 5 kết quả")
    visitor.context.unroute_all()
    line.locator("[data-send-now]").click()
    expect(line).to_contain_text("5 trong 5 kết quả đã an toàn trong sổ học. Lần gửi gần nhất: vừa xong.")
    expect(line.locator("[data-send-now]")).to_be_hidden()
    visitor.go("/vi/")
    expect(line).to_contain_text("Không còn kết quả nào chờ gửi. Lần gửi gần nhất: vừa xong.")


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_that_was_years_off_makes_no_mad_words(visitor: Visitor, years: int) -> None:
    page = visitor.go(CHECK)
    answer(page)
    wait_until_sent(page)
    page.add_init_script(f"const now = Date.now; Date.now = () => now() + {years} * 365 * 86400000;")
    visitor.go("/vi/")
    expect(page.locator("[data-outbox]")).to_contain_text("Lần gửi gần nhất: trước đây.")


def test_what_has_waited_for_days_says_what_to_do(visitor: Visitor, away: Callable[[str], None]) -> None:
    away("**/api/v1/events")
    page = visitor.go(CHECK)
    answer(page)
    expect(page.locator("[data-outbox]")).to_contain_text("đang chờ gửi: 1")
    page.add_init_script("const now = Date.now; Date.now = () => now() + 4 * 86400000;")
    visitor.go("/vi/")
    expect(page.locator("[data-outbox]")).to_contain_text("1 kết quả đã chờ gửi khá lâu")


def test_storage_that_stays_is_asked_for_once_something_is_kept(visitor: Visitor) -> None:
    visitor.context.add_init_script(
        "window.stays = 0; StorageManager.prototype.persist = async () => Boolean(window.stays += 1);"
    )
    page = visitor.go(CHECK)
    page.wait_for_timeout(300)
    assert page.evaluate("window.stays") == 0
    for _ in range(2):
        answer(page)
    wait_until_sent(page)
    assert page.evaluate("window.stays") == 1
