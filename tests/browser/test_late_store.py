"""A database that comes late, or goes away in the middle: what was answered meanwhile finds its way."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from tests.browser.journeys import (
    BUSY_DISK,
    CHECK,
    PRACTICE,
    Visitors,
    answer,
    answer_all,
    give,
    kept,
    lasting,
    questions_of,
    shown,
    stored,
    wait_until_rested,
    wait_until_sent,
)
from tests.support.browser import Visitor
from tests.support.rehearsal import way_to_the_end
from tests.support.server import Server

# Longer than the store waits before it goes on in memory.
LATE = """
const open = indexedDB.open.bind(indexedDB);
IDBFactory.prototype.open = (...names) => {
  const request = {};
  setTimeout(() => {
    const real = open(...names);
    real.onupgradeneeded = () => { request.result = real.result; request.onupgradeneeded(); };
    real.onsuccess = () => { request.result = real.result; request.onsuccess(); };
    real.onerror = () => { request.error = real.error; request.onerror(); };
  }, 5000);
  return request;
};
"""
TAP = '[data-stage] [name="cham"][value="{}"]'


def asked(page: Page) -> list[str | None]:
    return [one.get_attribute("data-question") for one in page.locator("[data-question]").all()]


def test_what_waits_on_a_late_disk_is_sent_as_what_it_is(visitor: Visitor, live_server: Server) -> None:
    page = visitor.go(CHECK)
    names, device = asked(page), stored(page, "me")["device"]
    visitor.context.set_offline(True)
    answer_all(page)
    assert len(stored(page, "outbox")) == 5
    visitor.context.set_offline(False)
    page.add_init_script(LATE)
    visitor.go("/vi/")
    wait_until_sent(page)
    assert stored(page, "me")["device"] == device
    assert questions_of(kept(live_server, page)) == names
    assert lasting(page)


def test_a_check_begun_before_the_disk_came_is_moved_to_it(visitor: Visitor) -> None:
    """Some answered before it came, some after: one person's, and the numbers of the device go on."""
    page = visitor.go(CHECK)
    visitor.context.route("**/api/v1/**", lambda route: route.abort("connectionreset"))
    visitor.context.route("**/vao/khoa", lambda route: route.abort("connectionreset"))
    visitor.troubles.expect("net::ERR_CONNECTION_RESET")
    answer(page)
    first = stored(page, "outbox")
    before = stored(page, "me")
    page.add_init_script(LATE)
    page.goto("/vi/bai/mat-khau-va-otp/kiem-tra/1/")
    for _ in range(2):
        answer(page)
    stored(page, "me")  # it has come
    for _ in range(3):
        answer(page)
    items = sorted(stored(page, "outbox"), key=lambda item: item["event"]["seq"])
    after = stored(page, "me")
    assert [item["id"] for item in items][:1] == [item["id"] for item in first]
    assert len(items) == 6
    assert len({item["event"]["seq"] for item in items}) == 6
    assert {item["turn"] for item in items} == {after["turn"]}
    assert after["device"] == before["device"]
    assert lasting(page)


def test_leaving_before_the_disk_came_loses_nothing(visitor: Visitor, live_server: Server) -> None:
    page = visitor.go(CHECK)
    names = asked(page)
    page.add_init_script("if (location.pathname !== '/vi/') {" + LATE + "}")
    page.reload()
    visitor.context.set_offline(True)
    answer_all(page)
    visitor.context.set_offline(False)
    visitor.go("/vi/")
    wait_until_sent(page)
    rows = kept(live_server, page)
    assert questions_of(rows) == names
    assert len({row.person_id for row in rows}) == 1


def test_an_answer_given_right_before_leaving_is_kept(visitor: Visitor, live_server: Server) -> None:
    """The page goes while the answer is being written."""
    page = visitor.go(CHECK)
    page.locator("[data-verify]:visible").wait_for()
    name = asked(page)[0]
    wait_until_rested(page, "verify")
    give(shown(page), right=True)
    page.evaluate("() => { document.querySelector('[data-verify]').click(); location.href = '/vi/'; }")
    page.wait_for_url("**/vi/")
    wait_until_sent(page)
    assert questions_of(kept(live_server, page)) == [name]


def test_a_rehearsal_that_ends_right_before_leaving_is_kept(visitor: Visitor, live_server: Server) -> None:
    """Nobody was known here, and the disk is busy until the page has gone."""
    page = visitor.go(PRACTICE)
    *before, last = walk(page)
    for element in before:
        page.click(TAP.format(element))
    page.evaluate(BUSY_DISK)
    page.evaluate("tap => { document.querySelector(tap).click(); location.href = '/vi/'; }", TAP.format(last))
    page.wait_for_url("**/vi/")
    wait_until_sent(page)
    assert [row.verb for row in kept(live_server, page)] == ["practised"]


def walk(page: Page) -> list[str]:
    """What is to be touched in a rehearsal, to its end."""
    return way_to_the_end(json.loads(page.locator("[data-practice]").get_attribute("data-key") or ""))


def test_a_connection_that_was_closed_is_made_anew(visitor: Visitor) -> None:
    visitor.context.add_init_script("""
      const open = IDBFactory.prototype.open;
      IDBFactory.prototype.open = function (...names) {
        const request = open.apply(this, names);
        window.connections = window.connections || [];
        request.addEventListener('success', () => { window.connections.push(request.result); });
        return request;
      };
    """)
    page = visitor.go(CHECK)
    visitor.context.set_offline(True)
    answer(page)
    page.evaluate("() => window.connections.forEach((each) => each.close())")
    answer(page)
    assert len(stored(page, "outbox")) == 2
    assert page.evaluate("() => window.connections.length") == 2
    assert lasting(page)


def test_on_a_shared_device_nothing_is_put_on_the_disk(visitors: Visitors, live_server: Server) -> None:
    visitor = visitors()
    visitor.context.add_cookies([{"name": "quay", "value": "1", "url": live_server.url}])
    page = visitor.go(CHECK)
    visitor.context.set_offline(True)
    answer(page)
    assert len(stored(page, "outbox")) == 1
    visitor.context.set_offline(False)
    visitor.go("/vi/")
    assert stored(page, "outbox") == []
    assert page.evaluate("async () => (await indexedDB.databases()).length") == 0
    assert page.evaluate("localStorage.getItem('hocso-tam')") is None
    expect(page.locator("main")).to_be_visible()
