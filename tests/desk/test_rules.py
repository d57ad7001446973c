"""What a translation must keep of its source: a table of right and wrong ones."""

from __future__ import annotations

import pytest

from learning.desk import rules

COUNT = "Còn %(num)d câu"
BOLD = "Bình dân <b>học vụ số</b>"

RIGHT = [
    ("messages", "Chào bác", "Xin pjom"),
    ("messages", COUNT, "Nhằng %(num)d cằm"),
    ("messages", BOLD, "<b>Slon</b> Slư"),
    ("messages", "Giảm %(n)d%%", "%(n)d%% lảc"),
    ("messages", "Trước {when}", "Cón {when}"),
    ("messages", "Dấu < và >", "< rèo >"),
    ("messages", "Chào bác", "ជំរាប\u200bសួរ"),
    ("messages", "Chào bác", "Ê Đê: ê̆, ơ̆, “hriăm”, ʼ và '"),
    ("an-toan", "Gọi **{fact:duong-day}** ngay", "**{fact:duong-day}** roọng"),
    ("an-toan", "Xem [bài này](/vi/bai/otp/)", "Ngòi [bài nẩy](/vi/bai/otp/)"),
    ("an-toan", 'Bấm "Đồng ý" 100%', 'Nhấn "Đồng ý" 100%'),
]
WRONG = [
    ("messages", "Chào bác", "", "empty"),
    ("messages", COUNT, "Nhằng cằm", "names"),
    ("messages", COUNT, "Nhằng %(num)d %(num)d cằm", "names"),
    ("messages", COUNT, "Nhằng %(nam)d cằm", "names"),
    ("messages", COUNT, "Nhằng %(num)s cằm", "names"),
    ("messages", "Chào bác", "100% pjom", "percent"),
    ("messages", BOLD, "Slon Slư", "tags"),
    ("messages", BOLD, "</b>Slon<b> Slư", "tags"),
    ("messages", BOLD, "<b onclick=x>Slon</b>", "tags"),
    ("messages", "Chào bác", "<script>alert(1)</script>", "tags"),
    ("messages", "Chào bác", "<img src=x onerror=alert(1) ", "angle"),
    ("messages", "Chào bác", 'pjom" onfocus="alert(1)', "quote"),
    ("messages", "Chào bác", "pjom " * 200, "too-long"),
    ("messages", "Chào bác", "pjom\ufffd", "letters"),
    ("messages", "Chào bác", "pjom\nslon", "letters"),
    ("messages", "Chào bác", "e\u0302 rời", "letters"),
    ("messages", "Chào bác", "**pjom", "marks"),
    ("an-toan", "Gọi {fact:duong-day}", "Roọng 113", "names"),
    ("an-toan", "Xem [bài](/vi/bai/otp/)", "Ngòi [bài](https://la.vn/)", "links"),
    ("an-toan", "Xem bài", "Ngòi [bài](https://la.vn/)", "links"),
    ("an-toan", "Xem bài", "Ngòi <https://la.vn>", "angle"),
    ("an-toan", "Xem bài", "Ngòi {bài}", "names"),
    ("an-toan", "Xem bài", "Ngòi [bài]", "brackets"),
    ("an-toan", "Gọi **ngay**", "**Roọng", "marks"),
]


@pytest.mark.parametrize(("domain", "source", "form"), RIGHT)
def test_what_keeps_everything_is_kept(domain: str, source: str, form: str) -> None:
    assert rules.wrong_in(domain, source, "", [form]) == []


@pytest.mark.parametrize(("domain", "source", "form", "fault"), WRONG)
def test_what_would_break_a_page_is_refused(domain: str, source: str, form: str, fault: str) -> None:
    assert fault in {wrong.fault for wrong in rules.wrong_in(domain, source, "", [form])}


def test_each_form_of_a_counted_sentence_is_looked_at() -> None:
    wrong = rules.wrong_in("messages", COUNT, COUNT, ["%(num)d cằm", "cằm"])
    assert [(one.fault, one.form, one.what) for one in wrong] == [("names", 1, "%(num)d")]


def test_what_is_typed_is_kept_as_one_line_of_composed_letters() -> None:
    assert rules.written("  Che\u0302\n  pjom\x07 ") == "Chê pjom"
    assert rules.written("ក\u200bខ") == "ក\u200bខ"


def test_a_language_is_ready_when_two_have_seen_enough_of_it() -> None:
    assert [rules.is_ready(number) for number in (0, 39, 40)] == [False, False, True]


def test_the_same_words_have_one_name_and_others_another() -> None:
    assert rules.seen(["a", "b"]) == rules.seen(["a", "b"]) != rules.seen(["ab"])
