"""The simulated phone on pages without scripts: every tap is an address, Back is undo."""

import pytest
from flask import Flask

from learning.catalog.content import Module
from tests.study.test_check import count
from tests.support.page import Page
from tests.support.rehearsal import (
    REHEARSED,
    is_said,
    practice_of,
    screens_with_ways,
    way_to_the_end,
    wrong_taps,
)
from tests.support.site import Site

pytestmark = pytest.mark.sqlite  # about what is asked and answered; how it is kept has tests of its own


@pytest.fixture
def practised(shared_app: Flask) -> list[Module]:
    """Every module with a practice."""
    return [module for module in shared_app.extensions["hocso"].catalog.modules if module.practice]


def tapped(site: Site, module: Module, *taps: str) -> Page:
    """The page after these taps, the last of them just made, as a browser without scripts asks for it."""
    query = {"d": [".".join(taps[:-1])], "cham": list(taps[-1:])}
    return site.get(f"/vi/bai/{module.id}/thuc-hanh/", query=query)


def test_every_practice_is_walked_to_its_end_and_kept(site: Site, practised: list[Module]) -> None:
    assert sorted(module.id for module in practised) == REHEARSED
    assert len(REHEARSED) >= 15
    for module in practised:
        page = site.get(f"/vi/bai/{module.id}/thuc-hanh/")
        for tap in way_to_the_end(practice_of(module).key()):
            page = site.get(
                page.path.split("?")[0], query={"d": page.form(".practice-form").values["d"], "cham": [tap]}
            )
        assert "Đã giữ kết quả." in page.form("[data-keep]").submit().text
    assert count(site, "event") == len(practised)


@pytest.mark.parametrize("id", REHEARSED)
def test_every_wrong_tap_of_every_screen_explains_itself_and_stays(site: Site, id: str) -> None:
    module = site.app.extensions["hocso"].catalog.module(id)
    for screen, way in screens_with_ways(practice_of(module)):
        for element in wrong_taps(screen):
            page = tapped(site, module, *way, element.id)
            where = f"{screen.id}, {element.id}"
            assert is_said(element.why, " ".join(page.texts("[data-stage] [data-told]"))), where
            marked = [one.get("value") for one in page.all("[data-stage] .phone-wrong")]
            assert marked == [element.id], where
            offered = {one.get("value") for one in page.all("[data-stage] [name=cham]")}
            assert offered == {one.id for one in screen.tappable}, where
            assert page.follow("Lùi một bước").form(".practice-form").values["d"] == [".".join(way)], where


def test_back_is_undo(site: Site, practised: list[Module]) -> None:
    way = way_to_the_end(practice_of(practised[0]).key())
    page = site.get(f"/vi/bai/{practised[0].id}/thuc-hanh/", query={"d": [".".join(way[:2])]})
    assert page.follow("Lùi một bước").form(".practice-form").values["d"] == [way[0]]


@pytest.mark.parametrize("taps", ["khong-co", ".".join(["x"] * 500), "x" * 200, "\x00", "a..b", "xong"])
def test_taps_that_cannot_be_are_refused_in_words(site: Site, practised: list[Module], taps: str) -> None:
    site.get(f"/vi/bai/{practised[0].id}/thuc-hanh/", query={"d": [taps]}, status=422)


def test_only_a_rehearsal_that_came_to_its_end_is_kept(site: Site, practised: list[Module]) -> None:
    module = practised[0]
    half = ".".join(way_to_the_end(practice_of(module).key())[:-1])
    site.post(f"/vi/bai/{module.id}/thuc-hanh/", {"d": half, "version": module.version}, status=422)
    assert count(site, "event") == 0


def test_a_module_without_a_practice_has_no_such_page(site: Site) -> None:
    site.get("/vi/bai/nhan-biet-lua-dao/thuc-hanh/", status=404)
