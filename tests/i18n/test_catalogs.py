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


def test_a_course_text_falls_back_to_vietnamese_and_says_so(tmp_path: Path) -> None:
    written(tmp_path, "an-toan", Khoa="Lock", Chua="")
    catalogs.compile_stale(tmp_path)
    said = catalogs.course_texts(ENGLISH, LANGUAGES, tmp_path, ["an-toan", "ket-noi"])
    assert said("Khoa") == catalogs.Said("Lock", "en")
    assert said("Chua") == catalogs.Said("Chua", "vi")
    assert said("Chưa ai dịch") == catalogs.Said("Chưa ai dịch", "vi")


def test_vietnamese_needs_no_catalogue() -> None:
    said = catalogs.course_texts(LANGUAGES.source, LANGUAGES, ROOT / "translations", ["an-toan"])
    assert said("Khoa") == catalogs.Said("Khoa", "vi")
