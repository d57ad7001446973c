"""Catalogues out and in: as the command writes them, and line by line what cannot be taken."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from learning.cli import register
from learning.config import ROOT
from learning.desk import exchange, live, queries
from learning.i18n import po_files
from tests.factories.desk import a_suggestion, a_translator, approve, states, text
from tests.support.site import Site

HOME = "Trang chủ"
FILE = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Trang chủ"
msgstr "Rườn"

msgid "Còn <b data-left>15</b> giây"
msgstr "Nhằng 15 giây"

msgid "Câu này không có ở đâu"
msgstr "Bấu mì"

#, fuzzy
msgid "Của tôi"
msgstr "Cúa khỏi"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "translations", tmp_path / "translations"))


@pytest.fixture
def desk(make_app: Callable[..., Flask], folder: Path) -> Iterator[Site]:
    app = make_app(translations_dir=folder)
    register(app)
    with app.app_context():
        yield Site(app)


def test_nothing_approved_gives_the_files_as_they_are(desk: Site, folder: Path) -> None:
    english = desk.app.extensions["hocso"].languages.by_code["en"]
    for domain in ("messages", "an-toan", "facts"):
        there = po_files.catalogue(english, folder, domain).read_bytes()
        assert exchange.catalogue(english, domain) == there


def test_what_is_approved_is_in_the_file_that_is_fetched(desk: Site) -> None:
    first, second = a_translator("Chị Nọi"), a_translator("Anh Sinh")
    approve(second, a_suggestion(first, text(HOME), "Rườn"), ["Rườn"])
    desk.sign_in(first, "staff")
    answer = desk.client.get("/vi/dich/tyz/tep/messages.po")
    assert f'msgid "{HOME}"\nmsgstr "Rườn"' in answer.get_data(as_text=True)
    assert "messages.vi@tyz.po" in answer.headers["Content-Disposition"]


def test_export_writes_the_file_once_and_a_correction_in_it_counts(desk: Site, folder: Path) -> None:
    first, second = a_translator("Chị Nọi", "en"), a_translator("Anh Sinh", "en")
    approve(second, a_suggestion(first, text(HOME), "Front door", code="en"), ["Front door"], "en")
    run = desk.app.test_cli_runner().invoke(args=["i18n", "export", "en"], catch_exceptions=False)
    assert "messages: 1" in run.output
    assert Site(desk.app).get("/en/").html.count("Front door") >= 1
    english = desk.app.extensions["hocso"].languages.by_code["en"]
    path = po_files.catalogue(english, folder)
    path.write_text(path.read_text().replace('"Front door"', '"Main door"'))
    other = desk.app.test_cli_runner().invoke(args=["i18n", "compile"], catch_exceptions=False)
    assert other.exit_code == 0
    again = desk.app.test_cli_runner().invoke(args=["i18n", "export", "en"], catch_exceptions=False)
    assert "nothing" in again.output
    desk.app.extensions["hocso"].versions.clear()
    live.look()
    assert "Main door" in Site(desk.app).get("/en/").html


def test_a_file_is_looked_at_line_by_line_and_only_then_taken(desk: Site) -> None:
    first = a_translator("Chị Nọi")
    desk.sign_in(first, "staff")
    looked = sent(desk, "xem")
    for line in ("Dòng 8", "Dòng 11", "Dòng 15"):
        assert line in looked
    assert "1 câu mới" in looked
    assert states() == []
    for _again in range(2):
        sent(desk, "nhan")
    assert states() == ["waiting"]
    assert queries.of_text("tyz", text(HOME).key)[0].forms == ("Rườn",)


def test_a_file_that_is_none_says_where(desk: Site) -> None:
    desk.sign_in(a_translator("Chị Nọi"), "staff")
    assert "Dòng 1" in sent(desk, "xem", "xin chào\n")
    assert "chưa chọn tệp" in sent(desk, "xem", "", status=422)


def sent(desk: Site, do: str, content: str = FILE, status: int = 200) -> str:
    data = {"phan": "messages", "lam": do, "tep": (BytesIO(content.encode()), "messages.po")}
    return desk.visit("POST", "translators.take", data=data, code="tyz", status=status).html
