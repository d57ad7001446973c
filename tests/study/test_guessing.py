"""Nobody passes by always choosing the same place: where right answers stand on the pages that are asked."""

from __future__ import annotations

from collections import Counter
from math import sqrt

import pytest
from flask import Flask

from learning.catalog.content import Module
from learning.quizzes.marking import CHECK_SIZE
from learning.quizzes.questions import Control, Question
from learning.study.asked import asked

FORMS = range(1, 61)
DEVIATIONS = (
    3.5  # thirty modules of three places are looked at, so one of a hundred would stand out by chance
)


@pytest.fixture(scope="module")
def modules(shared_app: Flask) -> tuple[Module, ...]:
    """All modules of the site."""
    found: tuple[Module, ...] = shared_app.extensions["hocso"].catalog.modules
    return found


def right_place(question: Question, control: Control) -> int | None:
    """Where the one right answer stands among those that are shown in a new order each time."""
    key = question.key()
    part = key.get("parts", {}).get("clue", key)
    if control.type != "one" or control.name.endswith(".verdict") or len(part["right"]) != 1:
        return None
    return [choice.id for choice in control.choices].index(part["right"][0])


def drawn(module: Module) -> tuple[Counter[int], Counter[int]]:
    """Over all forms: how often each place was right, and how many questions had so many answers."""
    places, sizes = Counter[int](), Counter[int]()
    for form in FORMS:
        shown = asked(module, form)
        assert len(shown) == CHECK_SIZE
        for each in shown:
            for control in each.controls:
                place = right_place(each.question, control)
                if place is not None:
                    places[place] += 1
                    sizes[len(control.choices)] += 1
    return places, sizes


def most(sizes: Counter[int], place: int) -> float:
    chances = [(1 / size, times) for size, times in sizes.items() if place < size]
    mean = sum(chance * times for chance, times in chances)
    return mean + DEVIATIONS * sqrt(sum(chance * (1 - chance) * times for chance, times in chances))


def test_in_no_module_is_one_place_right_more_often_than_chance(modules: tuple[Module, ...]) -> None:
    for module in modules:
        places, sizes = drawn(module)
        assert sum(places.values()) > len(FORMS)
        assert [place for place, count in places.items() if count > most(sizes, place)] == [], module.id


def test_over_all_modules_every_place_is_right_equally_often(modules: tuple[Module, ...]) -> None:
    found = [drawn(module) for module in modules]
    places = sum((one for one, _ in found), Counter[int]())
    sizes = sum((other for _, other in found), Counter[int]())
    assert sum(places.values()) > 5000
    for place, count in places.items():
        expected = sum(times / size for size, times in sizes.items() if place < size)
        assert count == pytest.approx(expected, rel=0.05), place
