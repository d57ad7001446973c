"""Every code has its sentence; a result is told in three of them, and an unverified set says so."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from learning.config import ROOT
from learning.recognition import draw, words
from learning.recognition.files import shipped
from learning.recognition.groups import judge_group
from learning.recognition.radar import KINDS, Asked
from learning.recognition.rules import judge
from learning.recognition.sets import GroupSet, PersonSet
from tests.support.judging import (
    answers_in,
    cases,
    criteria_named,
    day,
    members_in,
    shown_in,
    stays_in,
)

ON = date(2026, 11, 22)
HOME = "Tu:usual@2015-01-01"
ROOM = ROOT / "learning" / "recognition"


@pytest.fixture(autouse=True)
def in_vietnamese(app: Flask) -> object:
    """Inside a request, so that there is a language to speak."""
    with app.test_request_context("/vi/"):
        yield


def told(answers: str, record: str = "", *, name: str = "bo-thu", home: str = HOME) -> list[str]:
    criteria = criteria_named(name)
    assert isinstance(criteria, PersonSet)
    ids = [one.id for one in criteria.indicators]
    stays = stays_in(home)
    group = "nguoi-dan"
    result = judge(criteria, shown_in(record), answers_in(answers, ids, ON), stays, on=ON, group=group)
    return words.in_three_sentences(result)


def test_every_code_that_the_rules_give_has_a_sentence_and_every_sentence_a_code() -> None:
    text = "".join((Path(ROOM) / name).read_text("utf-8") for name in ("rules.py", "groups.py"))
    given = set(re.findall(r'reason\(\s*"([a-z_]+)"', text))
    given |= {"not_stated", "stated_yes", "stated_no", "share_unknown", "nobody_counted", "share"}
    assert given == words.codes()


def test_every_hand_written_case_can_be_told() -> None:
    for file in ("points.txt", "places.txt", "evidence.txt", "freshness.txt", "dates.txt", "unknown.txt"):
        for case in cases(file):
            criteria = criteria_named(case.cells["set"])
            assert isinstance(criteria, PersonSet)
            on, ids = day(case.cells["on"]), [one.id for one in criteria.indicators]
            answers, shown = (
                answers_in(case.cells["answers"], ids, on),
                shown_in(case.cells.get("record", "")),
            )
            group = case.cells.get("group")
            result = judge(criteria, shown, answers, stays_in(case.cells["stays"]), on=on, group=group)
            for scored in result.scored:
                sentences = words.explained(scored)
                assert sentences or scored.by == "none" or scored.points
                assert all("%(" not in one for one in (*sentences, words.name_of(scored, criteria)))
            assert 2 <= len(words.in_three_sentences(result)) <= 3


def test_what_is_missing_is_said_in_three_sentences() -> None:
    assert told("- - - 5", "otp:self, quyen:self, lua-dao:self, wifi:present, zalo:present") == [
        "Bác đang có 29 điểm trong 40 điểm.",
        "Bác còn thiếu 3 điểm.",
        "Chỉ số 4 đang có 5 trên 10 điểm, còn thêm được.",
    ]


def test_what_is_old_is_said_with_what_to_do() -> None:
    old = "otp:self@2024-01-01, quyen:self@2024-01-02, lua-dao:self@2024-01-03"
    assert told("10 6 4 10", old) == [
        "Bác đang có 30 điểm trong 40 điểm.",
        "Bác chỉ còn phải làm lại câu hỏi nhắc của bài học đã lâu.",
        "Chỉ số 3: bác làm lại một câu hỏi nhắc là thêm 6 điểm.",
    ]


def test_enough_points_and_one_too_low_is_said_so() -> None:
    sentences = told("4 9 9 9 9 9 9 9 9 9", name="cong-dan-hoc-tap")
    assert sentences[1] == "Điểm đã đủ, nhưng còn 1 chỉ số quá thấp."
    assert sentences[2].startswith("Chỉ số 1 mới có 4 điểm, cần ít nhất 5.")


def test_who_has_enough_is_told_nothing_to_do() -> None:
    assert told("8 8 8 8 8 8 8 8 8 8", name="cong-dan-hoc-tap") == [
        "Bác đang có 80 điểm trong 100 điểm.",
        "Theo bộ tiêu chí, bác đã đủ điểm để được đề nghị.",
    ]


def test_without_a_pass_mark_nobody_is_told_that_it_is_enough() -> None:
    sentences = told("- - - - - -", "wifi:self", name="ky-nang-so")
    assert sentences[1].startswith("Chưa ai thấy ngưỡng điểm")


def test_an_unverified_set_says_so_with_every_doubt() -> None:
    for criteria in shipped().all:
        assert list(words.caution(criteria))[1:] == list(criteria.doubts)
    assert words.caution(criteria_named("bo-thu")) == ()


def test_a_group_shows_both_numbers() -> None:
    criteria = shipped().get("gia-dinh-hoc-tap")
    assert isinstance(criteria, GroupSet)
    result = judge_group(criteria, members_in("a+ a c", "cong-dan-hoc-tap", ON), {"tre-em": True}, on=ON)
    assert [sentence for one in result.conditions for sentence in words.condition_explained(one)] == [
        "Đã kê khai là có.",
        "1 trên 2 người có danh hiệu. Chưa ai thấy tỷ lệ phải đạt trong văn bản.",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_the_radar_asks_and_never_accuses(kind: str) -> None:
    said = words.asked(Asked(kind, ("a",), "d", 12, 1.5))  # type: ignore[arg-type]  # one of KINDS
    assert said.endswith("?")
    assert "12" in said
    assert not re.search("gian|vi phạm|khống|phạt", said)


def test_how_sure_a_list_is_says_what_was_not_reached() -> None:
    outcomes: list[draw.Outcome] = ["confirmed", "confirmed", "confirmed", "confirmed", "not_reached"]
    said = words.how_sure(draw.confidence(120, outcomes))
    assert said.startswith(
        "Đã bốc thăm kiểm tra lại 5 trên 120 người: 4 đúng, 0 không đúng, 1 chưa gặp được."
    )
