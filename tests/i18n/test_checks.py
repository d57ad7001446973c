"""The catalogue checks: each finds the fault it is for."""

import shutil
from pathlib import Path

import pytest

from learning.config import ROOT
from learning.i18n import checks, registry

TABLE = ROOT / "translations" / "languages.toml"
LANGUAGES = registry.load(ROOT / "translations")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tiny project with a current, complete English catalogue."""
    (tmp_path / "learning").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "translations").mkdir()
    (tmp_path / "learning" / "a.py").write_text('x = lazy("Chào %(name)s", name=1)\n')
    (tmp_path / "templates" / "a.html").write_text(
        '{{ _("Một <b>hai</b>") }}{{ ngettext("%(num)d bài", "%(num)d bài", 2) }}'
    )
    shutil.copy(TABLE, tmp_path / "translations")
    checks.write_template(checks.extracted(tmp_path), tmp_path / "translations")
    checks.merge(checks.extracted(tmp_path), LANGUAGES.by_code["en"], tmp_path / "translations")
    say(tmp_path, "Chào %(name)s", "Hello %(name)s")
    say(tmp_path, "Một <b>hai</b>", "One <b>two</b>")
    catalogue = po(tmp_path).read_text()
    catalogue = catalogue.replace('msgstr[0] ""', 'msgstr[0] "%(num)d lesson"')
    po(tmp_path).write_text(catalogue.replace('msgstr[1] ""', 'msgstr[1] "%(num)d lessons"'))
    return tmp_path


def po(root: Path) -> Path:
    return checks.catalogue(LANGUAGES.by_code["en"], root / "translations")


def say(root: Path, source: str, text: str) -> None:
    before, _, after = po(root).read_text().partition(f'msgid "{source}"\n')
    rest = after.partition("\n")[2]
    po(root).write_text(f'{before}msgid "{source}"\nmsgstr "{text}"\n{rest}')


def found(root: Path) -> str:
    return "\n".join(checks.problems(root, root / "translations", LANGUAGES))


def test_a_current_and_complete_catalogue_has_no_problem(root: Path) -> None:
    assert found(root) == ""


@pytest.mark.parametrize(
    ("source", "text", "fault"),
    [
        ("Chào %(name)s", "Hello %(nom)s", "placeholders differ"),
        ("Chào %(name)s", "Hello", "placeholders differ"),
        ("Một <b>hai</b>", "One two", "tags differ"),
        ("Một <b>hai</b>", "One <i>two</i>", "tags differ"),
        ("Một <b>hai</b>", "", "not translated"),
    ],
)
def test_a_faulty_translation_is_named(root: Path, source: str, text: str, fault: str) -> None:
    say(root, source, text)
    assert fault in found(root)


def test_a_new_sentence_in_code_is_drift(root: Path) -> None:
    (root / "learning" / "b.py").write_text('y = lazy("Câu mới")\n')
    assert "messages.pot: drift" in found(root)
    assert "Câu mới" in found(root)


def test_a_lost_plural_header_is_found(root: Path) -> None:
    po(root).write_text(po(root).read_text().replace("nplurals=2; plural=(n != 1);", "nplurals=1; plural=0;"))
    assert "plural header" in found(root)


def test_merging_twice_changes_nothing(root: Path) -> None:
    before = po(root).read_bytes()
    checks.merge(checks.extracted(root), LANGUAGES.by_code["en"], root / "translations")
    assert po(root).read_bytes() == before


def test_our_own_catalogues_are_fit_to_be_served() -> None:
    assert checks.problems(ROOT, ROOT / "translations", LANGUAGES) == []
