"""A practice: what makes it walkable, and what a walk through it says."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from learning.quizzes.marking import UnreadableAnswer
from learning.quizzes.practice import Practice, replay
from tests.catalog.sample import sample_module


def screen(id: str, to: str, **more: object) -> dict[str, Any]:
    wrong = [{"id": name, "as": "row", "say": name, "why": "Chỗ khác."} for name in ("sai-mot", "sai-hai")]
    elements = ({"id": "dung", "as": "row", "say": "Đúng", "to": to}, *wrong)
    return {"id": id, "do": "Chạm.", "title": "T", "layout": "list", "elements": elements} | more


def walk(*screens: dict[str, Any]) -> dict[str, Any]:
    return {"title": "Tập", "goal": "Xong.", "start": "a", "done": "Giỏi.", "screens": screens}


LINE = walk(screen("a", "b"), screen("b", "c"), screen("c", "d"), screen("d", "xong"))


def test_a_line_of_screens_can_be_walked() -> None:
    assert Practice.model_validate(LINE).screen("d").id == "d"


@pytest.mark.parametrize(
    ("place", "change", "says"),
    [
        (1, {"id": "a"}, "dùng hai lần"),
        (1, {"id": "xong"}, "chỗ kết thúc"),
        (0, {"id": "z"}, "start"),
        (2, screen("c", "z"), "“z”"),
        (1, screen("b", "xong"), "đi tới màn hình “c”"),
        (3, screen("d", "a"), "không đi tới xong"),
        (0, {"elements": LINE["screens"][0]["elements"][:2]}, "hai chỗ chạm nhầm"),
        (0, {"elements": LINE["screens"][0]["elements"][1:]}, "ít nhất một chỗ chạm đúng"),
    ],
)
def test_a_walk_that_loses_people_is_refused(place: int, change: dict[str, Any], says: str) -> None:
    screens = [deepcopy(each) for each in LINE["screens"]]
    screens[place] |= change
    with pytest.raises(ValidationError, match=says):
        Practice.model_validate(walk(*screens))


def test_right_taps_are_said_by_where_they_lead() -> None:
    first, *others = LINE["screens"]
    marked = ({**first["elements"][0], "right": True}, *first["elements"][1:])
    with pytest.raises(ValidationError, match="không bằng right"):
        Practice.model_validate(walk({**first, "elements": marked}, *others))


@given(
    st.lists(
        st.sampled_from(["cai-dat", "anh", "tin", "wifi", "am", "bat", "lui", "dung", "la"]), max_size=12
    )
)
def test_a_walk_ends_only_at_the_end_and_counts_every_wrong_tap(taps: list[str]) -> None:
    practice = sample_module().practice
    assert practice is not None
    try:
        found = replay(practice.key(), taps)
    except UnreadableAnswer:
        return
    assert found.wrong <= len(taps)
    assert found.finished == (taps[-1:] == ["dung"])
    assert (found.last_wrong is None) or found.last_wrong == taps[-1]


def test_a_practice_gives_every_text_once_in_order() -> None:
    practice = sample_module().practice
    assert practice is not None
    assert list(practice.texts())[:4] == [practice.title, practice.goal, practice.done, "Màn hình chính"]
