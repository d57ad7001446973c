"""Choosing a language, and what a page says of its own translation; a new language is a row and a folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from learning.config import ROOT
from tests.support.site import Site

TABLE = ROOT / "translations" / "languages.toml"
LESSON = "/{}/bai/mat-khau-va-otp/"
DRAFT = "Bản dịch nháp"
PARTLY = "Chỗ nào chưa dịch thì để tiếng Việt."
ROW = """
[[language]]
code = "ktv"
name = "Katu"
vi_name = "Tiếng Cơ Tu"
script = "Latn"
dir = "ltr"
locale = "vi@ktv"
fallback = ["tyz"]
plural = "nplurals=1; plural=0;"
fonts = "highland"
status = "draft"
"""
SAID = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "{}"
msgstr "{}"
"""


def put(translations: Path, locale: str, domain: str, source: str, text: str) -> None:
    folder = translations / locale / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{domain}.po").write_text(SAID.format(source, text))


@pytest.fixture
def katu(make_app: Callable[..., Flask], tmp_path: Path) -> Site:
    """A language that CLDR does not know, with a sentence of its own, falling back to another's."""
    translations = tmp_path / "translations"
    translations.mkdir()
    (translations / "languages.toml").write_text(TABLE.read_text() + ROW)
    put(translations, "vi@ktv", "messages", "Trang chủ", "KATU-HOME")
    put(translations, "vi@tyz", "messages", "Của tôi", "TAY-MINE")
    put(translations, "vi@ktv", "an-toan", "An toàn trên mạng", "KATU-COURSE")
    (translations / "vi@ktv" / "LC_MESSAGES" / "ket-noi.po").write_bytes(b'msgid "\xff')
    return Site(make_app(translations_dir=translations))


def test_a_new_language_is_a_row_in_the_table_and_a_folder(katu: Site) -> None:
    page = katu.get("/ktv/khoa/an-toan/")
    assert page.root.get("lang") == "ktv"
    assert {"KATU-HOME", "TAY-MINE"} <= set(page.texts("nav a span"))
    assert page.heading == "KATU-COURSE"


def test_its_dates_and_numbers_are_formatted_by_its_locale(katu: Site) -> None:
    assert katu.get("/ktv/bai/mat-khau-va-otp/").response.status_code == 200
    assert katu.get("/ktv/khoa/ket-noi/").heading != "", "a broken catalogue leaves Vietnamese"


def test_a_draft_and_a_page_partly_translated_say_so_once(katu: Site) -> None:
    said = katu.get(LESSON.format("ktv")).texts(".translated p")
    assert len(said) == 2
    assert said[0].startswith(DRAFT)
    assert said[1] == PARTLY


def test_what_is_not_translated_is_marked_as_vietnamese(katu: Site) -> None:
    page = katu.get("/ktv/khoa/an-toan/")
    assert page.all("main h1 [lang=vi]") == []
    assert all(title for title in page.texts("main .card-title [lang=vi]"))
    assert len(page.all("main .card-title [lang=vi]")) == len(page.all("main .card-title"))


def test_vietnamese_pages_say_nothing_of_translation(site: Site) -> None:
    assert site.get(LESSON.format("vi")).all(".translated") == []


def test_each_language_stands_in_its_own_name_and_leads_to_its_first_page(katu: Site) -> None:
    page = katu.get("/vi/ngon-ngu/")
    assert page.texts(".tongue [lang=ktv] .tongue-name") == ["Katu"]
    names = dict(zip(page.texts(".tongue-name"), page.all(".tongue-name"), strict=True))
    assert set(names) == {"Tiếng Việt", "English", "ភាសាខ្មែរ", "Katu"}
    assert names["Katu"].get("href") == "/?ngon-ngu=ktv&tiep=/ktv/"
    assert page.follow("Katu").root.get("lang") == "ktv"


def test_every_page_leads_to_all_languages(site: Site) -> None:
    assert site.get("study.home").follow("Mọi thứ tiếng").heading == "Bác dùng tiếng nào?"


def test_the_table_is_read_from_its_folder_alone(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    shutil.copy(TABLE, tmp_path)
    assert Site(make_app(translations_dir=tmp_path)).get("/en/").heading != ""
