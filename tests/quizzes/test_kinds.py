"""The seven kinds: what each refuses, draws, reads from a form and says afterwards."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from learning.quizzes.kinds import KINDS
from learning.quizzes.marking import UnreadableAnswer, explain, mark
from learning.quizzes.questions import Control, Question
from tests.catalog.sample import right_answer, sample_module, sample_question

QUESTIONS = {question.id: question for question in sample_module().bank.questions}


def submitted(question: Question, answer: Any) -> Mapping[str, list[str]]:
    """The form fields that a browser would send for an answer."""
    match question.key()["rule"]:
        case "one":
            return {question.id: [answer]}
        case "set":
            return {question.id: answer}
        case "sequence":
            return {f"{question.id}.{id}": [str(place)] for place, id in enumerate(answer, 1)}
        case _:
            return {f"{question.id}.{name}": [value] for name, value in answer.items()}


def read(question: Question, fields: Mapping[str, list[str]]) -> object:
    return question.read(lambda name: fields.get(name, []))


def names(control: Control) -> set[str]:
    return {f"{control.name}.{row.id}" for row in control.rows} or {control.name}


def test_the_sample_has_every_kind() -> None:
    assert {question.kind for question in QUESTIONS.values()} == set(KINDS)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_right_answer_survives_the_form(question: Question) -> None:
    answer = right_answer(question.key())
    assert read(question, submitted(question, answer)) == answer
    assert mark(question.key(), answer).right


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_the_fields_that_are_read_are_the_fields_that_are_drawn(question: Question) -> None:
    drawn = {name for control in question.controls("de-1") for name in names(control)}
    assert set(submitted(question, right_answer(question.key()))) == drawn


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_an_empty_form_is_no_answer(question: Question) -> None:
    assert read(question, {}) is None


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_whatever_is_explained_has_a_note(question: Question) -> None:
    explained = explain(question.key(), right_answer(question.key()))
    assert set(explained.chosen) <= {note.id for note in question.notes if note.right and note.why}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_controls_follow_from_the_seed_alone(question: Question) -> None:
    assert question.controls("de-1") == question.controls("de-1")


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_every_text_is_one_line(question: Question) -> None:
    texts = list(question.texts())
    assert texts[0] == question.ask
    assert question.next_time in texts
    assert not any("\n" in text or text != text.strip() for text in texts)


@pytest.mark.parametrize("kind", ["single", "listen", "tap", "order", "match", "inspect"])
def test_a_field_that_comes_twice_cannot_be_read(kind: str) -> None:
    question = sample_question(kind)
    fields = submitted(question, right_answer(question.key()))
    with pytest.raises(UnreadableAnswer):
        read(question, {name: [*values, *values] for name, values in fields.items()})


def test_options_stand_in_another_order_in_another_form() -> None:
    orders = {
        tuple(choice.id for choice in sample_question("single").controls(f"de-{n}")[0].choices)
        for n in range(30)
    }
    assert len(orders) == 6


def test_order_never_shows_the_right_order() -> None:
    question = sample_question("order")
    for n in range(50):
        assert [row.id for row in question.controls(f"de-{n}")[0].rows] != question.key()["right"]


def test_match_never_lines_up_rows_with_their_partners() -> None:
    for n in range(50):
        control = sample_question("match").controls(f"de-{n}")[0]
        assert [row.id for row in control.rows] != [choice.id for choice in control.choices]


def test_order_with_a_place_given_twice_is_not_whole() -> None:
    assert (
        read(sample_question("order"), {"thu-tu.mo": ["1"], "thu-tu.tim": ["1"], "thu-tu.bam": ["3"]}) is None
    )


@pytest.mark.parametrize("place", ["0", "4", "-1", "1.0", "một", "１"])
def test_order_with_a_place_that_is_not_there_cannot_be_read(place: str) -> None:
    with pytest.raises(UnreadableAnswer):
        read(sample_question("order"), {"thu-tu.mo": [place]})


def test_half_an_inspection_is_no_answer() -> None:
    assert read(sample_question("inspect"), {"tin-la.verdict": ["scam"]}) is None


def test_multiple_says_how_many() -> None:
    assert sample_question("multiple").controls("de-1")[0].count == 2


def test_only_what_can_be_tapped_is_offered() -> None:
    question = sample_question("tap")
    assert [choice.id for choice in question.controls("de-1")[0].choices] == ["wifi", "am"]
    assert list(question.pictures()) == ["nha.svg"]


OPTION = {"id": "a", "say": "A", "why": "Vì thế."}
RIGHT = {"id": "b", "say": "B", "why": "Vì thế.", "right": True}
ASKED = {"id": "cau", "ask": "Hỏi gì?", "next_time": "Nhớ nhé."}


@pytest.mark.parametrize(
    ("kind", "rest", "says"),
    [
        ("single", {"options": (OPTION, OPTION | {"id": "c"})}, "đúng một lựa chọn đúng"),
        ("single", {"options": (RIGHT, RIGHT | {"id": "c"})}, "đúng một lựa chọn đúng"),
        ("single", {"options": (RIGHT, OPTION, OPTION)}, "dùng hai lần"),
        ("multiple", {"options": (RIGHT, OPTION, OPTION | {"id": "c"})}, "ít nhất hai lựa chọn đúng"),
        ("multiple", {"options": (RIGHT, RIGHT | {"id": "c"}, RIGHT | {"id": "d"})}, "và một sai"),
        ("order", {"items": (OPTION, OPTION, OPTION | {"id": "c"})}, "dùng hai lần"),
        ("tap", {"screen": {"title": "T", "layout": "list", "elements": ()}}, "at least 1"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(kind: str, rest: dict[str, object], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        KINDS[kind].model_validate({**ASKED, "kind": kind, **rest})


@pytest.mark.parametrize(
    ("element", "says"),
    [
        ({"as": "row", "on": True}, "toggle"),
        ({"as": "row", "side": "me"}, "bubble"),
        ({"as": "bubble"}, "side"),
        ({"as": "picture"}, "file"),
        ({"as": "row", "file": "a.svg"}, "file"),
        ({"as": "row", "icon": "khong-co"}, "static/icons.svg"),
    ],
)
def test_an_element_has_only_what_fits_its_shape(element: dict[str, object], says: str) -> None:
    right = {"id": "b", "as": "row", "say": "B", "why": "Đúng.", "right": True}
    screen = {
        "title": "T",
        "layout": "list",
        "elements": (right, {"id": "a", "say": "A", "why": "Sai."} | element),
    }
    with pytest.raises(ValidationError, match=says):
        KINDS["tap"].model_validate({**ASKED, "kind": "tap", "screen": screen})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "bỏ trống"),
        ("  \n ", "bỏ trống"),
        ("a\nb", "xuống dòng"),
        ("a\u0300 b", "NFC"),
        ("a" * 601, "601"),
        ("a\u2028b", "xuống"),
    ],
)
def test_a_text_that_cannot_be_a_message_is_refused(text: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        KINDS["single"].model_validate({**ASKED, "kind": "single", "ask": text, "options": (RIGHT, OPTION)})
