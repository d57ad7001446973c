"""A window that goes before its database came, however it goes: what was answered in it is not lost."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Error, Page, Route

from tests.browser.journeys import (
    CHECK,
    IMPORT,
    REHEARSED,
    answer,
    kept,
    questions_of,
    wait_until,
    wait_until_sent,
)
from tests.support.browser import Visitor
from tests.support.server import Server

# On every page but the front page, the database comes long after everybody has gone.
NEVER = """if (location.pathname !== '/vi/') IDBFactory.prototype.open = () => ({});"""
ANOTHER_CHECK = f"/vi/bai/{REHEARSED}/kiem-tra/1/"


def wait_until_held(page: Page, count: int) -> None:
    """Until that many answers are in the memory of this window."""
    held = f"async () => (await ({IMPORT})()).change(async (t) => (await t.all('outbox')).length)"
    wait_until(page, lambda: page.evaluate(held) == count, f"never {count} in memory")


def answer_one(page: Page, check: str) -> str | None:
    page.goto(check, wait_until="load")
    page.locator("[data-verify]:visible").wait_for()
    name = page.locator("[data-question]:visible").get_attribute("data-question")
    answer(page)
    return name


class Line:
    """Out of reach until `back` is said: a context cannot take its routes away once a page crashed."""

    def __init__(self, visitor: Visitor) -> None:
        self.cut = True
        visitor.context.add_init_script(NEVER)
        for address in ("**/api/v1/**", "**/vao/khoa"):
            visitor.context.route(address, self._pass)
        visitor.troubles.expect("net::ERR_CONNECTION_RESET")

    def _pass(self, route: Route) -> None:
        if self.cut:
            route.abort("connectionreset")
        else:
            route.continue_()

    def back(self) -> None:
        self.cut = False


def sent_by_a_new_window(visitor: Visitor, server: Server) -> list[str | None]:
    page = visitor.context.new_page()
    page.goto("/vi/", wait_until="load")
    wait_until_sent(page)
    return questions_of(kept(server, page))


def kill(visitor: Visitor, page: Page) -> None:
    """As a phone does that needs the memory: the page is told nothing."""
    page.wait_for_timeout(500)
    with page.expect_event("crash"), suppress(Error):  # it cannot answer any more
        visitor.context.new_cdp_session(page).send("Page.crash", timeout=2000)


def test_a_window_that_is_killed(visitor: Visitor, live_server: Server) -> None:
    line = Line(visitor)
    name = answer_one(visitor.page, CHECK)
    wait_until_held(visitor.page, 1)
    kill(visitor, visitor.page)
    line.back()
    assert sent_by_a_new_window(visitor, live_server) == [name]


def test_a_window_that_is_killed_after_it_took_up_another_s(visitor: Visitor, live_server: Server) -> None:
    line = Line(visitor)
    name = answer_one(visitor.page, CHECK)
    wait_until_held(visitor.page, 1)
    visitor.go(ANOTHER_CHECK)
    wait_until_held(visitor.page, 1)
    kill(visitor, visitor.page)
    line.back()
    assert sent_by_a_new_window(visitor, live_server) == [name]


def test_two_windows_that_are_killed_lose_nothing_of_each_other(
    visitor: Visitor, live_server: Server
) -> None:
    """Both are open before either has answered, and neither has a database."""
    line = Line(visitor)
    first, second = visitor.page, visitor.context.new_page()
    for page, check in ((first, CHECK), (second, ANOTHER_CHECK)):
        page.goto(check, wait_until="load")
        page.locator("[data-verify]:visible").wait_for()
    names = []
    for page in (first, second, first, second):
        names.append(page.locator("[data-question]:visible").get_attribute("data-question"))
        answer(page)
    for page in (first, second):
        wait_until_held(page, 2)
    kill(visitor, first)
    kill(visitor, second)
    line.back()
    assert sorted(filter(None, sent_by_a_new_window(visitor, live_server))) == sorted(filter(None, names))
