"""Fonts: whole for their languages, small, by script range, and nowhere but where a language needs them."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from fontTools.ttLib import TTFont

from learning.config import ROOT
from learning.i18n import registry
from learning.web.assets import Assets
from tests.support.site import Site

NOTO = ROOT / "static" / "vendor" / "noto"
# Unicode's blocks, without the places that no letter has.
BLOCKS = {
    "khmer": [*range(0x1780, 0x17DE), *range(0x17E0, 0x17EA), *range(0x17F0, 0x17FA), *range(0x19E0, 0x1A00)],
    "tai-viet": [*range(0xAA80, 0xAAC3), *range(0xAADB, 0xAAE0)],
    "cham": [*range(0xAA00, 0xAA37), *range(0xAA40, 0xAA4E), *range(0xAA50, 0xAA5A), *range(0xAA5C, 0xAA60)],
}
VOWELS = "aăâeêioôơuưAĂÂEÊIOÔƠUƯ"
BREVE, CIRCUMFLEX, TONES = "\u0306", "\u0302", "\u0300\u0301\u0303\u0309\u0323"
HIGHLAND = "ƀɃčČñÑŏŎŭŬĕĔĭĬđĐ" + VOWELS + BREVE + CIRCUMFLEX
MOST = {"khmer": 17_000, "tai-viet": 9_000, "cham": 11_000, "latin": 32_000}


def letters_of(name: str) -> set[int]:
    return set(TTFont(NOTO / f"{name}-regular.woff2").getBestCmap() or ())


@pytest.mark.parametrize("name", BLOCKS)
def test_a_font_has_every_letter_of_its_script(name: str) -> None:
    assert {chr(letter) for letter in set(BLOCKS[name]) - letters_of(name)} == set()


@pytest.mark.parametrize("name", BLOCKS)
def test_a_font_keeps_the_rules_that_put_letters_together(name: str) -> None:
    assert {"GSUB", "GPOS", "GDEF"} <= set(TTFont(NOTO / f"{name}-regular.woff2").keys())


def test_the_latin_font_has_vietnamese_and_the_letters_of_the_highlands() -> None:
    vietnamese = {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS + "yY" for tone in TONES}
    composed = "".join(each for each in vietnamese if len(each) == 1)
    assert set(composed + HIGHLAND + TONES) - {chr(letter) for letter in letters_of("latin")} == set()
    assert "GPOS" in TTFont(NOTO / "latin-regular.woff2"), "a breve finds its place above a circumflex there"


def test_fonts_are_small() -> None:
    sizes = {name: (NOTO / f"{name}-regular.woff2").stat().st_size for name in MOST}
    assert {name: size for name, size in sizes.items() if size > MOST[name]} == {}


def test_every_language_of_the_table_can_be_drawn() -> None:
    drawn = {*Assets.load(ROOT / "static").fonts(), registry.NO_FONT}
    assert {language.fonts for language in registry.load(ROOT / "translations")} <= drawn


def test_a_language_whose_font_is_missing_is_not_offered(tmp_path: Path) -> None:
    table = (ROOT / "translations" / "languages.toml").read_text()
    (tmp_path / "languages.toml").write_text(table.replace('status = "registered"', 'status = "draft"'))
    offered = {language.code for language in registry.load(tmp_path, {"khmer"}).offered}
    assert {"vi", "en", "km", "tyz"} <= offered
    assert not {"blt", "cjm", "rad"} & offered


def test_a_stylesheet_without_its_font_draws_nothing() -> None:
    look = Assets.load(ROOT / "static")
    gone = {name: body for name, body in look.files.items() if name != "vendor/noto/khmer-regular.woff2"}
    assert look.fonts() - replace(look, files=gone).fonts() == {"khmer"}


def test_only_pages_of_a_language_that_needs_a_font_ask_for_it(all_languages: Flask) -> None:
    site = Site(all_languages)
    asked = {
        code: site.get(f"/{code}/").all("link[href*='css/fonts/']") for code in ("vi", "en", "km", "cjm")
    }
    assert {code for code, links in asked.items() if links} == {"km", "cjm"}


# What people need first: docs/languages.md names them too.
IN_KHMER = [
    "nhan-biet-lua-dao",
    "mat-khau-va-otp",
    "gia-danh-can-bo-va-deepfake",
    "viec-nhe-luong-cao",
    "rieng-tu-va-tre-nho",
    "quyen-ung-dung",
    "goi-video-bang-zalo",
    "ket-noi-wifi-4g",
    "quet-ma-qr",
    "vneid-va-cong-dich-vu",
    "dat-lich-kham",
    "bao-hiem",
    "tien-dien-nuoc",
    "cham-vuot-va-cai-dat",
    "khoa-man-hinh",
]


def test_a_first_khmer_lesson_weighs_70_kb_at_most_with_its_font(shared_app: Flask) -> None:
    """Each of the modules that are said in Khmer: its letters take three bytes."""
    weights = {name: first_visit(shared_app, f"/km/bai/{name}/") for name in IN_KHMER}
    assert {name: weight for name, weight in weights.items() if weight > 70_000} == {}


def first_visit(app: Flask, lesson: str) -> int:
    page = Site(app).get(lesson)
    look = [link.get("href", "") for link in page.all("link[rel=stylesheet]")]
    scripts = [script.get("src", "") for script in page.all("script[src]")]
    pictures = [picture.get("src", "") for picture in page.all("img")]
    build = look[0].rpartition("/css/")[0]
    font = f"{build}/vendor/noto/khmer-regular.woff2"
    return sum(
        on_the_wire(app, path) for path in [lesson, *look, *scripts, *pictures, font, f"{build}/icons.svg"]
    )


def test_what_a_phone_keeps_of_a_khmer_lesson_has_its_font(all_languages: Flask) -> None:
    client = all_languages.test_client()
    kept = kept_look(client, "km")
    assert [each.rpartition("/")[2] for each in kept if "khmer" in each] == [
        "khmer.css",
        "khmer-regular.woff2",
    ]
    assert not any("noto" in each for each in kept_look(client, "vi"))


def kept_look(client: FlaskClient, code: str) -> list[str]:
    found: list[str] = json.loads(client.get(f"/api/v1/packs/{code}/bai/mat-khau-va-otp").data)["look"]
    return found


def on_the_wire(app: Flask, path: str) -> int:
    answer = app.test_client().get(path, headers={"Accept-Encoding": "br"})
    assert answer.status_code == 200, path
    heads = "".join(f"{name}: {value}\r\n" for name, value in answer.headers)
    return len(heads) + len(answer.get_data())


@pytest.fixture
def all_languages(make_app: Callable[..., Flask], tmp_path: Path) -> Flask:
    """The site with every language of the table as a draft, nothing translated but English."""
    translations = tmp_path / "translations"
    translations.mkdir()
    table = (ROOT / "translations" / "languages.toml").read_text()
    (translations / "languages.toml").write_text(table.replace('status = "registered"', 'status = "draft"'))
    return make_app(translations_dir=translations)
