"""The linter over whole folders: one change to the sample, one sentence with its file and line."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from learning.catalog.validation import check
from tests.catalog.sample import MODULE, SAMPLE, TODAY, changed, copied, lines_of


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    """The sample as files that may be changed."""
    return copied(tmp_path)


def test_the_sample_is_without_fault() -> None:
    assert check(SAMPLE, TODAY) == []


LONG = " ".join(["dài"] * 26)
BROKEN = [
    ("module.yaml", "minutes: 5", "minutes: năm", 4, "“minutes” phải là số nguyên."),
    ("module.yaml", "minutes: 5", "minutes: true", 4, "“minutes” phải là số nguyên."),
    ("module.yaml", "minutes: 5", "minutes: 0", 4, "“minutes” phải từ 1 trở lên."),
    ("module.yaml", "icon: sach", "icom: sach", 3, "Không có mục nào tên “icom” ở đây. Có phải là “icon”?"),
    ("module.yaml", "title: Bài mẫu", "title:", 1, "“title” đang bỏ trống."),
    ("module.yaml", "title: Bài mẫu", "title: 5", 1, "“title” phải là chữ"),
    ("module.yaml", "skills: [thu:1.1, thu:1.2]", "skills: []", 5, "ít nhất phải có 1"),
    ("module.yaml", "thu:1.2", "thu:9.9", 5, "Không có kỹ năng “thu:9.9”"),
    ("module.yaml", "thu:1.2", "thu", 5, "Mã kỹ năng"),
    ("module.yaml", "https://example.org/bai-mau", "example.org", 8, "Địa chỉ"),
    ("module.yaml", "seen_on: 2026-11-01", "seen_on: 1/11/2026", 9, "Ngày viết theo kiểu"),
    ("module.yaml", "seen_on: 2026-11-01", "seen_on: 2026-11-31", 9, "ngày có thật"),
    ("module.yaml", "seen_on: 2026-11-01", "seen_on: 2026-12-01", 9, "chưa tới"),
    ("module.yaml", "reviewed_on: 2026-11-01", "reviewed_on: 2026-12-01", 10, "chưa tới"),
    ("module.yaml", "review_by: 2027-05-01", "review_by: 2026-10-01", 11, "sau reviewed_on"),
    ("module.yaml", "review_by: 2027-05-01", "review_by: 2026-11-21", 11, "quá hạn xem lại"),
    ("lesson.md", "Nhớ kỹ điều này.", LONG, 21, "Câu dài 26 tiếng"),
    ("lesson.md", "(bai-mau)", "(bai-khac)", 18, "không có bài đó"),
    ("lesson.md", "(bai-mau)", "(/vi/bai/bai-mau/)", 18, "mã của một bài"),
    ("lesson.md", "(bai-mau)", "(http://a.vn)", 18, "https://"),
    ("lesson.md", "{fact:so-thu}", "199", 18, "viết {fact:so-thu}"),
    ("lesson.md", "{fact:so-thu}", "0912 345 678", 18, "số thật"),
    ("lesson.md", "**đậm** và", "**đậm và", 3, "Dấu * thừa"),
    ("lesson.md", "*nghiêng*", "_nghiêng_", 3, "không dùng _"),
    ("lesson.md", "*nghiêng*", "`mã`", 3, "Chỉ dùng **đậm**"),
    ("lesson.md", "*nghiêng*", "<b>x</b>", 3, "thẻ HTML"),
    ("lesson.md", "nha.svg", "cay.svg", 6, "Không có hình “cay.svg”"),
    ("questions.yaml", "kind: single", "kind: singel", 2, "Mỗi câu hỏi phải có kind"),
    ("questions.yaml", "  kind: single\n", "", 1, "Mỗi câu hỏi phải có kind"),
    ("questions.yaml", "why: Họ sẽ gọi lại.", "vì: Họ sẽ gọi lại.", 9, "Thiếu mục “why”."),
    ("questions.yaml", "say: Tắt máy,", "say: Tắt máy, ngay,", 8, "đặt trong dấu ngoặc kép"),
    ("questions.yaml", "alt: Một ngôi nhà", "alt: ''", 5, "bỏ trống"),
    ("questions.yaml", "riêng bác., right: true", "riêng bác.", 6, "đúng một lựa chọn đúng"),
    ("questions.yaml", "id: cho, say: Bảo", "id: doc, say: Bảo", 9, "Mã “doc” được dùng hai lần"),
    ("questions.yaml", "id: mau-sac", "id: goi-la", 12, "Mã câu hỏi “goi-la”"),
    ("questions.yaml", "id: mau-sac", "id: Màu_sắc", 12, "không dấu"),
    ("questions.yaml", "channel: sms", "channel: fax", 62, "một trong: sms, chat, call, email, page"),
    ("questions.yaml", "Số lạ 09xx xxx 123", "0987 654 321", 63, "số thật"),
    ("questions.yaml", "verdict: genuine", "verdict: scam", 1, "0 trong 2 câu inspect"),
    ("questions.yaml", "Mã là của riêng bác.", '"Xem [đây](bai-mau)."', 8, "chỉ trong lesson.md"),
    ("questions.yaml", "say: Màu xanh lá", "say: Màu Đỏ", 12, "viết giống nhau"),
    ("questions.yaml", "detail: Đang tắt, why: Đúng chỗ rồi.", "detail: Đang tắt", 101, "cũng phải có why"),
    ("questions.yaml", "icon: wifi", "icon: zalo", 105, "static/icons.svg"),
    ("questions.yaml", "file: nha.svg, say", "file: cay.svg, say", 107, "Không có hình “cay.svg”"),
    ("practice.yaml", "start: nha", "start: xa", 3, "không có màn hình “xa”"),
    ("practice.yaml", "to: mang", "to: xa", 27, "không có màn hình “xa”"),
    ("practice.yaml", "to: xong", "to: nha", 6, "không đi tới xong"),
    ("practice.yaml", ", why: Ô này để xem ảnh.", "", 6, "hai chỗ chạm nhầm"),
    ("practice.yaml", "as: tile", "as: tiles", 11, "một trong: tile, row"),
    ("practice.yaml", "do: Chạm vào ô Cài đặt.", "do: Bấm 0912345678.", 7, "số thật"),
    ("pictures/nha.svg", "<rect", "<script/><rect", 2, "<script>"),
    ("/facts.yaml", 'value: "199"', "value: 199", 2, "đặt trong dấu ngoặc kép"),
    ("/facts.yaml", "review_by: 2027-02-01", "review_by: 2026-11-02", 1, "quá hạn xem lại"),
    ("/facts.yaml", "review_by: 2027-02-01", "review_by: 2026-11-01", 6, "sau checked_on"),
    ("/mau/course.yaml", "[bai-mau]", "[bai-mau, bai-mau]", 5, "kể hai lần"),
    ("/mau/course.yaml", "Một khóa nhỏ", f"{LONG} Một khóa nhỏ", 2, "Câu dài 35 tiếng"),
    ("/mau/course.yaml", "thử cho biết", "gọi {fact:so-la}", 7, "Không có “so-la” trong facts.yaml."),
    ("/mau/course.yaml", "order: 1", "order: đầu", 4, "“order” phải là số nguyên."),
    ("/mau/course.yaml", "module: bai-mau", "module: bai-la", 8, "Không có bài “bai-la”"),
    ("/frameworks/khung-thu.yaml", "verified: false", "verified: không", 4, "true hoặc false"),
]


@pytest.mark.parametrize("fault", BROKEN, ids=lambda fault: f"{fault[0]}:{fault[3]} {fault[4]}")
def test_one_fault_is_one_sentence_with_its_line(
    courses: Path, fault: tuple[str, str, str, int, str]
) -> None:
    file, old, new, line, says = fault
    problems = changed(courses, file, old, new)
    place = f"{file[1:] if file.startswith('/') else f'{MODULE}/{file}'}:{line}: "
    assert any(each.startswith(place) and says in each for each in lines_of(problems)), lines_of(problems)
    assert any(problem.level == "error" for problem in problems)


def test_a_question_asked_twice_is_found(courses: Path) -> None:
    path = courses / MODULE / "questions.yaml"
    first = path.read_text(encoding="utf-8").split("\n\n")[0]
    path.write_text(path.read_text(encoding="utf-8") + "\n" + first.replace("goi-la", "goi-nua", 1) + "\n")
    assert f"{MODULE}/questions.yaml:129: Câu “goi-nua” gần như trùng với câu “goi-la”." in lines_of(
        check(courses, TODAY)
    )


def test_right_options_that_are_always_the_longest_are_found(courses: Path) -> None:
    path = courses / MODULE / "questions.yaml"
    right = [
        ("Tắt máy,", "A"),
        ("Màu đỏ,", "B"),
        ("Cắm sạc,", "C"),
        ("Tắt rồi hỏi", "D"),
        ("Xem Wi-Fi bật", "E"),
    ]
    text = path.read_text(encoding="utf-8")
    for old, mark in [*right, ("Tự dưng trúng", "F")]:
        text = text.replace(f"say: {old}", f"say: Dài hơn hẳn mọi lựa chọn khác {mark} {old}", 1)
    path.write_text(text, encoding="utf-8")
    assert any("dài nhất ở 6 trong 8 câu" in each for each in lines_of(check(courses, TODAY)))


def test_stray_files_and_unused_pictures_are_found(courses: Path) -> None:
    (courses / MODULE / "ghi-chu.txt").write_text("Nhớ sửa.")
    shutil.copy(courses / MODULE / "pictures/nha.svg", courses / MODULE / "pictures/cay.svg")
    found = lines_of(check(courses, TODAY))
    assert len(found) == 2
    assert found[0].startswith(f"{MODULE}/ghi-chu.txt:1: Tệp lạ.")
    assert found[1] == f"{MODULE}/pictures/cay.svg:1: Hình này không dùng ở đâu cả."


def test_a_fact_nobody_names_is_only_a_warning(courses: Path) -> None:
    problems = changed(courses, "/facts.yaml", "so-thu:", "so-khac: &a\nso-thu:".replace(" &a", ""))
    assert [problem.level for problem in problems if "so-khac" in problem.say] == []
    facts = courses / "facts.yaml"
    whole = (SAMPLE / "facts.yaml").read_text()
    facts.write_text(whole + whole.replace("so-thu", "so-nua").replace("Đầu số bịa ra", "Tên nút"))
    (problem,) = check(courses, TODAY)
    assert (problem.level, problem.line, problem.say) == ("warning", 7, "Chưa bài nào dùng “so-nua”.")


def test_an_overdue_date_is_an_error_in_the_check(courses: Path) -> None:
    levels = {problem.level for problem in check(courses, date(2027, 5, 2))}
    assert levels == {"error"}
