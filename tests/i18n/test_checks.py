"""The catalogue checks: each finds the fault it is for."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from flask import Flask

from learning.catalog.translatable import Sentence
from learning.cli import register
from learning.config import ROOT
from learning.i18n import checks, po_files, registry

TABLE = ROOT / "translations" / "languages.toml"
LANGUAGES = registry.load(ROOT / "translations")
ENGLISH = LANGUAGES.by_code["en"]
LESSON = [
    Sentence(text, "courses/mau/lesson.md", "")
    for text in ("Gọi {fact:so}.", "Đọc [bài này](mat-khau).", "**Tắt** máy.", "Máy đầy 100% pin.")
]
IN_ENGLISH = (
    "Call {fact:so}.",
    "Read [this lesson](mat-khau).",
    "Turn it **off**.",
    "The battery is at 100%.",
)


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
    only_english = TABLE.read_text().replace('status = "draft"', 'status = "registered"')
    (tmp_path / "translations" / TABLE.name).write_text(only_english)
    template = po_files.extracted(tmp_path)
    po_files.write(template, tmp_path / "translations" / "messages.pot")
    po_files.merge(template, ENGLISH, tmp_path / "translations")
    say(tmp_path, "Chào %(name)s", "Hello %(name)s")
    say(tmp_path, "Một <b>hai</b>", "One <b>two</b>")
    catalogue = po(tmp_path).read_text()
    catalogue = catalogue.replace('msgstr[0] ""', 'msgstr[0] "%(num)d lesson"')
    po(tmp_path).write_text(catalogue.replace('msgstr[1] ""', 'msgstr[1] "%(num)d lessons"'))
    return tmp_path


def po(root: Path) -> Path:
    return po_files.catalogue(ENGLISH, root / "translations")


def say(root: Path, source: str, text: str, domain: str = "messages") -> None:
    path = po_files.catalogue(ENGLISH, root / "translations", domain)
    before, _, after = path.read_text().partition(f'msgid "{source}"\n')
    rest = after.partition("\n")[2]
    path.write_text(f'{before}msgid "{source}"\nmsgstr "{text}"\n{rest}')


def found(root: Path, lesson: Sequence[Sentence] = ()) -> str:
    templates = {"messages": po_files.extracted(root)}
    if lesson:
        templates["mau"] = po_files.of_course(lesson)
    return "\n".join(checks.problems(templates, root / "translations", registry.load(root / "translations")))


@pytest.fixture
def begun(root: Path) -> Path:
    """The same with a course whose English is begun: every sentence is there, and none is said yet."""
    template = po_files.of_course(LESSON)
    po_files.write(template, root / "translations" / "mau.pot")
    po_files.merge(template, ENGLISH, root / "translations", "mau")
    return root


def say_all(root: Path) -> None:
    for sentence, text in zip(LESSON, IN_ENGLISH, strict=True):
        say(root, sentence.text, text, "mau")


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
    po_files.merge(po_files.extracted(root), ENGLISH, root / "translations")
    assert po(root).read_bytes() == before


def test_a_course_that_nobody_has_begun_and_one_that_is_done_are_both_fit(begun: Path) -> None:
    assert found(begun, LESSON) == ""
    say_all(begun)
    assert found(begun, LESSON) == ""


def test_a_course_half_done_is_not_fit_where_the_language_is_called_complete(begun: Path) -> None:
    say(begun, LESSON[0].text, IN_ENGLISH[0], "mau")
    assert found(begun, LESSON).count("en/mau: not translated") == len(LESSON) - 1


@pytest.mark.parametrize(
    ("sentence", "text", "fault"),
    [
        (0, "Call 156.", "placeholders differ"),
        (0, "Call {fact:number}.", "placeholders differ"),
        (1, "Read [this lesson](wi-fi).", "placeholders differ"),
        (1, "Read this lesson.", "placeholders differ"),
        (2, "Turn it **off.", r"\*\* opens"),
        (2, "Turn it <b>off</b>.", "tags differ"),
        (3, "Le\u0323 100%.", "not composed"),
    ],
)
def test_a_faulty_course_text_is_named(begun: Path, sentence: int, text: str, fault: str) -> None:
    say_all(begun)
    say(begun, LESSON[sentence].text, text, "mau")
    assert re.search(f"en/mau: .*{fault}", found(begun, LESSON))


def test_a_text_that_its_author_changed_is_drift(begun: Path) -> None:
    changed = [*LESSON[1:], Sentence("Gọi ngay {fact:so}.", "courses/mau/lesson.md", "")]
    assert "mau.pot: drift" in found(begun, changed)
    assert "en/mau: drift, run `flask i18n extract`: Gọi ngay {fact:so}." in found(begun, changed)


def test_a_course_without_a_template_is_drift(root: Path) -> None:
    assert "mau.pot: drift, run `flask i18n extract`: no file" in found(root, LESSON)


def test_our_own_catalogues_are_fit_to_be_served(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    register(app)
    done = app.test_cli_runner().invoke(args=["i18n", "check"])
    assert done.output == "i18n: every catalogue is current\n"
