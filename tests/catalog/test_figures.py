"""What changes lives in facts.yaml: which figures, values and addresses a text may not say by itself."""

from pathlib import Path

import pytest

from learning.catalog.figures import figures_in, hosts_in, values_in
from learning.catalog.validation import check
from tests.catalog.sample import MODULE, TODAY, changed, copied, lines_of, sample_catalog

LESSON = "Nhớ kỹ điều này."
FACTS = sample_catalog().facts


def found_in(text: str, value: str) -> dict[str, list[str]]:
    """What is found in a text, where the one fact has this value."""
    return values_in(text, {"ten": FACTS["so-thu"].model_copy(update={"value": value})})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Phí 50.000 đồng một lần", [("số tiền", "50.000 đồng")]),
        ("Nộp 1,5 triệu, thêm 20 nghìn đồng", [("số tiền", "1,5 triệu"), ("số tiền", "20 nghìn đồng")]),
        ("Giảm 10% hoặc 80 phần trăm.", [("phần trăm", "10%"), ("phần trăm", "80 phần trăm")]),
        ("Từ 1/7/2025 và tháng 10/2025", [("ngày tháng", "1/7/2025"), ("ngày tháng", "10/2025")]),
        ("Hạn ngày 30 tháng 6 năm 2026", [("ngày tháng", "ngày 30 tháng 6 năm 2026")]),
        ("Từ năm 2026.", [("ngày tháng", "2026")]),
        ("Theo Nghị định 69/2024/NĐ-CP", [("văn bản luật", "Nghị định 69/2024/NĐ-CP")]),
        ("Theo Luật Căn cước", [("văn bản luật", "Luật Căn")]),
        ("Hãy gọi 115, hoặc gọi số 1022.", [("số gọi", "115"), ("số gọi", "1022")]),
        ("Trẻ từ 14 tuổi", [("tuổi", "14 tuổi")]),
        ("Chạm **Cỡ chữ**, rồi **kéo**.", [("tên mục", "Cỡ chữ")]),
        ("**Dừng:** không đọc. **Hỏi** con.", []),
        ("Gọi {fact:so-thu}, phí {fact:phi}, từ năm {fact:nam}", []),
        ("7 giờ 30, thứ 2, 3 bước, số nhà 2024a, mức 2, 4G, máy đời 5", []),
        ("Số cũ 1250, số mới 1350, dùng 100 số điện", []),
    ],
)
def test_figures_that_may_change_are_found_in_a_text(text: str, found: list[tuple[str, str]]) -> None:
    assert list(figures_in(text)) == found


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("199", "Gọi 199 nhé"),
        ("1900 1234", "Số 1900 1234 mất tiền"),
        (".gov.vn", "Đuôi **.gov.vn** là được"),
        ("Cỡ chữ", "Cỡ chữ"),
        ("Cỡ chữ", "Chạm vào **Cỡ chữ**, rồi kéo"),
        ("Cỡ chữ", "Có mục “Cỡ chữ”"),
    ],
)
def test_the_value_of_a_fact_is_found_in_a_text(value: str, text: str) -> None:
    assert found_in(text, value) == {value: ["ten"]}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("199", "Còn 1999 con, 2.199 cây"),
        ("199", "Gọi {fact:ten}"),
        ("Cỡ chữ", "Cỡ chữ to thì dễ đọc."),
        ("Cỡ chữ", "Kéo cho to. Cỡ chữ thay đổi ngay."),
        ("Cỡ chữ", "Chọn cỡ chữ to"),
        ("tím", "Màu tím là nặng nhất"),
        ("tím", "tím"),
    ],
)
def test_what_only_looks_like_the_value_of_a_fact_is_left_alone(value: str, text: str) -> None:
    assert found_in(text, value) == {}


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("Vào dichvucong.gov.vn ngay", ["dichvucong.gov.vn"]),
        ("Vào https://a-b.com/c?d", ["a-b.com"]),
        ("Thư của lan@hopthu.vn", ["hopthu.vn"]),
        ("nop-tien.xx, cong-vi-du.gov.vn, lan@hopthu.xx, cong-vi-du.gov.vn.xx/a", []),
        ("[trang ấy](https://dichvucong.gov.vn), danh-sach.zip, 1.200, 7.30, Hết.Rồi", []),
    ],
)
def test_addresses_that_could_be_somebodys_are_found(text: str, hosts: list[str]) -> None:
    assert list(hosts_in(text)) == hosts


@pytest.mark.parametrize(
    ("file", "old", "line"),
    [
        ("lesson.md", LESSON, 21),
        ("questions.yaml", "Ai xin mã thì tắt máy.", 10),
        ("questions.yaml", "Mã là của riêng bác.", 8),
        ("module.yaml", "Có đủ bảy kiểu câu hỏi, một bài tập và một hình.", 2),
    ],
)
def test_a_figure_in_what_we_say_is_an_error_with_its_line(
    tmp_path: Path, file: str, old: str, line: int
) -> None:
    problems = lines_of(changed(copied(tmp_path), file, old, "Phí là 20.000 đồng."))
    assert any(each.startswith(f"{MODULE}/{file}:{line}: “20.000 đồng” (số tiền)") for each in problems)


@pytest.mark.parametrize(
    ("file", "old"),
    [
        ("lesson.md", "Alo, bác nghe rõ không?"),
        ("questions.yaml", "Chủ nhật này con về, mẹ nấu canh chua nhé."),
        ("questions.yaml", "Alo, tôi ở điện lực. Bác chuyển tiền ngay nhé!"),
        ("practice.yaml", "Ô này để xem ảnh."),
    ],
)
def test_figures_in_a_rehearsal_are_made_up(tmp_path: Path, file: str, old: str) -> None:
    assert changed(copied(tmp_path), file, old, "Phí là 20.000 đồng.") == []


@pytest.mark.parametrize("file", ["lesson.md", "questions.yaml"])
def test_an_address_in_a_rehearsal_could_be_real(tmp_path: Path, file: str) -> None:
    old = "Alo, bác nghe rõ không?" if file == "lesson.md" else "Chủ nhật này con về, mẹ nấu canh chua nhé."
    problems = lines_of(changed(copied(tmp_path), file, old, "Vào nop-tien.com."))
    assert any("“nop-tien.com” có thể có thật" in each for each in problems)


def allowed(folder: Path, figures: str, text: str = "Phí là 20.000 đồng.") -> list[str]:
    """What the linter says of a text, with a file of figures."""
    courses = copied(folder)
    (courses / "figures.yaml").write_text(figures, encoding="utf-8")
    return lines_of(changed(courses, "lesson.md", LESSON, text))


def test_a_figure_with_a_reason_may_stand(tmp_path: Path) -> None:
    assert allowed(tmp_path, "bai-mau:\n  20.000 đồng: Số tiền trong chuyện kể.\n") == []


def test_a_name_that_every_phone_has_may_stand_in_every_module(tmp_path: Path) -> None:
    assert allowed(tmp_path, "moi-bai:\n  Gửi: Máy nào cũng ghi vậy.\n", "Rồi chạm **Gửi**.") == []


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ("bai-mau:\n  20.000 đồng: Chuyện.\n  9 tuổi: Cũ.\n", "figures.yaml:3: Bài “bai-mau” không viết"),
        ("bai-la:\n  20.000 đồng: Chuyện.\n", "figures.yaml:2: Không có bài “bai-la”."),
        ("bai-mau:\n  20.000 đồng:\n", "figures.yaml:2: “20.000 đồng” đang bỏ trống."),
        ("moi-bai:\n  20.000 đồng: Chuyện.\n  Lưu: Cũ.\n", "figures.yaml:3: Bài “moi-bai” không viết"),
        ("bai-mau: 5\n", "figures.yaml:1: "),
        ("- bai-mau\n", "figures.yaml:1: Tệp này phải gồm các mục"),
        ("bai-mau: [\n", "figures.yaml:"),
        ("", f"{MODULE}/lesson.md:21: "),
    ],
)
def test_the_file_of_figures_is_checked_itself(tmp_path: Path, figures: str, says: str) -> None:
    found = allowed(tmp_path, figures)
    assert any(each.startswith(says) for each in found), found


def test_a_company_has_no_part_in_a_rehearsal(tmp_path: Path) -> None:
    courses = copied(tmp_path)
    problems = lines_of(changed(courses, "questions.yaml", "Bác trúng", "Vietcombank đây, bác trúng"))
    assert f"{MODULE}/questions.yaml:64: “Vietcombank” là hãng có thật" in problems[0]
    assert not any("hãng có thật" in each for each in lines_of(check(copied(tmp_path / "whole"), TODAY)))
