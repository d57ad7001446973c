"""Across modules: what is asked twice and told twice, and what every pair of texts may share."""

import shutil
from pathlib import Path

import pytest

from learning.catalog.validation import check
from tests.catalog.sample import MODULE, TODAY, copied, lines_of

FACT = """
so-hai:
  value: "{value}"
  says: {says}
  source: {{title: Không có thật, url: "https://example.org/so"}}
  checked_on: 2026-11-01
  review_by: 2027-02-01
"""


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """The sample with a second module, a copy of the first."""
    courses = copied(tmp_path)
    shutil.copytree(courses / MODULE, courses / "mau/bai-hai")
    course = courses / "mau/course.yaml"
    course.write_text(course.read_text().replace("[bai-mau]", "[bai-mau, bai-hai]"))
    return courses


def test_a_question_of_another_module_is_found_at_its_line(two: Path) -> None:
    found = lines_of(check(two, TODAY))
    say = "Câu “goi-la” hỏi lại gần như y nguyên bài bai-hai, câu “goi-la”."
    assert f"{MODULE}/questions.yaml:1: {say}" in found
    assert len(found) == 12


def test_other_distractors_do_not_make_another_question(two: Path) -> None:
    path = two / "mau/bai-hai/questions.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in [("mã cho họ nghe", "to lên"), ("Bảo họ chờ một lát", "Im lặng"), ("goi-la", "goi-khac")]:
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    assert any("bài bai-hai, câu “goi-khac”" in each for each in lines_of(check(two, TODAY)))


def test_another_right_answer_to_other_words_makes_another_question(two: Path) -> None:
    path = two / "mau/bai-hai/questions.yaml"
    text = path.read_text(encoding="utf-8")
    changed = text.replace("Người lạ gọi xin mã. Bác làm gì?", "Ai đó nhắn hỏi mật khẩu Zalo, đáp sao?")
    path.write_text(changed.replace("say: Tắt máy,", "say: Xóa tin,"), encoding="utf-8")
    assert not any("câu “goi-la”" in each for each in lines_of(check(two, TODAY)))


@pytest.mark.parametrize(
    ("value", "how"),
    [("199", "“so-hai” trùng với “so-thu”."), ("198", "nói cùng một điều mà giá trị khác “so-thu”.")],
)
def test_two_facts_about_one_thing_are_found(tmp_path: Path, value: str, how: str) -> None:
    courses = copied(tmp_path)
    facts = courses / "facts.yaml"
    says = next(line.split(": ", 1)[1] for line in facts.read_text().splitlines() if "says:" in line)
    facts.write_text(facts.read_text() + FACT.format(value=value, says=says))
    assert any(each.startswith("facts.yaml:8: ") and how in each for each in lines_of(check(courses, TODAY)))


def test_two_facts_about_two_things_may_have_one_value(tmp_path: Path) -> None:
    courses = copied(tmp_path)
    facts = courses / "facts.yaml"
    facts.write_text(facts.read_text() + FACT.format(value="199", says="Số phòng của trạm y tế xã"))
    assert [each.say for each in check(courses, TODAY)] == ["Chưa bài nào dùng “so-hai”."]
