"""Her own page, the fragment, and review: what she sees follows from the record."""

from collections.abc import Callable
from typing import Any

import pytest

from learning.catalog.content import Module
from learning.web.pages import PageStore
from tests.study.test_check import MODULE, answer, kept_events, module_of
from tests.support.answers import fields, right_answer
from tests.support.site import Site


def test_nobody_is_led_to_the_first_module(site: Site) -> None:
    page = site.get("/vi/cua-toi/")
    first = site.app.extensions["hocso"].catalog.modules[0]
    assert page.follow("Vào bài đầu tiên").path == f"/vi/bai/{first.id}/"


def test_the_fragment_is_a_part_and_is_kept_by_no_cache(site: Site) -> None:
    answer(site, wrong=3)
    part = site.get("/vi/cua-toi/the", part=True)
    assert "Học tiếp" in part.text
    assert not part.all("html > head > title")


def test_public_pages_are_the_same_for_her_and_for_nobody(site: Site) -> None:
    paths = ["/vi/", f"/vi/bai/{MODULE}/", f"/vi/bai/{MODULE}/kiem-tra/1/", "/vi/khoa/doi-song/"]
    before = [site.client.get(path).data for path in paths]
    answer(site)
    site.app.extensions["hocso"].pages = PageStore()  # made anew, while she is here
    assert [site.client.get(path).data for path in paths] == before


def test_what_she_finished_is_what_comes_no_more(site: Site) -> None:
    answer(site)
    page = site.get("/vi/cua-toi/")
    first = site.app.extensions["hocso"].catalog.modules[0]
    assert page.all(f"a[href='/vi/bai/{first.id}/']")


def test_nothing_is_due_on_the_same_day(site: Site, wall_clock: Any) -> None:
    answer(site)
    assert "không có gì phải ôn" in site.get("/vi/on-tap/").text


def test_questions_come_back_after_some_days_and_go_when_answered(site: Site, wall_clock: Any) -> None:
    answer(site)
    wall_clock.advance(days=40)
    page = site.get("/vi/on-tap/")
    names = page.form("form.check").values["lan"]
    assert 1 <= len(names) <= 3
    given = {"lan": names}
    for name in names:
        question = module_of(site).bank.question(name.split(" ")[1])
        given |= fields(question, right_answer(question))
    before = kept_events(site)
    assert "Bác ôn xong rồi!" in site.post("/vi/on-tap/", given).text
    site.post("/vi/on-tap/", given)
    assert kept_events(site) == before + len(names)
    assert not set(names) & set(site.get("/vi/on-tap/").form("form.check").values["lan"])


@pytest.mark.parametrize(
    "name", ["", "x", "quet-ma-qr khong-co 5", "khong-co x 5", "a b c", "a b 99999999999"]
)
def test_reviews_that_cannot_be_are_refused_in_words(site: Site, name: str) -> None:
    page = site.client.post("/vi/on-tap/", data={"lan": name}, headers={"Sec-Fetch-Site": "same-origin"})
    assert page.status_code in (404, 422)


def test_a_module_that_is_no_longer_taught_does_not_break_her_page(
    site: Site, make_app: Callable[..., Any], tmp_path: Any
) -> None:
    answer(site)
    catalog = site.app.extensions["hocso"].catalog
    taught: list[Module] = [module for module in catalog.modules if module.id != MODULE]
    kept = catalog.modules
    try:
        catalog.__dict__["modules"] = tuple(taught)
        assert site.get("/vi/cua-toi/").heading
    finally:
        catalog.__dict__["modules"] = kept
