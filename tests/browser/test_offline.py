"""Learning without a network: the server is really gone, and so is the browser's own cache."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.journeys import (
    CHECK,
    LESSON,
    MINE,
    MODULE,
    PRACTICE,
    REHEARSED,
    answer,
    answer_all,
    go_away,
    kept,
    questions_of,
    read_to_its_end,
    stored,
    wait_until,
    wait_until_sent,
)
from tests.browser.test_review import TEN_DAYS_AGO
from tests.support.ownphone import Phone
from tests.support.rehearsal import way_to_the_end
from tests.support.server import Server

HOME, OFFLINE, COURSE, REVIEW = "/vi/", "/vi/ngoai-tuyen/", "/vi/khoa/an-toan/", "/vi/on-tap/"
ROOT = Path(__file__).resolve().parents[2]
WAITING = "async () => Boolean((await navigator.serviceWorker.getRegistration() || {}).waiting)"


def asked(page: Page) -> list[str | None]:
    return [one.get_attribute("data-question") for one in page.locator("[data-question]").all()]


def test_after_one_visit_the_site_opens_without_a_network(phone: Phone) -> None:
    phone.visit(HOME)
    phone.lose_the_network()
    expect(phone.go(HOME).locator("h1")).to_have_text("Bác muốn làm gì trên điện thoại?")
    assert phone.page.evaluate("getComputedStyle(document.querySelector('.hero-home')).display") != "inline"
    for path in (LESSON, MINE, REVIEW):
        expect(phone.go(path).locator("h1")).to_have_text("Máy đang không có mạng")
    assert phone.go("/").url.endswith("/vi/")


def test_the_last_lesson_goes_on_through_browser_and_network_and_is_kept_once(phone: Phone) -> None:
    phone.visit(f"/vi/bai/{REHEARSED}/")
    phone.lose_the_network()
    page = phone.go(PRACTICE)
    expect(page.locator("[data-do]")).to_be_visible()
    page = phone.go(f"/vi/bai/{REHEARSED}/kiem-tra/1/")
    names = asked(page)
    answer_all(page)
    assert len(stored(page, "outbox")) == 5
    phone.close()
    phone.open()
    page = phone.go(f"/vi/bai/{REHEARSED}/kiem-tra/2/")
    names += asked(page)
    answer_all(page)
    assert len(stored(page, "outbox")) == 10
    phone.find_the_network()
    page = phone.go(HOME)
    wait_until_sent(page)
    answered = [row for row in kept(phone.server, page) if row.verb == "answered"]
    assert questions_of(answered) == names


def test_a_form_that_is_not_here_leads_to_one_that_is(phone: Phone) -> None:
    phone.visit(LESSON)
    phone.lose_the_network()
    page = phone.go(f"/vi/bai/{MODULE}/kiem-tra/7/")
    assert page.url.endswith("/kiem-tra/3/")
    expect(page.locator("[data-question]")).to_have_count(5)


def test_a_course_says_its_size_is_fetched_and_is_all_there(phone: Phone) -> None:
    page = phone.visit(COURSE)
    button = page.get_by_role("button", name="Tải về học")
    expect(button).to_contain_text("KB")
    button.click()
    expect(page.locator("[data-say]", has_text="Đã có trên máy này")).to_be_visible(timeout=60_000)
    lessons = [link.get_attribute("href") or "" for link in page.locator(".course-modules a").all()]
    phone.lose_the_network()
    expect(phone.go(COURSE).locator("[data-say]", has_text="Đã có trên máy này")).to_be_visible()
    for lesson in lessons:
        page = phone.go(lesson)
        expect(page.locator("article.lesson")).to_be_visible()
        assert page.evaluate(
            "Promise.all([...document.images].map((one) => (one.loading = 'eager', one.decode())))"
        )
        expect(phone.go(f"{lesson}kiem-tra/4/").locator("[data-question]")).to_have_count(5)
    listed = phone.go(OFFLINE).locator("[data-here] li:visible")
    expect(listed).to_have_count(len(lessons))


def test_a_download_that_is_cut_says_so_and_pretends_nothing(phone: Phone) -> None:
    page = phone.visit(COURSE)
    page.get_by_role("button", name="Tải về học").wait_for()
    phone.lose_the_network()
    page.get_by_role("button", name="Tải về học").click()
    expect(page.locator("[data-say]", has_text="Mạng bị ngắt")).to_be_visible()
    expect(page.get_by_role("button", name="Tải về học")).to_be_visible()
    assert not [name for name in phone.caches() if name.startswith("module ")]


def test_what_was_downloaded_can_be_removed(phone: Phone) -> None:
    page = phone.visit(COURSE)
    page.get_by_role("button", name="Tải về học").click()
    page.get_by_role("button", name="Xóa khỏi máy này").click(timeout=60_000)
    expect(page.get_by_role("button", name="Tải về học")).to_be_visible()
    assert not [name for name in phone.caches() if name.startswith("module ")]


def test_a_new_worker_waits_until_the_check_is_over(
    chromium: Browser, tmp_path: Path, make_server: Callable[..., Server]
) -> None:
    """The content changes on the server in mid-check; another page asks for the new worker, in vain."""
    courses = tmp_path / "courses"
    shutil.copytree(ROOT / "courses", courses)
    phone = Phone(chromium, tmp_path / "profile", make_server(COURSES_DIR=str(courses)))
    page = phone.visit(CHECK)
    answer(page)
    before = modules_of(phone)
    phone.server.stop()
    rename(courses)
    phone.server.restart()
    other = phone.context.new_page()
    for _ in range(2):
        other.goto(HOME)
        wait_for(other, waiting=True)
    other.wait_for_timeout(500)
    assert other.evaluate(WAITING)
    for _ in range(4):
        answer(page)
    wait_until_sent(page)
    assert len([row for row in kept(phone.server, page) if row.verb == "answered"]) == 5
    assert modules_of(phone) == before
    page.goto(HOME)
    wait_for(page, waiting=False)
    phone.close()


def wait_for(page: Page, *, waiting: bool) -> None:
    """Until a new worker waits, or none does any more."""
    wait_until(page, lambda: page.evaluate(WAITING) == waiting, "the worker did not get there")


def rename(courses: Path) -> None:
    about = courses / "an-toan" / MODULE / "module.yaml"
    text = about.read_text(encoding="utf-8")
    about.write_text(re.sub("(?m)^title: .*", 'title: "Mới: nhận ra kẻ lừa"', text), encoding="utf-8")


def modules_of(phone: Phone) -> list[str]:
    return sorted(name for name in phone.caches() if name.startswith("module "))


def test_a_new_version_of_a_module_takes_the_place_of_all_of_the_old(
    chromium: Browser, tmp_path: Path, make_server: Callable[..., Server]
) -> None:
    courses = tmp_path / "courses"
    shutil.copytree(ROOT / "courses", courses)
    phone = Phone(chromium, tmp_path / "profile", make_server(COURSES_DIR=str(courses)))
    phone.visit(LESSON)
    before = modules_of(phone)
    phone.server.stop()
    rename(courses)
    phone.server.restart()
    phone.forget_what_the_browser_keeps()
    phone.visit(LESSON)
    after = modules_of(phone)
    assert len(before) == len(after) == 1
    assert before != after
    phone.lose_the_network()
    expect(phone.go(LESSON).locator("h1")).to_contain_text("Mới: ")
    expect(phone.go(CHECK).locator(".bar")).to_contain_text("Mới: ")
    phone.close()


def test_reviews_go_on_without_a_network(phone: Phone) -> None:
    names = become_a_learner_with_reviews(phone)
    phone.lose_the_network()
    page = phone.go(REVIEW)
    assert asked(page) == names
    answer_all(page)
    phone.find_the_network()
    page = phone.go(HOME)
    wait_until_sent(page)
    reviewed = [row for row in kept(phone.server, page) if row.verb == "reviewed"]
    assert questions_of(reviewed) == names


def test_a_whole_day_without_a_network_arrives_once(phone: Phone) -> None:
    """Lesson, practice, check and review; the browser closed and opened; then the network is back."""
    due = become_a_learner_with_reviews(phone)
    phone.visit(f"/vi/bai/{REHEARSED}/")
    phone.lose_the_network()
    page = phone.go(f"/vi/bai/{REHEARSED}/")
    read_to_its_end(page)
    walk(phone.go(PRACTICE))
    names = asked(phone.go(f"/vi/bai/{REHEARSED}/kiem-tra/1/"))
    answer_all(page)
    answer_all(phone.go(REVIEW))
    waiting = [item["event"]["verb"] for item in stored(page, "outbox")]  # so the last one lies on the disk
    assert waiting.count("reviewed") == len(due)
    phone.close()
    phone.open()
    phone.find_the_network()
    page = phone.go(HOME)
    wait_until_sent(page)
    rows = kept(phone.server, page)
    assert Counter(row.verb for row in rows) == {
        "answered": 10,
        "opened": 1,
        "practised": 1,
        "reviewed": len(due),
    }
    assert questions_of([row for row in rows if row.module == REHEARSED and row.verb == "answered"]) == names
    assert len({row.person_id for row in rows}) == 1


def walk(page: Page) -> None:
    """A rehearsal, to its end."""
    key = json.loads(page.locator("[data-practice]").get_attribute("data-key") or "")
    for element in way_to_the_end(key):
        page.click(f'[data-stage] [name="cham"][value="{element}"]')
    page.locator("[data-done]:visible").wait_for()


def test_signing_out_leaves_nothing_personal_and_keeps_what_waits(phone: Phone) -> None:
    become_a_learner_with_reviews(phone)
    page = phone.page
    page.route("**/api/v1/events", lambda route: route.abort("connectionreset"))
    phone.visit(CHECK.replace("/1/", "/2/"))
    answer(page)
    go_away(page)
    wait_until(page, lambda: personal(phone) == [], "something personal is still there")
    assert len(stored(page, "outbox")) == 1
    phone.lose_the_network()
    for path in (REVIEW, MINE):
        expect(phone.go(path).locator("h1")).to_have_text("Máy đang không có mạng")


def test_the_next_person_is_not_shown_the_reviews_of_the_one_before(phone: Phone) -> None:
    """Her session ends elsewhere: no page of going away is seen, only the marker is gone."""
    become_a_learner_with_reviews(phone)
    phone.context.clear_cookies()
    phone.lose_the_network()
    expect(phone.go(REVIEW).locator("h1")).to_have_text("Máy đang không có mạng")
    assert personal(phone) == []


# What the worker is in the middle of when the device becomes a shared one.
KEEP_MANY = """() => ['mat-khau-va-otp', 'quyen-ung-dung', 'viec-nhe-luong-cao', 'bao-hiem'].forEach((id) =>
  navigator.serviceWorker.controller.postMessage({job: 'keep', language: 'vi', id: id}))"""


def test_a_shared_device_keeps_nothing(phone: Phone) -> None:
    phone.visit(LESSON)
    phone.page.evaluate(KEEP_MANY)
    phone.context.add_cookies([{"name": "quay", "value": "1", "url": phone.server.url}])
    known = "navigator.serviceWorker.getRegistration().then(Boolean)"
    page = phone.go(HOME)
    wait_until(page, lambda: not page.evaluate(known), "the worker is still there")
    phone.go(HOME)
    wait_until(page, lambda: phone.caches() == [], "something is still kept")
    assert not page.evaluate(known)


def become_a_learner_with_reviews(phone: Phone) -> list[str | None]:
    """Somebody who answered five questions ten days ago; her review page was kept while she looked around."""
    page = phone.visit(CHECK)
    page.evaluate(TEN_DAYS_AGO)
    answer_all(page)
    wait_until_sent(page)
    names = asked(phone.visit(REVIEW))
    assert 1 <= len(names) <= 3
    assert len(personal(phone)) == 1
    return names


def personal(phone: Phone) -> list[str]:
    return [name for name in phone.caches() if name.startswith("mine ")]
