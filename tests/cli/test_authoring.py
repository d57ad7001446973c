"""`flask content new`, `check` of one module, and `preview`: what an author sees in the terminal."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from click.testing import CliRunner, Result
from flask import Flask

from learning.cli import authoring, register
from learning.cli.content import content
from tests.catalog.sample import MODULE, copied
from tests.support.preview import previewed

NAME = "mau/bai-nua"


def flask_content(*words: object) -> Result:
    assert set(authoring.NAMES) <= set(content.commands)
    return CliRunner().invoke(content, [str(word) for word in words])


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    """The sample as files that may be changed."""
    return copied(tmp_path)


def test_a_new_module_is_told_with_what_is_still_to_be_filled(courses: Path) -> None:
    result = flask_content("new", NAME, "--practice", "--courses", courses)
    assert result.exit_code == 0
    told = result.output.splitlines()
    assert told[0] == f"Đã tạo {courses / NAME}:"
    assert [line.split()[0] for line in told[1:6]] == [
        "module.yaml",
        "lesson.md",
        "questions.yaml",
        "radio.md",
        "practice.yaml",
    ]
    assert all("còn 0 chỗ" not in line for line in told[1:6])
    assert f"Đã thêm “bai-nua” vào cuối danh sách modules trong {courses / 'mau/course.yaml'}." in told
    assert f"content preview {NAME}" in result.output


def test_what_new_counts_is_what_the_check_of_that_module_tells(courses: Path) -> None:
    made = flask_content("new", NAME, "--courses", courses).output
    counted = sum(int(line.split("còn ")[1].split()[0]) for line in made.splitlines()[1:5])
    check = flask_content("check", NAME, "--courses", courses, "--today", "2026-11-22")
    assert check.exit_code == 1
    assert len(check.output.splitlines()) == counted + 1
    assert check.output.endswith(f"1 bài: {counted} lỗi, 0 điều nên xem lại.\n")


def test_where_the_course_cannot_be_written_the_author_is_told_what_to_add(courses: Path) -> None:
    (courses / "mau" / "course.yaml").write_text("modules: []\n", encoding="utf-8")
    result = flask_content("new", NAME, "--courses", courses)
    assert result.exit_code == 0
    assert f"Hãy tự thêm “bai-nua” vào danh sách modules trong {courses / 'mau/course.yaml'}" in result.output


@pytest.mark.parametrize("name", ["bai-nua", "xa-lac/bai", "mau/Bài", MODULE])
def test_a_name_that_will_not_do_is_one_sentence_and_no_trace(courses: Path, name: str) -> None:
    result = flask_content("new", name, "--courses", courses)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert "Traceback" not in result.output


def test_the_check_of_one_module_tells_nothing_of_others(courses: Path) -> None:
    flask_content("new", NAME, "--courses", courses)
    result = flask_content("check", MODULE, "--courses", courses, "--today", "2026-11-22")
    assert (result.exit_code, result.output) == (0, "1 bài: 0 lỗi, 0 điều nên xem lại.\n")


@pytest.mark.parametrize("command", ["check", "preview"])
def test_a_module_that_is_not_there_is_a_sentence_with_the_nearest(courses: Path, command: str) -> None:
    result = flask_content(command, "mau/bai-mua", "--courses", courses)
    assert result.exit_code == 1
    assert f"Không có thư mục bài “mau/bai-mua” trong {courses}. Có phải “{MODULE}”?" in result.output


@pytest.mark.parametrize("day", ["2027-02-02", "2027-05-02"])
def test_an_overdue_fact_or_module_fails_the_check(day: str, courses: Path) -> None:
    result = flask_content("check", "--courses", courses, "--today", day)
    assert result.exit_code == 1
    assert "quá hạn xem lại (review_by: 2027-0" in result.output


def test_a_port_that_is_taken_is_a_sentence(courses: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = flask_content("preview", "--courses", courses, "--port", port)
    assert result.exit_code == 1
    assert f"Cổng {port} đang có chương trình khác dùng." in result.output


def test_the_preview_answers_on_this_machine_alone(courses: Path, tmp_path: Path) -> None:
    with previewed(courses, tmp_path / "data", MODULE) as address:
        assert httpx.get(f"{address}/vi/xem-thu/{MODULE}/").status_code == 200
        # The whole of 127/8 is this machine: a server that listened everywhere would answer here too.
        with (
            pytest.raises(ConnectionRefusedError),
            socket.create_connection(("127.0.0.2", urlsplit(address).port)),
        ):
            pass


def test_no_site_that_is_served_has_the_preview(shared_app: Flask) -> None:
    register(shared_app)
    assert [rule for rule in shared_app.url_map.iter_rules() if "xem-thu" in rule.rule] == []
    assert shared_app.test_client().get(f"/vi/xem-thu/{MODULE}/").status_code == 404
