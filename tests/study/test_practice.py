"""The simulated phone on pages without scripts: every tap is an address, Back is undo."""

import pytest
from flask import Flask

from learning.catalog.content import Module
from learning.quizzes.practice import END
from tests.study.test_check import count
from tests.support.site import Site


@pytest.fixture
def practised(shared_app: Flask) -> list[Module]:
    """Every module with a practice."""
    return [module for module in shared_app.extensions["hocso"].catalog.modules if module.practice]


def way_to_the_end(module: Module) -> list[str]:
    """The shortest right taps from start to end."""
    assert module.practice
    key = module.practice.key()
    waiting: list[tuple[str, list[str]]] = [(key["start"], [])]
    seen = set()
    while waiting:
        here, taps = waiting.pop(0)
        for tap, to in key["screens"][here].items():
            if to == END:
                return [*taps, tap]
            if to and to not in seen:
                seen.add(to)
                waiting.append((to, [*taps, tap]))
    raise AssertionError(module.id)


def test_every_practice_is_walked_to_its_end_and_kept(site: Site, practised: list[Module]) -> None:
    assert len(practised) >= 3
    for module in practised:
        page = site.get(f"/vi/bai/{module.id}/thuc-hanh/")
        for tap in way_to_the_end(module):
            page = site.get(
                page.path.split("?")[0], query={"d": page.form(".practice-form").values["d"], "cham": [tap]}
            )
        assert "Đã giữ kết quả." in page.form("[data-keep]").submit().text
    assert count(site, "event") == len(practised)


def test_every_wrong_tap_explains_itself_and_stays(site: Site, practised: list[Module]) -> None:
    for module in practised:
        assert module.practice
        start = module.practice.screen(module.practice.start)
        for element in start.tappable:
            if element.to is None:
                page = site.get(f"/vi/bai/{module.id}/thuc-hanh/", query={"cham": [element.id]})
                assert (element.why or "").split("{")[0] in page.text
                assert page.all("button[name=cham]")


def test_back_is_undo(site: Site, practised: list[Module]) -> None:
    way = way_to_the_end(practised[0])
    page = site.get(f"/vi/bai/{practised[0].id}/thuc-hanh/", query={"d": [".".join(way[:2])]})
    assert page.follow("Lùi một bước").form(".practice-form").values["d"] == [way[0]]


@pytest.mark.parametrize("taps", ["khong-co", ".".join(["x"] * 500), "x" * 200, "\x00", "a..b", "xong"])
def test_taps_that_cannot_be_are_refused_in_words(site: Site, practised: list[Module], taps: str) -> None:
    site.get(f"/vi/bai/{practised[0].id}/thuc-hanh/", query={"d": [taps]}, status=422)


def test_only_a_rehearsal_that_came_to_its_end_is_kept(site: Site, practised: list[Module]) -> None:
    module = practised[0]
    half = ".".join(way_to_the_end(module)[:-1])
    site.post(f"/vi/bai/{module.id}/thuc-hanh/", {"d": half, "version": module.version}, status=422)
    assert count(site, "event") == 0


def test_a_module_without_a_practice_has_no_such_page(site: Site) -> None:
    site.get("/vi/bai/nhan-biet-lua-dao/thuc-hanh/", status=404)
