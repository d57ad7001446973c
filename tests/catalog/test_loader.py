"""Loading: what is broken is refused with its reason, the rest is served, and nothing raises."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from learning import catalog
from learning.catalog.content import UnknownCourse, UnknownModule, UnknownQuestion
from tests.catalog.sample import MODULE, SAMPLE, TODAY, copied, sample_catalog, sample_module


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    """The sample with a second module, a copy of the first."""
    folder = copied(tmp_path)
    shutil.copytree(folder / MODULE, folder / "mau" / "bai-hai")
    course = folder / "mau" / "course.yaml"
    course.write_text(course.read_text().replace("[bai-mau]", "[bai-hai, bai-mau]"))
    return folder


def served(folder: Path) -> list[str]:
    return [module.id for module in catalog.load(folder, TODAY).modules]


def reasons(folder: Path) -> list[str]:
    return [str(problem) for problem in catalog.load(folder, TODAY).problems if problem.level == "error"]


def test_the_sample_is_served_whole() -> None:
    found = sample_catalog()
    assert [course.id for course in found.courses] == ["mau"]
    assert [module.id for module in found.modules] == ["bai-mau"]
    assert [(wish.say, wish.module) for wish in found.wishes] == [("thử cho biết", "bai-mau")]
    assert set(found.facts) == {"so-thu"}
    assert found.frameworks["thu"].label("thu:1.2") == "Kỹ năng khác"
    assert not found.problems


def test_what_is_not_there_is_unknown() -> None:
    with pytest.raises(UnknownModule):
        sample_catalog().module("khong-co")
    with pytest.raises(UnknownCourse):
        sample_catalog().course("khong-co")
    with pytest.raises(UnknownQuestion):
        sample_module().bank.question("khong-co")


def test_modules_stand_in_the_order_of_their_course(courses: Path) -> None:
    assert served(courses) == ["bai-hai", "bai-mau"]


def test_a_broken_module_is_refused_and_its_neighbour_served(courses: Path) -> None:
    (courses / "mau/bai-hai/questions.yaml").write_text("- id: x\n  kind: single\n")
    assert served(courses) == ["bai-mau"]
    assert "mau/bai-hai/questions.yaml:1: Có 1 câu hỏi, ít nhất phải có 12." in reasons(courses)


def test_a_wish_for_a_refused_module_is_not_made(courses: Path) -> None:
    (courses / MODULE / "lesson.md").unlink()
    found = catalog.load(courses, TODAY)
    assert not found.wishes
    assert reasons(courses) == ["mau/bai-mau/lesson.md:1: Không có tệp này."]


def test_a_broken_course_is_refused_and_the_others_served(courses: Path) -> None:
    shutil.copytree(SAMPLE / "mau", courses / "khac")
    (courses / "khac/course.yaml").write_text("title: Chỉ có tên\n")
    assert served(courses) == ["bai-hai", "bai-mau"]
    assert "khac/course.yaml:1: Thiếu mục “modules”." in reasons(courses)


def test_a_module_id_is_given_out_once(courses: Path) -> None:
    shutil.copytree(SAMPLE / "mau", courses / "sau")
    assert served(courses) == ["bai-hai", "bai-mau"]
    assert "sau/bai-mau/module.yaml:1: Mã bài “bai-mau” đã dùng ở mau/bai-mau." in reasons(courses)


def test_a_folder_nobody_lists_and_a_module_without_folder_are_named(courses: Path) -> None:
    course = courses / "mau/course.yaml"
    course.write_text(course.read_text().replace("bai-hai", "bai-ba"))
    assert served(courses) == ["bai-mau"]
    assert reasons(courses) == [
        "mau/course.yaml:1: Thư mục “bai-hai” chưa được kể trong modules.",
        "mau/course.yaml:5: Không có thư mục bài “bai-ba”.",
    ]


def test_an_unknown_fact_refuses_only_who_names_it(courses: Path) -> None:
    lesson = courses / "mau/bai-hai/lesson.md"
    lesson.write_text(lesson.read_text().replace("so-thu", "so-la"))
    assert served(courses) == ["bai-mau"]
    assert reasons(courses) == ["mau/bai-hai/lesson.md:18: Không có “so-la” trong facts.yaml."]


def test_a_broken_fact_takes_only_itself_away(courses: Path) -> None:
    facts = courses / "facts.yaml"
    facts.write_text(facts.read_text() + "\nso-hong: {value: 5}\n")
    assert served(courses) == ["bai-hai", "bai-mau"]
    assert reasons(courses)[0].startswith("facts.yaml:8: ")


def test_overdue_dates_are_warnings_at_start(courses: Path) -> None:
    found = catalog.load(courses, date(2027, 5, 2))
    assert len(found.modules) == 2
    assert {problem.level for problem in found.problems} == {"warning"}
    assert [(problem.file, problem.line) for problem in found.problems] == [
        ("mau/bai-hai/module.yaml", 11),
        ("mau/bai-mau/module.yaml", 11),
        ("facts.yaml", 1),
    ]


@pytest.mark.parametrize("name", ["", "khong-co", "facts.yaml"])
def test_a_folder_that_is_no_courses_folder_gives_an_empty_catalogue(tmp_path: Path, name: str) -> None:
    folder = copied(tmp_path) / name if name else tmp_path / "rong"
    assert not catalog.load(folder, TODAY).courses


def test_files_that_cannot_be_read_are_problems_too(courses: Path) -> None:
    (courses / "mau/bai-hai/lesson.md").write_bytes("## Một\n\nChữ ".encode() + b"\xff")
    (courses / "mau/bai-hai/practice.yaml").write_bytes(b"title: a\n" + b"x" * 300_000)
    (courses / "mau/bai-hai/pictures/thu-muc").mkdir()
    assert served(courses) == ["bai-mau"]
    found = reasons(courses)
    assert "mau/bai-hai/lesson.md:3: Tệp phải lưu bằng UTF-8." in found
    assert "mau/bai-hai/practice.yaml:1: Tệp nặng 300009 byte, nhiều nhất là 262144." in found
    assert any(each.startswith("mau/bai-hai/pictures/thu-muc:1: Không mở được tệp") for each in found)


def test_files_saved_on_windows_read_the_same(courses: Path) -> None:
    for file in (courses / "mau/bai-hai").glob("*.*"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    found = catalog.load(courses, TODAY)
    assert list(found.module("bai-hai").texts()) == list(found.module("bai-mau").texts())


def test_every_text_is_asked_of_translators_once_a_place() -> None:
    texts = list(sample_module().texts())
    assert texts[:3] == ["Bài mẫu", "Có đủ bảy kiểu câu hỏi, một bài tập và một hình.", "Trang đầu"]
    assert {"Một ngôi nhà", "Số lạ 09xx xxx 123", "Đang tắt", "Bác đã tự nối được mạng."} <= set(texts)
    assert "Khóa mẫu" in list(sample_catalog().texts())


def test_a_form_is_five_questions_of_the_bank() -> None:
    module = sample_module()
    assert len(set(module.form(1)) | set(module.form(2))) == 10
    assert set(module.form(3)) <= set(module.bank.questions)
