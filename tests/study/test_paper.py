"""What is made to be printed: the note card and the loudspeaker script of each module."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from learning.catalog.content import Module, Radio
from learning.catalog.facts import fill
from learning.study.paper import SYLLABLES_A_MINUTE, minutes_of
from tests.catalog.sample import SAMPLE
from tests.study.test_check import MODULE, answer, module_of
from tests.support.site import Site

NOTE, RADIO = f"/vi/bai/{MODULE}/ghi-nho/", f"/vi/bai/{MODULE}/phat-thanh/"


@pytest.fixture
def modules(shared_app: Flask) -> tuple[Module, ...]:
    found: tuple[Module, ...] = shared_app.extensions["hocso"].catalog.modules
    return found


@pytest.fixture
def bare_site(make_app: Callable[..., Flask]) -> Site:
    """Courses with neither a note nor a script."""
    return Site(make_app(courses_dir=SAMPLE))


def test_every_module_has_a_note_card_and_a_script_with_its_facts_filled_in(
    site: Site, modules: tuple[Module, ...]
) -> None:
    facts = site.app.extensions["hocso"].catalog.facts
    assert modules
    for module in modules:
        assert module.radio
        card = site.get(f"/vi/bai/{module.id}/ghi-nho/")
        script = site.get(f"/vi/bai/{module.id}/phat-thanh/")
        assert [fill(said, facts) for said in module.note] == card.texts(".note:not([aria-hidden]) li")
        assert [fill(said, facts) for said in module.radio.paragraphs] == script.texts(".radio-says p")
        assert "{fact" not in card.html + script.html
        assert script.heading == module.radio.title


def test_a_card_shows_title_course_and_a_drawing_and_is_there_four_times(site: Site) -> None:
    page, module = site.get(NOTE), module_of(site)
    course = site.app.extensions["hocso"].catalog.course(module.course_id)
    first, *copies = page.all(".note")
    assert page.texts(".note-title") == 4 * [module.title]
    assert page.texts(".note-course") == 4 * [course.title]
    assert module.cover
    assert {picture.get("alt") for picture in page.all(".note img")} == {module.cover.alt}
    assert first.get("aria-hidden") is None
    assert [copy.get("aria-hidden") for copy in copies] == 3 * ["true"]


def test_a_card_names_the_site_by_its_outside_address_and_by_no_other(
    site: Site, make_app: Callable[..., Flask]
) -> None:
    assert site.get(NOTE).texts(".note-address") == []
    outside = Site(make_app(public_url="https://hoc.example.vn"))
    shown = outside.client.get(NOTE, base_url="http://elsewhere.example").text
    assert outside.get(NOTE).texts(".note-address") == 4 * ["hoc.example.vn"]
    assert "elsewhere" not in shown


def test_the_print_buttons_lead_to_how_one_prints_by_hand(site: Site) -> None:
    for path, ways in ((NOTE, ["bon-the", "hai-the"]), (RADIO, ["cach-in"])):
        page = site.get(path)
        leads_to = {link.get("href", "") for link in page.all("a[data-print]")}
        assert leads_to == {f"#{way}" for way in ways}
        assert all("chọn In" in page.texts(f"#{way}")[0] for way in ways)


def test_the_card_is_linked_from_the_lesson_and_from_a_check_that_was_passed(site: Site) -> None:
    lesson = site.get(f"/vi/bai/{MODULE}/")
    assert lesson.follow("Tờ ghi nhớ").path == NOTE
    assert lesson.all(f"section:last-of-type a[href='{NOTE}']")
    assert answer(site).follow("Tờ ghi nhớ").path == NOTE
    assert not answer(site, wrong=3).all(f"a[href='{NOTE}']")


def test_the_script_is_linked_from_the_card_and_from_nowhere_else_on_the_way(site: Site) -> None:
    assert site.get(NOTE).follow("Bài phát thanh").path == RADIO
    for path in (f"/vi/bai/{MODULE}/", f"/vi/bai/{MODULE}/kiem-tra/1/", "/vi/", "/vi/cua-toi/"):
        assert not site.get(path).all(f"a[href='{RADIO}']")


def test_a_module_without_note_or_script_has_no_such_page_and_no_link(bare_site: Site) -> None:
    with bare_site.app.app_context():
        for name in ("ghi-nho", "phat-thanh"):
            bare_site.get(f"/vi/bai/bai-mau/{name}/", status=404)
            bare_site.get(f"/vi/bai/khong-co/{name}/", status=404)
        assert "Tờ ghi nhớ" not in bare_site.get("/vi/bai/bai-mau/").text
        assert "Tờ ghi nhớ" not in bare_site.get("/vi/bai/bai-mau/kiem-tra/1/").text


@pytest.mark.parametrize(
    ("syllables", "minutes"),
    [(1, 1), (SYLLABLES_A_MINUTE, 1), (2 * SYLLABLES_A_MINUTE, 2), (435, 3), (495, 4)],
)
def test_minutes_follow_from_the_syllables(syllables: int, minutes: int) -> None:
    half = syllables // 2
    assert minutes_of(Radio("Tên bài", ("ba " * half + ".", "con " * (syllables - half)))) == minutes


def test_a_script_says_how_long_it_takes_and_when_it_was_checked(site: Site) -> None:
    day = module_of(site).reviewed_on
    assert f"Đọc chậm khoảng 3 phút. Số liệu soát lại ngày {day.day} tháng {day.month}, {day.year}." in (
        site.get(RADIO).text
    )
    assert f"{day:%B} {day.day}, {day.year}" in site.get(RADIO.replace("/vi/", "/en/")).text


def test_all_scripts_take_about_three_minutes(modules: tuple[Module, ...]) -> None:
    assert {minutes_of(module.radio) for module in modules if module.radio} == {3}


def test_in_english_the_paper_is_english(site: Site) -> None:
    for path in (NOTE, RADIO):
        page = site.get(path.replace("/vi/", "/en/"))
        assert page.all("main [lang=vi], .translated") == []
