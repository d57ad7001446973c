"""Guessing: what gives a right answer away, and how much of it can still be chance."""

from pathlib import Path

import pytest

from learning.catalog.across import core
from learning.catalog.alike import resemblance, shingles
from learning.catalog.fairness import Pick, fair_share, picks
from learning.catalog.validation import check
from tests.catalog.sample import MODULE, TODAY, copied, lines_of, sample_module, sample_question


def three(*lengths: int, place: int = 0) -> Pick:
    return Pick("cau", lengths, place, 3)


@pytest.mark.parametrize(
    ("pick", "longest", "shortest"),
    [
        (three(9, 5, 5), True, False),
        (three(9, 9, 5), False, False),
        (three(3, 5, 5), False, True),
        (three(9, 5, 3, place=2), False, True),
        (three(), False, False),
    ],
)
def test_a_right_answer_stands_out_when_no_other_is_as_long_or_short(
    pick: Pick, *, longest: bool, shortest: bool
) -> None:
    assert (pick.is_longest, pick.is_shortest) == (longest, shortest)


def test_a_fair_share_is_what_chance_gives_and_a_little_more() -> None:
    nine = [three(1, 1, 1)] * 9
    assert [fair_share(nine, deviations) for deviations in (0, 1.5, 2.5)] == [3, 5, 6]
    assert fair_share(nine, 2.5, place=3) == 0


def test_every_kind_with_one_right_answer_can_be_guessed() -> None:
    found = {pick.id: pick for pick in picks(sample_module().bank.questions)}
    assert set(found) == {
        *("goi-la", "mau-sac", "pin-yeu", "tin-la", "tin-con"),
        *("nghe-goi", "cham-wifi", "mat-mang", "hoi-ai"),
    }
    assert (found["pin-yeu"].place, found["pin-yeu"].of) == (1, 4)
    assert (found["cham-wifi"].place, found["cham-wifi"].of, found["cham-wifi"].lengths) == (0, 2, ())


def test_right_answers_that_are_always_the_shortest_are_found(tmp_path: Path) -> None:
    courses = copied(tmp_path)
    path = courses / MODULE / "questions.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("say: Xem loa", "say: Xem loa có to không"), encoding="utf-8")
    assert any("Lựa chọn đúng ngắn nhất ở 5 trong 8 câu" in each for each in lines_of(check(courses, TODAY)))


def test_right_answers_that_mostly_stand_in_one_place_are_a_warning(tmp_path: Path) -> None:
    courses = copied(tmp_path)
    path = courses / MODULE / "questions.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    for number in range(1, len(lines)):
        if "right: true" in lines[number] and lines[number - 1].strip() in {"options:", "clues:"}:
            lines[number : number + 2] = lines[number + 1], lines[number]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert [(each.level, each.say) for each in check(courses, TODAY)] == [
        ("warning", "Lựa chọn đúng đứng thứ 2 ở 8 trong 9 câu; nên xếp xen kẽ.")
    ]


@pytest.mark.parametrize(
    ("one", "other", "how_much"),
    [
        ("Bác làm gì?", "bác LÀM gì", 1.0),
        ("Bác làm gì trước?", "Bác làm gì sau?", 0.5),
        ("Bác làm gì?", "Ông ấy ở đâu?", 0.0),
        ("Gọi {fact:so-thu} ngay", "Gọi {fact:so-khac} ngay", 0.0),
        ("", "", 0.0),
    ],
)
def test_texts_are_alike_as_far_as_they_share_pairs_of_syllables(
    one: str, other: str, how_much: float
) -> None:
    assert resemblance(shingles([one]), shingles([other])) == how_much


def test_what_makes_a_question_is_what_is_asked_met_and_right() -> None:
    assert core(sample_question("single")) == ["Người lạ gọi xin mã. Bác làm gì?", "Tắt máy"]
    assert core(sample_question("listen"))[1:] == [
        "Alo, tôi ở điện lực. Bác chuyển tiền ngay nhé!",
        "Tắt rồi hỏi điện lực",
    ]
    assert "Tự dưng trúng" in core(sample_question("inspect"))
