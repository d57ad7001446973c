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
    another = facts.read_text().replace("so-thu", "so-nua").replace("Đầu số bịa ra", "Tên nút")
    facts.write_text(facts.read_text() + another)
    result = content("check", "--courses", courses, "--today", "2026-11-22")
    assert result.exit_code == 0
    assert "facts.yaml:7: (nên xem) Chưa bài nào dùng “so-nua”.\n" in result.output


@pytest.mark.parametrize("words", [("report",), ("check", "--today", "2026-11-22", "--report")])
def test_the_report_has_a_row_for_each_module_and_one_for_all(words: tuple[str, ...]) -> None:
    lines = content(*words, "--courses", SAMPLE).output.splitlines()
    assert lines[0].split() == [
        *("bài", "trang", "tập", "câu", "nặng", "tin", "thật"),
        *("dài", "nhất", "tiếng/câu", "ít", "gặp", "hình", "loa"),
    ]
    assert lines[1].split() == [MODULE, "2", "4", "12", "2", "1/2", "0/8", "4,3", "0,1%", "1", "–"]
    assert lines[2].split() == ["1", "bài", "2", "1", "12", "2", "1/2", "0/8", "1", "0"]


def test_the_report_fits_the_screen_of_a_terminal(app: Flask) -> None:
    info = ScriptInfo(create_app=lambda: app)
    overview = CliRunner().invoke(commands[0], ["report"], obj=info).output.splitlines()
    sheet = CliRunner().invoke(commands[0], ["report", "quet-ma-qr"], obj=info).output.splitlines()
    assert max(map(len, overview)) <= 120
    assert [line for line in sheet if len(line) > 96 and "https://" not in line] == []


def test_the_report_on_one_module_says_all_about_it(tmp_path: Path) -> None:
    courses = copied(tmp_path)
    (courses / MODULE / "radio.md").write_text("# Bài nói\n\nKính chào bà con.\n", encoding="utf-8")
    result = content("report", "bai-mau", "--courses", courses, "--today", "2026-11-22")
    assert result.exit_code == 0
    for said in [
        f"{MODULE}: Bài mẫu",
        "Duyệt ngày 2026-11-01, xem lại trước ngày 2027-05-01",
        "  thu:1.2 Kỹ năng khác",
        "  tiếng ít gặp: 0,1%",
        "Bài học: 2 trang",
        "Câu hỏi: 12, trong đó 2 câu không được sai (!)",
        "  chỗ đứng của câu đúng: thứ 1 4, thứ 2 5",
        "  !   1 single   goi-la: Người lạ gọi xin mã. Bác làm gì?",
        "Thực hành: Tập bật Wi-Fi, 4 màn hình",
        "  Bài nói: 4 tiếng, chừng 0,0 phút",
        "  nha.svg, 0,2 KB",
        "  so-thu: 199 (xem lại trước ngày 2027-02-01)",
        "    https://example.org/bai-mau",
        "Phải sửa hoặc nên xem: 1",
    ]:
        assert said in result.output.splitlines(), said


def test_a_module_that_is_refused_has_its_faults_in_the_report(tmp_path: Path) -> None:
    courses = copied(tmp_path)
    (courses / MODULE / "lesson.md").unlink()
    output = content("report", "bai-mau", "--courses", courses).output
    assert f"{MODULE}: bài này chưa dùng được." in output
    assert f"{MODULE}/lesson.md:1: Không có tệp này." in output


def test_a_report_on_no_module_is_a_wrong_word() -> None:
    result = content("report", "khong-co", "--courses", SAMPLE)
    assert result.exit_code == 2
    assert "Không có bài “khong-co”." in result.output


def test_a_courses_folder_that_is_not_there_is_a_wrong_option() -> None:
    assert content("check", "--courses", "/khong/co").exit_code == 2


def test_without_an_option_the_courses_are_those_of_the_site(app: Flask) -> None:
    result = CliRunner().invoke(commands[0], ["report"], obj=ScriptInfo(create_app=lambda: app))
    assert len(result.output.splitlines()) == 2 + len(app.extensions["hocso"].catalog.modules)
