"""Files of other people that we serve or print with: each with version, source, licence, hash."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent.parent
VENDOR, FONTS = ROOT / "static" / "vendor", ROOT / "learning" / "fonts"
FACTS = {"path", "name", "version", "source", "sha256", "licence"}
both = pytest.mark.parametrize("folder", [VENDOR, FONTS], ids=["vendor", "fonts"])


def listed(folder: Path) -> list[dict[str, Any]]:
    table = tomllib.loads((folder / "VERSIONS.toml").read_text(encoding="utf-8"))
    return list(table["file"])


@both
def test_every_entry_says_all_there_is_to_know(folder: Path) -> None:
    assert [entry["path"] for entry in listed(folder) if not all(entry.get(fact) for fact in FACTS)] == []


@both
def test_every_file_is_the_one_that_was_listed(folder: Path) -> None:
    hashes = {entry["path"]: entry["sha256"] for entry in listed(folder)}
    found = {path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in hashes}
    assert found == hashes


@both
def test_every_file_of_others_is_listed(folder: Path) -> None:
    there = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.suffix in (".js", ".css", ".woff2", ".ttf")
    }
    assert there == {entry["path"] for entry in listed(folder)}


@both
def test_every_licence_lies_beside_its_file(folder: Path) -> None:
    folders = {path.parent for entry in listed(folder) for path in [folder / entry["path"]]}
    assert [one.name for one in folders if not list(one.glob("LICENSE*"))] == []


@pytest.mark.parametrize("name", [entry["path"] for entry in listed(FONTS)])
def test_papers_are_printed_in_the_letters_of_the_pages(name: str) -> None:
    paper, page = TTFont(FONTS / name), TTFont((VENDOR / "noto" / name).with_suffix(".woff2"))
    tables = set(page.keys()) - {"GlyphOrder", "head"}  # the head says that it was packed
    assert {table for table in tables if page.getTableData(table) != paper.getTableData(table)} == set()


def test_no_other_folder_holds_a_font() -> None:
    found = {
        path.parent for path in (ROOT / "learning").rglob("*") if path.suffix in (".ttf", ".otf", ".woff2")
    }
    assert found == {FONTS}
