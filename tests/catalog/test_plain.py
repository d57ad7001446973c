"""Plain words: hard ones are named with what to say instead, in our own sentences only."""

from pathlib import Path

import pytest

from learning.catalog.plain import PLAINER
from tests.catalog.sample import changed, copied

LESSON = "Nhớ kỹ điều này."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Bác click vào nút.", "“click” khó hiểu với nhiều bác; nên nói: chạm, bấm."),
        ("Mạo danh là xấu.", "“mạo danh”"),
        ("Xem trên website, rồi Online.", "“online”"),
    ],
)
def test_a_hard_word_is_a_warning_with_a_plainer_one(tmp_path: Path, text: str, says: str) -> None:
    problems = changed(copied(tmp_path), "lesson.md", LESSON, text)
    assert any(each.level == "warning" and each.line == 21 and says in each.say for each in problems)


@pytest.mark.parametrize("text", ["Bác tải Apple về.", "Ông sử, bà dụng.", "Bấm clicker."])
def test_a_part_of_another_word_is_no_hard_word(tmp_path: Path, text: str) -> None:
    assert not any("khó hiểu" in each.say for each in changed(copied(tmp_path), "lesson.md", LESSON, text))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("lesson.md", "Alo, bác nghe rõ không?", "Alo, bác click vào website nhé!"),
        ("questions.yaml", "Bấm vào đây để nhận ngay", "Click website online"),
        ("questions.yaml", "heard: Alo, tôi ở điện lực.", "heard: Alo, tôi ở website."),
        ("questions.yaml", "say: Chữ chỉ để đọc.", "say: Website."),
        ("practice.yaml", "title: Chọn mạng", "title: Website"),
    ],
)
def test_others_may_speak_as_they_do(tmp_path: Path, file: str, old: str, new: str) -> None:
    assert not any("khó hiểu" in each.say for each in changed(copied(tmp_path), file, old, new))


@pytest.mark.parametrize("file", ["questions.yaml", "practice.yaml"])
def test_guidance_in_a_rehearsal_is_ours(tmp_path: Path, file: str) -> None:
    old = "why: Chỗ này chỉnh tiếng." if file == "questions.yaml" else "why: Dòng này chỉnh tiếng."
    problems = changed(copied(tmp_path), file, old, "why: Thao tác này chỉnh tiếng.")
    assert any("“thao tác”" in each.say for each in problems)


@pytest.mark.parametrize("words", ["vào đây", "Tại đây", "bấm vào đây", "xem thêm", "link"])
def test_a_link_says_where_it_leads(tmp_path: Path, words: str) -> None:
    problems = changed(copied(tmp_path), "lesson.md", LESSON, f"Xem [{words}](bai-mau).")
    assert any(each.level == "error" and "không nói dẫn tới đâu" in each.say for each in problems)


def test_no_plainer_word_is_a_hard_one() -> None:
    said = {word for plainer in PLAINER.values() for word in plainer.split(", ")}
    assert not said & set(PLAINER)
