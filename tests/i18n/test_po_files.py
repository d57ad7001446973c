"""The translators' files go through the tools that translators use and come back as they were."""

import subprocess
from pathlib import Path

import pytest
from flask import Flask

from learning.catalog import translatable
from learning.config import ROOT
from learning.i18n import po_files, registry

LANGUAGES = registry.load(ROOT / "translations")
SENTENCES = translatable.sentences(ROOT / "courses")


def through_msgmerge(po: Path, pot: Path, tmp_path: Path, *options: str) -> Path:
    out = tmp_path / po.name
    order = [
        "msgmerge",
        "--quiet",
        "--no-fuzzy-matching",
        *options,
        f"--output-file={out}",
        str(po),
        str(pot),
    ]
    subprocess.run(order, check=True)
    return out


@pytest.mark.parametrize("code", ["en", "km", "tyz"])
def test_a_course_s_catalogue_comes_back_from_gettext_byte_for_byte(tmp_path: Path, code: str) -> None:
    template = po_files.of_course(SENTENCES["an-toan"])
    po_files.write(template, tmp_path / "an-toan.pot")
    po_files.merge(template, LANGUAGES.by_code[code], tmp_path, "an-toan")
    po = po_files.catalogue(LANGUAGES.by_code[code], tmp_path, "an-toan")
    back = through_msgmerge(po, tmp_path / "an-toan.pot", tmp_path, "--no-wrap")
    assert back.read_text() == po.read_text()
    subprocess.run(["msgfmt", "--check", "--output-file=/dev/null", str(back)], check=True)


def test_ours_of_the_interface_comes_back_saying_the_same(tmp_path: Path) -> None:
    english = LANGUAGES.by_code["en"]
    po = po_files.catalogue(english, ROOT / "translations")
    back = through_msgmerge(po, ROOT / "translations" / "messages.pot", tmp_path)
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    back = back.rename(folder / po.name)
    before, after = po_files.read(po), po_files.read(back)
    assert [(each.id, each.string) for each in before] == [(each.id, each.string) for each in after]


def test_what_learners_meet_is_what_translators_get(app: Flask) -> None:
    catalog = app.extensions["hocso"].catalog
    for course in catalog.courses:
        met = {*course.texts(), *(text for module in course.modules for text in module.texts())}
        assert {each.text for each in SENTENCES[course.id]} == met


def test_a_translator_reads_where_a_sentence_stands_by_ids_that_stay() -> None:
    places = {each.place for each in SENTENCES["an-toan"]}
    assert {"title", "note", "wishes/say", "thu-tu-kiem-lai/items/tat/why"} <= places


def test_a_catalogue_is_begun_by_command_and_lies_where_the_language_s_are(
    app: Flask, tmp_path: Path
) -> None:
    translations = tmp_path / "translations"
    template = po_files.of_course(SENTENCES["hoc-va-song-khoe"])
    counts = po_files.merge(template, LANGUAGES.by_code["tyz"], translations, "hoc-va-song-khoe")
    assert counts == po_files.Counts(0, len({each.text for each in SENTENCES["hoc-va-song-khoe"]}))
    assert (translations / "vi@tyz" / "LC_MESSAGES" / "hoc-va-song-khoe.po").is_file()
    refused = app.test_cli_runner().invoke(args=["i18n", "begin", "xx", "an-toan"])
    assert "no language xx" in refused.output
