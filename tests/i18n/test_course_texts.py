"""Texts of courses: looked up where they lie, Vietnamese where they are missing, whatever a file is like."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from learning.config import ROOT
from learning.i18n import registry
from learning.i18n.course_texts import Compiled, Said, course_texts

LANGUAGES = registry.load(ROOT / "translations")
ENGLISH = LANGUAGES.by_code["en"]


def compiled(folder: Path, course: str, locale: str = "en", /, **said: str) -> Path:
    mo = folder / locale / "LC_MESSAGES" / f"{course}.mo"
    mo.parent.mkdir(parents=True, exist_ok=True)
    catalog = Catalog(locale=locale.partition("@")[0])
    for source, text in said.items():
        catalog.add(source, text)
    with mo.open("wb") as file:
        write_mo(file, catalog)
    return mo


def test_a_text_falls_back_to_vietnamese_and_says_so(tmp_path: Path) -> None:
    compiled(tmp_path, "an-toan", Khoa="Lock", Chua="", Zalo="Zalo")
    compiled(tmp_path, "ket-noi", Goi="Call")
    said = course_texts(ENGLISH, LANGUAGES, [tmp_path], ["an-toan", "ket-noi", "doi-song"])
    assert said("Khoa") == Said("Lock", "en")
    assert said("Goi") == Said("Call", "en")
    assert said("Zalo") == Said("Zalo", "en")
    assert said("Chua") == Said("Chua", "vi")
    assert said("Chưa ai dịch") == Said("Chưa ai dịch", "vi")


def test_vietnamese_needs_no_catalogue() -> None:
    said = course_texts(LANGUAGES.source, LANGUAGES, [ROOT / "translations"], ["an-toan"])
    assert said("Khoa") == Said("Khoa", "vi")


@pytest.mark.parametrize("bytes_left", [0, 3, 19, 40, -9])
def test_a_torn_catalogue_is_left_out_and_the_others_are_served(tmp_path: Path, bytes_left: int) -> None:
    torn = compiled(tmp_path, "an-toan", Khoa="Lock")
    torn.write_bytes(torn.read_bytes()[:bytes_left])
    compiled(tmp_path, "ket-noi", Goi="Call")
    said = course_texts(ENGLISH, LANGUAGES, [tmp_path], ["an-toan", "ket-noi"])
    assert (said("Khoa"), said("Goi")) == (Said("Khoa", "vi"), Said("Call", "en"))


@given(st.dictionaries(st.text("aăâbđẹ {}:*", min_size=1), st.text("xyzខ្មែ", min_size=1), max_size=40))
def test_whatever_is_in_it_is_found_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, said: dict[str, str]
) -> None:
    found = Compiled(compiled(tmp_path_factory.mktemp("mo"), "mau", **said))
    assert {source: found.get(source) for source in said} == said
    assert found.get("không có") is None
