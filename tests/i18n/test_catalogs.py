"""Catalogues: compiled when stale, skipped when broken, Vietnamese where a text is missing."""

from pathlib import Path

from learning.config import ROOT
from learning.i18n import catalogs, registry

LANGUAGES = registry.load(ROOT / "translations")
ENGLISH = LANGUAGES.by_code["en"]
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def written(folder: Path, domain: str, **said: str) -> Path:
    path = folder / "en" / "LC_MESSAGES" / f"{domain}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    pairs = "".join(f'msgid "{source}"\nmsgstr "{text}"\n\n' for source, text in said.items())
    path.write_text(HEADER + pairs)
    return path


def test_a_changed_catalogue_is_compiled_and_an_unchanged_one_is_not(tmp_path: Path) -> None:
    po = written(tmp_path, "messages", Chào="Hello")
    assert catalogs.compile_stale(tmp_path) == [po.with_suffix(".mo")]
    assert catalogs.compile_stale(tmp_path) == []
    assert catalogs.interface(ENGLISH, LANGUAGES, tmp_path).gettext("Chào") == "Hello"


def test_a_broken_catalogue_is_skipped_and_the_others_are_served(tmp_path: Path) -> None:
    written(tmp_path, "messages", Chào="Hello")
    broken = written(tmp_path, "an-toan", Khoa="Lock")
    broken.write_bytes(b'msgid "x\nmsgstr \xff')
    assert [path.name for path in catalogs.compile_stale(tmp_path)] == ["messages.mo"]


def test_a_torn_compiled_catalogue_is_left_out(tmp_path: Path) -> None:
    written(tmp_path, "messages", Chào="Hello")
    (mo,) = catalogs.compile_stale(tmp_path)
    mo.write_bytes(mo.read_bytes()[:-20])
    assert catalogs.interface(ENGLISH, LANGUAGES, tmp_path).gettext("Chào") == "Chào"


def test_a_catalogue_in_a_folder_that_is_no_language_is_no_trouble(tmp_path: Path) -> None:
    po = written(tmp_path, "messages", Chào="Hello")
    strange = tmp_path / "xx@!" / "LC_MESSAGES" / "messages.po"
    strange.parent.mkdir(parents=True)
    strange.write_text(po.read_text().replace("charset=utf-8", "charset=no-such-letters"))
    assert po.with_suffix(".mo") in catalogs.compile_stale(tmp_path)


def test_the_table_s_plural_rule_counts_not_the_header_s(tmp_path: Path) -> None:
    po = written(tmp_path, "messages")
    broken = HEADER.replace("\n\n", '\n"Plural-Forms: nplurals=2; plural=n%0;\\n"\n\n')
    forms = 'msgid "%(num)d bài"\nmsgid_plural "%(num)d bài"\nmsgstr[0] "lesson"\nmsgstr[1] "lessons"\n'
    po.write_text(broken + forms)
    catalogs.compile_stale(tmp_path)
    found = catalogs.interface(ENGLISH, LANGUAGES, tmp_path)
    said = [found.ngettext("%(num)d bài", "%(num)d bài", number) for number in (1, 2)]
    assert said == ["lesson", "lessons"]
