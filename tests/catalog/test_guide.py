"""The authors' guide is true: the linter says of its worked example what the guide says it says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from learning.catalog.loader import read_shelf
from learning.catalog.validation import check
from tests.catalog.sample import TODAY

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "viet-bai-hoc.md").read_text(encoding="utf-8")
NAME = "dien-thoai/hen-gio-uong-thuoc"
BLOCKS = dict(re.findall(r"^```\w+ ([\w.]+)\n(.*?)^```$", GUIDE, flags=re.DOTALL | re.MULTILINE))
FILES = ("module.yaml", "lesson.md", "questions.yaml", "practice.yaml", "radio.md")
COURSE = "title: A\nsummary: B.\nicon: sach\norder: 1\nmodules: [hen-gio-uong-thuoc]\n"


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    """A courses folder with the guide's module alone."""
    module = tmp_path / NAME
    module.mkdir(parents=True)
    for file in FILES:
        (module / file).write_text(BLOCKS[file], encoding="utf-8")
    (tmp_path / "facts.yaml").write_text(BLOCKS["facts.yaml"], encoding="utf-8")
    (module.parent / "course.yaml").write_text(COURSE, encoding="utf-8")
    shutil.copytree(ROOT / "courses" / "frameworks", tmp_path / "frameworks")
    return tmp_path


def test_the_example_is_whole() -> None:
    assert set(BLOCKS) == {*FILES, "facts.yaml", "check"}


def test_the_linter_says_of_the_example_what_the_guide_says_it_says(courses: Path) -> None:
    said = [str(problem) for problem in check(courses, TODAY) if not problem.file.endswith("course.yaml")]
    assert said == BLOCKS["check"].splitlines()


def test_with_the_missing_questions_the_example_is_without_fault(courses: Path) -> None:
    bank = courses / NAME / "questions.yaml"
    bank.write_text(bank.read_text(encoding="utf-8") + seven_questions(), encoding="utf-8")
    assert [str(problem) for problem in check(courses, TODAY)] == []
    (reading,) = read_shelf(courses).readings
    assert reading.module
    assert reading.module.practice


def seven_questions() -> str:
    """Seven questions of no matter what, their right options spread over the places."""
    made = ""
    for number, each in enumerate(("mot", "hai", "ba", "bon", "nam", "sau", "bay")):
        options = [f'{{id: o{place}, say: "Việc {place} {each}", why: "Lời."' for place in range(3)]
        options[number % 3] += ", right: true"
        listed = "".join(f"    - {option}}}\n" for option in options)
        made += f'\n- id: cau-{each}\n  kind: single\n  ask: "Hỏi {each}?"\n  options:\n{listed}'
        made += '  next_time: "Nhớ."\n'
    return made


def test_the_skeleton_and_the_commands_name_this_guide() -> None:
    skeleton = ROOT / "learning" / "catalog" / "skeleton" / "module.yaml"
    assert "docs/viet-bai-hoc.md" in skeleton.read_text(encoding="utf-8")
