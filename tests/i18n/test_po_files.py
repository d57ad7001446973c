"""The translators' files go through the tools that translators use and come back as they were."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from learning.catalog import translatable
from learning.cli import register
from learning.config import ROOT
from learning.i18n import po_files, registry

LANGUAGES = registry.load(ROOT / "translations")
SENTENCES = translatable.sentences(ROOT / "courses")
TEXTS = {each.text for each in SENTENCES["hoc-va-song-khoe"]}


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


def test_facts_in_words_are_translated_and_put_into_the_translation(app: Flask) -> None:
    assert {"một giờ", "Trợ năng"} <= {each.text for each in SENTENCES["facts"]}
    assert not {"156", "dichvucong.gov.vn"} & {each.text for each in SENTENCES["facts"]}
    lesson = app.test_client().get("/en/bai/rieng-tu-va-tre-nho/").text
    assert "at most one hour a day" in lesson


def test_a_translator_reads_where_a_sentence_stands_by_ids_that_stay() -> None:
    places = {each.place for each in SENTENCES["an-toan"]}
    assert {"title", "note", "wishes/say", "thu-tu-kiem-lai/items/tat/why"} <= places


def test_a_catalogue_is_begun_where_the_language_s_others_lie(
    make_app: Callable[..., Flask], tmp_path: Path
) -> None:
    shutil.copy(ROOT / "translations" / "languages.toml", tmp_path)
    app = make_app(translations_dir=tmp_path)
    register(app)
    run = app.test_cli_runner()
    begun = run.invoke(args=["i18n", "begin", "tyz", "hoc-va-song-khoe"])
    assert begun.output == f"tyz hoc-va-song-khoe: 0 of {len(TEXTS)} translated\n"
    assert (tmp_path / "vi@tyz" / "LC_MESSAGES" / "hoc-va-song-khoe.po").is_file()
    assert "no language xx" in run.invoke(args=["i18n", "begin", "xx", "an-toan"]).output
