"""The loudspeaker script and the note card: optional, and checked like a lesson."""

from pathlib import Path

import pytest

from learning import catalog
from learning.catalog.validation import check
from tests.catalog.sample import MODULE, TODAY, changed, copied, lines_of

SCRIPT = "# Nói trên loa\n\nKính chào bà con.\nHôm nay ta nói chuyện Wi-Fi.\n\nBà con nhớ giúp hai điều.\n"
LONG = "Bà con ơi " * 10


def with_radio(folder: Path, script: str) -> Path:
    courses = copied(folder)
    (courses / MODULE / "radio.md").write_text(script, encoding="utf-8")
    return courses


def test_a_script_is_a_title_and_paragraphs(tmp_path: Path) -> None:
    courses = with_radio(tmp_path, SCRIPT)
    radio = catalog.load(courses, TODAY).module("bai-mau").radio
    assert radio is not None
    assert radio.title == "Nói trên loa"
    assert radio.paragraphs == (
        "Kính chào bà con. Hôm nay ta nói chuyện Wi-Fi.",
        "Bà con nhớ giúp hai điều.",
    )
    assert [each.say for each in check(courses, TODAY)] == [
        "Bài nói có 16 tiếng; chừng ba phút là quãng 350 đến 560 tiếng."
    ]


def test_a_script_of_three_minutes_is_long_enough(tmp_path: Path) -> None:
    long_enough = "# Nói trên loa\n\n" + "Bà con nhớ giúp tôi điều này nhé.\n\n" * 53
    assert check(with_radio(tmp_path, long_enough), TODAY) == []


def test_the_title_is_checked_like_a_sentence(tmp_path: Path) -> None:
    courses = with_radio(tmp_path, SCRIPT.replace("Nói trên loa", LONG))
    assert any("radio.md:1: Câu dài 30 tiếng" in line for line in lines_of(check(courses, TODAY)))


def test_a_script_without_a_title_is_refused_with_its_line(tmp_path: Path) -> None:
    courses = with_radio(tmp_path, "Kính chào bà con.\n")
    assert any("radio.md:1:" in line for line in lines_of(check(courses, TODAY)))


def test_a_sentence_too_long_to_be_said_is_found_at_its_line(tmp_path: Path) -> None:
    courses = with_radio(tmp_path, f"{SCRIPT}\n{LONG}.\n")
    assert any("radio.md:8:" in line for line in lines_of(check(courses, TODAY)))


def test_a_module_needs_no_script_and_no_note(tmp_path: Path) -> None:
    module = catalog.load(copied(tmp_path), TODAY).module("bai-mau")
    assert (module.radio, module.note) == (None, ())


def test_a_note_card_has_at_most_five_sentences(tmp_path: Path) -> None:
    lines = "".join(f"  - Câu số {number} của tờ ghi nhớ.\n" for number in range(6))
    problems = changed(copied(tmp_path), "module.yaml", "review_by:", f"note:\n{lines}review_by:")
    assert any("note" in line or "module.yaml" in line for line in lines_of(problems))


@pytest.mark.parametrize(
    ("script", "says"),
    [("", "Dòng đầu"), ("#\n\nChào.\n", "Dòng đầu"), ("# Tên\n\n<!-- dặn -->\n", "chưa có lời nào")],
)
def test_a_script_needs_a_title_and_words(tmp_path: Path, script: str, says: str) -> None:
    problems = check(with_radio(tmp_path, script), TODAY)
    (own,) = [problem for problem in problems if problem.file == f"{MODULE}/radio.md"]
    assert own.line == 1
    assert says in own.say


def test_what_authors_note_in_a_script_is_not_read_out(tmp_path: Path) -> None:
    courses = with_radio(tmp_path, SCRIPT.replace("Hôm nay", "<!-- chậm lại -->\nHôm nay"))
    radio = catalog.load(courses, TODAY).module("bai-mau").radio
    assert radio is not None
    assert "chậm lại" not in " ".join(radio.paragraphs)
