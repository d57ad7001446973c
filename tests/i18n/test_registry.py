"""The list of languages: what it holds, what it refuses."""

from pathlib import Path

import pytest
from babel import Locale

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
    assert [language.code for language in LANGUAGES.offered] == ["vi", "en"]


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
