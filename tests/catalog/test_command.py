"""`flask content`: what an author sees in the terminal."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from learning.cli.content import commands
from tests.catalog.sample import MODULE, SAMPLE, copied


def content(*words: object) -> Result:
    return CliRunner().invoke(commands[0], [str(word) for word in words])


def test_without_fault_the_check_ends_well() -> None:
    result = content("check", "--courses", SAMPLE, "--today", "2026-11-22")
    assert result.exit_code == 0
    assert result.output == "1 bài: 0 lỗi, 0 điều nên xem lại.\n"


def test_an_error_is_a_line_one_can_click_and_ends_badly(tmp_path: Path) -> None:
    courses = copied(tmp_path)
    (courses / MODULE / "lesson.md").unlink()
    result = content("check", "--courses", courses, "--today", "2026-11-22")
    assert result.exit_code == 1
    assert f"{courses / MODULE}/lesson.md:1: Không có tệp này.\n" in result.output


def test_a_warning_alone_ends_well(tmp_path: Path) -> None:
    courses = copied(tmp_path)
    facts = courses / "facts.yaml"
    facts.write_text(facts.read_text() + facts.read_text().replace("so-thu", "so-nua"))
    result = content("check", "--courses", courses, "--today", "2026-11-22")
    assert result.exit_code == 0
    assert "facts.yaml:7: (nên xem) Chưa bài nào dùng “so-nua”.\n" in result.output


@pytest.mark.parametrize("words", [("report",), ("check", "--today", "2026-11-22", "--report")])
def test_the_report_has_a_row_for_each_module(words: tuple[str, ...]) -> None:
    lines = content(*words, "--courses", SAMPLE).output.splitlines()
    assert lines[0].split()[:2] == ["bài", "trang"]
    assert lines[1].split()[:4] == [MODULE, "2", "4", "12"]
    assert "1 hình, 0,2 KB" in lines[1]


def test_a_courses_folder_that_is_not_there_is_a_wrong_option() -> None:
    assert content("check", "--courses", "/khong/co").exit_code == 2


def test_without_an_option_the_courses_are_those_of_the_site(app: Flask) -> None:
    result = CliRunner().invoke(commands[0], ["report"], obj=ScriptInfo(create_app=lambda: app))
    assert len(result.output.splitlines()) == 1 + len(app.extensions["hocso"].catalog.modules)
