"""Finding a lesson: with accents and without, on a page without scripts."""

from __future__ import annotations

import unicodedata

import pytest

from tests.support.site import Site


def found(site: Site, typed: str, language: str = "vi") -> list[str]:
    page = site.get("study.find", language=language, query={"tim": typed})
    return [link.get("href", "").split("/")[-2] for link in page.all("main .card a")]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lua dao", "nhan-biet-lua-dao"),
        ("lừa đảo", "nhan-biet-lua-dao"),
        ("LỪA ĐẢO", "nhan-biet-lua-dao"),
        (unicodedata.normalize("NFD", "lừa đảo"), "nhan-biet-lua-dao"),
        ("wifi", "ket-noi-wifi-4g"),
        ("Wi-Fi", "ket-noi-wifi-4g"),
        ("mat khau", "mat-khau-va-otp"),
        ("quet ma qr", "quet-ma-qr"),
        ("bao hiem", "bao-hiem"),
        ("goi video", "goi-video-bang-zalo"),
    ],
)
def test_words_lead_to_their_lesson_first(site: Site, typed: str, first: str) -> None:
    assert found(site, typed)[0] == first


def test_words_begun_are_enough_and_words_from_within_are_not(site: Site) -> None:
    assert "quet-ma-qr" in found(site, "quet m")
    assert found(site, "uet") == []


def test_half_of_the_words_are_enough_where_no_lesson_has_all(site: Site) -> None:
    assert "goi-video-bang-zalo" in found(site, "xin goi video zalo qwerty")


def test_where_nothing_fits_she_reads_what_to_do(site: Site) -> None:
    page = site.get("study.find", query={"tim": "qwerty"})
    assert "Chưa thấy bài nào" in page.text
    assert site.get("study.find").all("main .card") == []


def test_on_an_english_page_vietnamese_finds_too(site: Site) -> None:
    assert found(site, "lua dao", language="en")[0] == "nhan-biet-lua-dao"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("បោកប្រាស់", "nhan-biet-lua-dao"),
        ("ពាក្យសម្ងាត់", "mat-khau-va-otp"),
        ("កូដ QR", "quet-ma-qr"),
        ("lua dao", "nhan-biet-lua-dao"),
    ],
)
def test_khmer_words_are_found_though_no_blank_parts_them(site: Site, typed: str, first: str) -> None:
    assert found(site, typed, language="km")[0] == first


def test_what_is_typed_is_no_markup_and_stays_in_the_field(site: Site) -> None:
    page = site.get("study.find", query={"tim": "<b>lừa"})
    assert page.one("#tim").get("value") == "<b>lừa"


def test_the_first_page_asks_for_words(site: Site) -> None:
    form = site.get("study.home").one("form[role=search]")
    assert form.get("action") == "/vi/tim/"
    assert form.get("method") == "get"
