"""The list of languages: what it holds, what it refuses."""

from datetime import date
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import format_date

from learning.config import ROOT
from learning.i18n import registry

LANGUAGES = registry.load(ROOT / "translations")
ROW = """
[[language]]
code = "{code}"
name = "x"
vi_name = "x"
script = "Latn"
dir = "ltr"
locale = "{locale}"
fallback = {fallback}
plural = "nplurals=1; plural=0;"
fonts = "latin"
status = "{status}"
"""


def table(folder: Path, *rows: tuple[str, str, str]) -> Path:
    written = [
        ROW.format(code=code, locale=locale, fallback=fallback, status="source" if code == "vi" else "draft")
        for code, locale, fallback in rows
    ]
    (folder / "languages.toml").write_text("".join(written))
    return folder


def test_the_languages_of_the_design_are_there() -> None:
    codes = {language.code for language in LANGUAGES}
    assert codes >= {"vi", "en", "km", "hmn", "tyz", "nut", "blt", "mtq", "rad", "jra", "bdq", "cjm", "ium"}


def test_only_languages_with_a_catalogue_are_offered() -> None:
    assert [language.code for language in LANGUAGES.offered] == ["vi", "en", "km"]


def test_every_language_formats_with_a_locale_that_is_known() -> None:
    for language in LANGUAGES:
        assert Locale.parse(language.locale.partition("@")[0]).languages


def test_no_own_name_stands_for_two_languages() -> None:
    names = [language.name for language in LANGUAGES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "rows",
    [
        [("vi", "vi", "[]"), ("vi", "vi", "[]")],
        [("en", "en", "[]")],
        [("vi", "vi", "[]"), ("tyz", "tyz", "[]")],
        [("vi", "vi", "[]"), ("tyz", "vi@tyz", '["nut"]')],
    ],
)
def test_a_table_that_could_not_be_served_is_refused(
    tmp_path: Path, rows: list[tuple[str, str, str]]
) -> None:
    with pytest.raises(ValueError, match=r"languages\.toml"):
        registry.load(table(tmp_path, *rows))


@pytest.mark.parametrize(
    "plural", ["", "plural=0;", "nplurals=1; plural=1;", "nplurals=2; plural=n/0;", "nplurals=2; plural=n n;"]
)
def test_a_plural_rule_that_could_fail_on_a_page_is_refused(tmp_path: Path, plural: str) -> None:
    table(tmp_path, ("vi", "vi", "[]"), ("km", "km", "[]"))
    path = tmp_path / "languages.toml"
    path.write_text(path.read_text().replace("nplurals=1; plural=0;", plural))
    with pytest.raises(ValueError, match="plural"):
        registry.load(tmp_path)


@pytest.mark.parametrize("code", ["blt", "hmn", "km", "tyz"])
def test_a_language_formats_as_vietnamese_unless_its_own_data_are_whole(code: str) -> None:
    """CLDR's `blt` writes dates as "2026 M11 22", and its `hnj` is another script's."""
    locale = Locale.parse(LANGUAGES.by_code[code].locale.partition("@")[0])
    assert locale.language == ("km" if code == "km" else "vi")
    assert "M11" not in format_date(date(2026, 11, 22), locale=locale)
