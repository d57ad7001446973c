"""The first page stays short however much there is: some wishes, and a fold for each course."""

import brotli
import pytest

from learning.catalog.content import Catalog
from learning.study.pages import WISHES_AT_FIRST
from tests.support.markup import text_of
from tests.support.site import Site

MOST_FOR_ONE_FLIGHT = 14_600 - 2 * 800  # bytes; the heads of two answers come too


@pytest.fixture
def catalog(site: Site) -> Catalog:
    found: Catalog = site.app.extensions["hocso"].catalog
    return found


def test_the_first_wish_of_every_course_is_seen_at_once(site: Site, catalog: Catalog) -> None:
    shown = site.get("study.home").texts(".wishes .card-title")
    assert len(shown) == WISHES_AT_FIRST < len(catalog.wishes)
    assert shown[: len(catalog.courses)] == [course.wishes[0].say for course in catalog.courses]


def test_every_module_stands_in_the_fold_of_its_course_with_its_wish(site: Site, catalog: Catalog) -> None:
    page = site.get("study.home")
    folds = page.all(".courses details")
    assert len(folds) == len(catalog.courses)
    for fold, course in zip(folds, catalog.courses, strict=True):
        leads = [link.get("href") for link in fold.iter("a")]
        assert leads == [*(f"/vi/bai/{one.id}/" for one in course.modules), f"/vi/khoa/{course.id}/"]
        assert all(wish.say in text_of(fold) for wish in course.wishes)


def test_all_that_is_read_first_comes_in_one_flight(site: Site) -> None:
    page = site.get("study.home")
    css = site.client.get(page.one("link[rel=stylesheet]").get("href", "")).data
    assert len(brotli.compress(page.response.data)) + len(brotli.compress(css)) <= MOST_FOR_ONE_FLIGHT
