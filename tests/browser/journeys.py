"""What people do on the player's pages, said once: answering, moving, and looking at what was kept of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import create_engine, select

from learning.config import ROOT
from learning.records.models import Event
from learning.web.scripts import given
from tests.factories.accounts import PASSWORD, Phone
from tests.support.browser import Visitor
from tests.support.server import Server

Visitors = Callable[..., Visitor]
Json = Any

MODULE = "nhan-biet-lua-dao"
REHEARSED = "goi-video-bang-zalo"
LESSON = f"/vi/bai/{MODULE}/"
CHECK = f"/vi/bai/{MODULE}/kiem-tra/1/"
PRACTICE = f"/vi/bai/{REHEARSED}/thuc-hanh/"
MINE = "/vi/cua-toi/"

# What the page's own scripts share, by name, at the address the page has it from: it is the very same. Of
# 'marking', which keeps nothing, another copy does as well.
SCRIPTS = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "static" / "js").glob("*.js")}
IMPORT = f"""async (name) => {{
  const {{src}} = document.querySelector('script[src*="js/site.js"]');
  if (name) return import(src.replace('site.js', name + '.js'));
  const site = await import(src);
  const pairs = Object.entries({given(SCRIPTS, "site")});
  return Object.fromEntries(pairs.map(([word, letter]) => [word, site[letter]]));
}}"""
STORED = f"""async (store) => {{
  const {{change, sure}} = await ({IMPORT})();
  await sure; // not what memory holds while the disk has not answered yet
  return change(async (t) => store === 'me' ? t.get('facts', 'me') : t.all(store));
}}"""

LASTING = f"""async () => {{
  const told = new Promise((done) => document.addEventListener('outbox', done));
  (await ({IMPORT})()).send();
  return (await told).detail.lasting;
}}"""

# A disk that is busy until the page is left: what is to be written there waits.
BUSY_DISK = """() => new Promise((busy) => {
  indexedDB.open('hocso').onsuccess = (event) => {
    const facts = event.target.result.transaction(['outbox', 'facts'], 'readwrite').objectStore('facts');
    const hold = () => { facts.get('me').onsuccess = hold; busy(); };
    hold();
  };
})"""

# The screen was turned: the way on leads elsewhere, or there is none.
TURNED = """(before) => {
  const onward = document.querySelector('[data-next]');
  return onward.hidden || onward.getAttribute('href') !== before;
}"""


def lasting(page: Page) -> bool:
    """Does what she answers lie on the disk? As the scripts tell the page."""
    return bool(page.evaluate(LASTING))


def read_to_its_end(page: Page) -> None:
    """Through all screens of a lesson."""
    while (onward := page.locator("[data-next]:visible")).count():
        here = onward.get_attribute("href")
        onward.click()
        page.wait_for_function(TURNED, arg=here)


def right_answer(key: Json) -> Json:
    """What marking calls right."""
    if key["rule"] == "one":
        return key["right"][0]
    if key["rule"] == "parts":
        return {name: right_answer(part) for name, part in key["parts"].items()}
    return key["right"]


def wrong_answer(key: Json) -> Json:
    """Readable, and wrong in every part."""
    match key["rule"]:
        case "one":
            return next(id for id in key["of"] if id not in key["right"])
        case "set":
            return [next(id for id in key["of"] if id not in key["right"])]
        case "sequence":
            return key["right"][::-1]
        case "pairs":
            rights = list(key["right"].values())
            return dict(zip(key["right"], rights[1:] + rights[:1], strict=True))
        case _:
            return {name: wrong_answer(part) for name, part in key["parts"].items()}


def fill(question: Locator, key: Json, answer: Json, name: str) -> None:
    """Put an answer into the inputs of a question, as a finger would."""
    match key["rule"]:
        case "one" | "set":
            for id in [answer] if isinstance(answer, str) else answer:
                question.locator(f'input[name="{name}"][value="{id}"]').check()
        case "pairs":
            for left, right in answer.items():
                question.locator(f'select[name="{name}.{left}"]').select_option(right)
        case "sequence" if question.locator("[data-move]").count():
            _move_into_order(question, answer)
        case "sequence":
            for place, id in enumerate(answer, 1):
                question.locator(f'select[name="{name}.{id}"]').select_option(str(place))
        case _:
            for part, inner in key["parts"].items():
                fill(question, inner, answer[part], f"{name}.{part}")


def _move_into_order(question: Locator, answer: list[str]) -> None:
    for place, id in enumerate(answer):
        row = question.locator(f'[data-row="{id}"]')
        while question.locator("[data-row]").nth(place).get_attribute("data-row") != id:
            row.locator('[data-move="up"]').click()


def give(question: Locator, *, right: bool) -> None:
    """Answer a question rightly or wrongly."""
    key = question.evaluate("section => JSON.parse(section.dataset.key)")
    answer = right_answer(key) if right else wrong_answer(key)
    fill(question, key, answer, question.get_attribute("data-question") or "")


def shown(page: Page) -> Locator:
    """The question that is on the screen."""
    return page.locator("[data-question]:visible")


def answer(page: Page, *, right: bool = True) -> None:
    """One question with scripts: choose, "Kiểm tra", read, "Câu tiếp"."""
    page.locator("[data-verify]:visible").wait_for()
    give(shown(page), right=right)
    page.click("[data-verify]")
    page.locator(".feedback:visible").wait_for()
    page.click("[data-onward]")


def answer_all(page: Page, *, wrong: int = 0) -> None:
    """All five; the last `wrong` ones wrongly.

    On a slow line a page is counted only once its scripts run: before, some of its
    questions may still be on the way.
    """
    page.locator("[data-verify]:visible").wait_for()
    size = page.locator("[data-question]").count()
    for place in range(size):
        answer(page, right=place < size - wrong)
    page.locator("[data-result]:visible").wait_for()


def go_away(page: Page) -> None:
    """Sign out, and wait until the server has said that she is gone."""
    page.goto("/vi/ra/")
    page.click("main form button")
    page.wait_for_url("**/vi/ra/?xong=1")


def stored(page: Page, store: str) -> Json:
    """What lies on the device: "outbox", or "me"."""
    return page.evaluate(STORED, store)


def wait_until(page: Page, claim: Callable[[], object], otherwise: str) -> None:
    """Until it is so. Asked from here: `wait_for_function` takes any promise for a yes."""
    until = time.monotonic() + 60  # a try that failed is made again after 8 s, then after 16 s
    while not claim():
        assert time.monotonic() < until, otherwise
        page.wait_for_timeout(100)


def wait_until_sent(page: Page) -> None:
    """Until the outbox is empty."""
    wait_until(page, lambda: not stored(page, "outbox"), "there are still answers that were not received")


def wait_until_rested(page: Page, button: str) -> None:
    """Until a button that has just taken another's place can be pressed."""
    page.locator(f"[data-{button}]:not([aria-disabled]):visible").wait_for()


def kept(server: Server, page: Page) -> list[Event]:
    """What the server has of this device, in the device's order."""
    device = UUID(stored(page, "me")["device"])
    wanted = select(Event.__table__).where(Event.device == device).order_by(Event.seq)
    engine = create_engine(server.database_url)
    with engine.connect() as connection:
        rows = connection.execute(wanted).all()
    engine.dispose()
    return list(rows)  # type: ignore[arg-type]  # rows have the attributes of the model


def questions_of(rows: list[Event]) -> list[str | None]:
    return [row.question for row in rows]


def follow(page: Page, link: Locator) -> None:
    """Tap, and be on the page it leads to, all of it."""
    with page.expect_navigation(wait_until="load"):
        link.click()


def come_in_as_staff(page: Page, name: str, phone: Phone) -> None:
    """Name and password, then what the phone shows."""
    page.goto("/vi/vao/can-bo/")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.locator("main form button").click()
    page.locator("#code").wait_for()  # a code is good for a minute: it is not read before it can be typed
    page.fill("#code", phone.code())
    page.click("main form button[type=submit]")
    expect(page.get_by_role("heading", level=1)).to_have_text("Quản trị")
