"""The radar asks about what our made-up frauds do, leaves honest evenings alone, and knows no order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from learning.recognition.radar import KINDS, Attempt, questions
from tests.support.suspicion import HONEST, Score, Story, Teller, scores, world

WORLD = world(seed=2026, each=8)
EVENING = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)  # seven in the evening in Vietnam


def kinds(attempts: list[Attempt]) -> list[str]:
    return [one.kind for one in questions(attempts)]


def sheet(person: str, minute: float = 0, **changes: Any) -> Attempt:
    """Five right answers at an unhurried pace, on a phone of one's own."""
    told: dict[str, Any] = {
        "device": f"d-{person}",
        "module": "wifi",
        "form": 1,
        "answers": tuple("rrrrr"),
        "right": (True,) * 5,
    }
    told |= {"seconds": (12.0, 14.0, 9.0, 20.0), "at": EVENING + timedelta(minutes=minute)}
    return Attempt(person=person, **{**told, **changes})


@pytest.mark.parametrize("story", HONEST, ids=lambda story: story.__name__)
def test_honest_evenings_that_look_odd_are_hardly_ever_asked_about(story: Story) -> None:
    asked = sum(bool(questions(story(Teller(Random(seed))))) for seed in range(20))
    assert asked <= 3


@pytest.mark.parametrize("score", scores(WORLD), ids=lambda score: score.kind)
def test_frauds_are_mostly_found(score: Score) -> None:
    assert score.precision >= 0.9
    assert score.recall >= 0.6


def test_order_and_repetition_ask_the_same() -> None:
    attempts = [one for episode in WORLD[:30] for one in episode.attempts]
    shuffled = [*attempts, *attempts[:50]]
    Random(1).shuffle(shuffled)
    assert questions(shuffled) == questions(attempts)


def test_six_hurried_people_on_one_phone_are_asked_about_but_not_at_a_class_or_a_kiosk() -> None:
    hurried: dict[str, Any] = {"device": "d", "seconds": (3.0, 3.0, 3.0, 3.0)}
    six = [sheet(name, minute, **hurried) for minute, name in enumerate("abcdef")]
    assert kinds(six) == ["shared_device"]
    assert kinds(six[:5]) == []
    for where in ("class", "kiosk"):
        assert kinds([sheet(name, where=where, **hurried) for name in "abcdef"]) == []
    assert kinds([sheet(name, device="d") for name in "abcdef"]) == []


def test_a_form_sent_whole_says_nothing_of_speed() -> None:
    modules = ("m1", "m2", "m3")
    assert kinds([sheet("a", module=module, seconds=(1.0,) * 4) for module in modules]) == ["too_fast"]
    assert kinds([sheet("a", module=module, seconds=()) for module in modules]) == []


def test_repeating_a_lesson_quickly_is_no_wonder() -> None:
    again = [sheet("a", minute, seconds=(1.0,) * 4, form=minute) for minute in range(1, 6)]
    assert kinds(again) == []


def test_the_same_mistakes_twice_ask_and_once_do_not() -> None:
    wrong: dict[str, Any] = {"answers": tuple("raarr"), "right": (True, False, False, True, True)}
    first = [sheet(name, **wrong) for name in "abc"]
    second = [sheet(name, module="zalo", **wrong) for name in "abc"]
    assert kinds(first) == []
    assert kinds([*first, *second]) == ["clones"]
    assert kinds([*first, *second[:2]]) == []
    assert kinds([sheet(name, module=module) for name in "abcdefg" for module in ("wifi", "zalo")]) == []


def test_a_night_is_one_night_across_midnight() -> None:
    four = [sheet(name, 60 * (4.5 + place * 0.4), device="d") for place, name in enumerate("abcd")]
    assert kinds(four) == ["night"]
    assert kinds([sheet(name, place * 1440 + 300, device="d") for place, name in enumerate("abcd")]) == []


def test_one_mistake_and_a_class_is_no_longer_perfect() -> None:
    group: dict[str, Any] = {"group": "g", "where": "class"}
    perfect = [sheet(name, module=module, **group) for name in "abcdefgh" for module in ("wifi", "zalo")]
    assert kinds(perfect) == ["perfect_class"]
    assert kinds([one for one in perfect if one.person != "h"]) == []
    assert kinds([one for one in perfect if one.module == "wifi"]) == []
    slip = {**group, "answers": tuple("rrrra"), "right": (True,) * 4 + (False,)}
    assert kinds([sheet("h", -5, **slip), *perfect]) == []


def test_every_kind_of_fraud_is_in_the_world_and_honest_ones_are_more() -> None:
    labels = [episode.label for episode in WORLD]
    assert set(labels) == {None, *KINDS}
    assert labels.count(None) > len(labels) / 2
    assert all(episode.attempts for episode in WORLD)
