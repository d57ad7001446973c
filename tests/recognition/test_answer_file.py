"""What another system answered, row by row: what can be used, and of every other row why not."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from learning.recognition.papers import answer_file
from learning.recognition.papers.answer_file import LONGEST_WHY, MOST_ROWS, Sent
from learning.recognition.papers.pages import FAULT_WORDS

HEADS = ("Mã", "Họ và tên", "Kết quả", "Lý do", "Ngày trả lời")
SENT = [Sent("aaaa", "Sơn Thị Lan"), Sent("bbbb", "Lý Văn Sang", "accepted", None, date(2026, 11, 20))]
FAULTY: tuple[tuple[tuple[Any, ...], str], ...] = (
    (("", "Sơn Thị Lan", "Đã gửi", "", ""), "no_code"),
    (("cccc", "Sơn Thị Lan", "Đã gửi", "", ""), "strange_code"),
    (("cccc", "Sơn Thị Lan", "", "", ""), "strange_code"),
    (("aaaa", "Lý Văn Sang", "Đã gửi", "", ""), "other_name"),
    (("aaaa", "Sơn Thị Lan", "xong", "", ""), "strange_state"),
    (("aaaa", "Sơn Thị Lan", "Bị trả lại", " ", ""), "no_why"),
    (("aaaa", "Sơn Thị Lan", "Bị trả lại", "a" * (LONGEST_WHY + 1), ""), "long_why"),
    (("aaaa", "Sơn Thị Lan", "Đã gửi", "", "hôm qua"), "strange_day"),
    (("aaaa", "Sơn Thị Lan", "Đã gửi", "", "31/02/2026"), "strange_day"),
)


@pytest.mark.parametrize(("row", "fault"), FAULTY)
def test_a_row_that_cannot_be_used_is_named_by_its_number_and_why(row: tuple[Any, ...], fault: str) -> None:
    reading = answer_file.read([("Danh sách",), HEADS, (), row], SENT)
    assert [(one.row, one.fault) for one in reading.named] == [(4, fault)]
    assert reading.fresh == []


def test_every_fault_has_a_sentence_and_a_row_that_shows_it() -> None:
    assert {fault for _row, fault in FAULTY} | {"twice"} == set(FAULT_WORDS)


def test_one_bad_row_refuses_none_of_its_neighbours() -> None:
    rows = [
        HEADS,
        ("AAAA", "son thi lan", "chấp nhận", "", datetime(2026, 11, 21, 8)),  # noqa: DTZ001  # as cells hold it
        ("aaaa", "Sơn Thị Lan", "Đã gửi", "", ""),
        ("cccc", "", "lỗi", "x", ""),
        ("bbbb", "Lý Văn Sang", "Được chấp nhận", "", "2026-11-20"),
    ]
    reading = answer_file.read(rows, SENT)
    assert [(one.code, one.state, one.day) for one in reading.fresh] == [
        ("aaaa", "accepted", date(2026, 11, 21))
    ]
    assert [(one.row, one.fault) for one in reading.named] == [(3, "twice"), (4, "strange_code")]
    assert [one.code for one in reading.known] == ["bbbb"]


def test_without_its_heads_or_with_too_many_rows_nothing_is_read() -> None:
    assert not answer_file.read([("Họ tên", "Năm")], SENT).heads
    assert answer_file.read([HEADS] * (MOST_ROWS + 1), SENT).too_long
