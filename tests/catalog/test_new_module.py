"""A new module: what is written, what of it the linter misses, and that nothing else is touched."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from learning.catalog.new_module import Refused, make_module, suggested_id, with_module
from learning.catalog.validation import check
from tests.catalog.sample import MODULE, TODAY, copied, lines_of

NAME = "mau/bai-nua"
BLANK = re.compile(r'""|\[\]|^ *(- )?(id|icon|url|seen_on):$|^##?$|^::: .')
BLANK_LISTS = {"skills: []": "skills: [thu:1.1]", "\n    url:\n": "\n    url: https://example.org/\n"}


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    """The sample as files that may be changed."""
    return copied(tmp_path)


def words() -> Callable[[re.Match[str]], str]:
    """Sentences that are all different, and all of the same length."""
    numbers = count(1)
    return lambda _: '"Chuyện ' + " ".join(f"{next(numbers):04d}") + ' của bác."'


def filled(text: str) -> str:
    """A skeleton's file as its author might leave it: every blank filled in, comments where they were."""
    for blank, what in BLANK_LISTS.items():
        text = text.replace(blank, what)
    text = re.sub(r"^( *icon:)$", r"\1 sach", text, flags=re.MULTILINE)
    text = re.sub(r"^( *seen_on:)$", rf"\1 {TODAY}", text, flags=re.MULTILINE)
    ids = count(1)
    text = re.sub(r"^- id:$", lambda _: f"- id: cau-so-{next(ids)}", text, flags=re.MULTILINE)
    text = re.sub(r'""', words(), text)
    text = re.sub(r"^##$", "## Tên trang\n\nMột câu.", text, flags=re.MULTILINE)
    text = re.sub(r"^(::: [a-z-]+)$", r"\1\nMột câu.", text, flags=re.MULTILINE)
    return re.sub(r"\A#\n", "# Tên bài nói\n" + "\nBà con nhớ giúp tôi điều này nhé.\n" * 53, text)


def test_a_skeleton_is_right_once_it_is_filled_in(courses: Path) -> None:
    made = make_module(courses, NAME, TODAY, with_practice=True)
    for file in made.files:
        path = made.folder / file
        path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert lines_of(check(courses, TODAY)) == []


def test_a_rehearsal_is_there_when_it_was_asked_for(courses: Path) -> None:
    assert "practice.yaml" not in make_module(courses, NAME, TODAY, with_practice=False).files
    made = make_module(courses, "mau/bai-ba", TODAY, with_practice=True)
    assert sorted(path.name for path in made.folder.iterdir()) == sorted(made.files)


def test_everything_that_is_blank_is_missed_at_its_line_and_nothing_else(courses: Path) -> None:
    made = make_module(courses, NAME, TODAY, with_practice=True)
    missed = {(problem.file, problem.line) for problem in made.to_fill}
    for file in made.files:
        for number, line in enumerate((made.folder / file).read_text(encoding="utf-8").splitlines(), 1):
            assert ((f"{NAME}/{file}", number) in missed) == bool(BLANK.search(line)), line


def test_what_is_blank_keeps_the_module_from_being_served_and_no_other(courses: Path) -> None:
    make_module(courses, NAME, TODAY, with_practice=True)
    assert {problem.file.rpartition("/")[0] for problem in check(courses, TODAY)} == {NAME}


def test_the_days_of_review_are_today_and_half_a_year_on(courses: Path) -> None:
    made = make_module(courses, NAME, date(2026, 11, 22), with_practice=False)
    cover = (made.folder / "module.yaml").read_text(encoding="utf-8")
    assert "reviewed_on: 2026-11-22\nreview_by: 2027-05-23\n" in cover


def test_the_course_lists_the_new_module_last_and_is_otherwise_as_it_was(courses: Path) -> None:
    cover = courses / "mau" / "course.yaml"
    before = cover.read_text(encoding="utf-8")
    made = make_module(courses, NAME, TODAY, with_practice=False)
    assert made.is_listed
    assert cover.read_text(encoding="utf-8") == before.replace("[bai-mau]", "[bai-mau, bai-nua]")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("modules: [a, b]   # hai bài\norder: 1\n", "modules: [a, b, c]   # hai bài\norder: 1\n"),
        ("modules: [\n  a, # một\n  b # hai\n]\n", "modules: [\n  a, # một\n  b, c # hai\n]\n"),
        ("modules:\n  - a # một\n  - b # hai\n# hết\n", "modules:\n  - a # một\n  - b # hai\n  - c\n# hết\n"),
        ("modules:\n- a\n- b", "modules:\n- a\n- b\n- c"),
        ("modules:\r\n  - a\r\norder: 1\r\n", "modules:\r\n  - a\r\n  - c\r\norder: 1\r\n"),
        ("title: '[a, b]'\nmodules: [\"a\", 'b']\n", "title: '[a, b]'\nmodules: [\"a\", 'b', c]\n"),
    ],
)
def test_a_list_is_written_on_as_its_author_wrote_it(before: str, after: str) -> None:
    assert with_module(before, "c") == after


@pytest.mark.parametrize(
    "cover",
    [
        "",
        "modules: []\n",
        "modules: a\n",
        "title: x\n",
        "modules: [a\n",
        "- a\n",
        "modules: [a, &x b]\n",
        "a: {",
    ],
)
def test_a_list_that_is_not_plain_is_left_to_its_author(cover: str) -> None:
    assert with_module(cover, "c") is None


def test_a_course_that_cannot_be_read_gets_the_module_all_the_same(courses: Path) -> None:
    cover = courses / "mau" / "course.yaml"
    cover.write_bytes(b"modules: [bai-mau\xff]\n")
    made = make_module(courses, NAME, TODAY, with_practice=False)
    assert not made.is_listed
    assert cover.read_bytes() == b"modules: [bai-mau\xff]\n"
    assert (made.folder / "lesson.md").is_file()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("bai-nua", "một gạch chéo"),
        ("mau/", "một gạch chéo"),
        ("mua/bai-nua", "Có phải “mau”?"),
        ("xa-lac/bai-nua", "Đang có: mau."),
        ("frameworks/bai-nua", "Không có khóa “frameworks”."),
        ("../bai-nua", "Không có khóa “..”."),
        ("mau/Gửi ảnh", "Thử: gui-anh."),
        ("mau/..", "không làm mã bài được"),
        ("mau/a/b", "Thử: a-b."),
        ("mau/" + "a" * 41, "nhiều nhất 40 ký tự"),
        (MODULE, f"đã có ở {MODULE}"),
    ],
)
def test_a_name_that_will_not_do_is_refused_with_a_sentence(courses: Path, name: str, says: str) -> None:
    before = sorted(courses.rglob("*"))
    with pytest.raises(Refused, match=re.escape(says)):
        make_module(courses, name, TODAY, with_practice=False)
    assert sorted(courses.rglob("*")) == before


def test_an_id_that_another_course_has_is_refused(courses: Path) -> None:
    shutil.copytree(courses / "mau", courses / "khac")
    (courses / "khac" / "bai-mau").rename(courses / "khac" / "bai-la")
    with pytest.raises(Refused, match="đã có ở khac/bai-la"):
        make_module(courses, "mau/bai-la", TODAY, with_practice=False)


@pytest.mark.parametrize(
    ("said", "id"),
    [("Đặt lịch khám!", "dat-lich-kham"), ("Wi-Fi 4G", "wi-fi-4g"), ("…", ""), ("ỨNG DỤNG", "ung-dung")],
)
def test_an_id_is_suggested_from_what_was_said(said: str, id: str) -> None:
    assert suggested_id(said) == id
