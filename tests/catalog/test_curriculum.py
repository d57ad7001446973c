"""The curriculum counted: that it is whole, and that nobody can pass a check without knowing anything."""

from __future__ import annotations

import pytest

from learning.catalog.content import Module
from learning.catalog.fairness import LENGTH_DEVIATIONS, fair_share, picks
from learning.catalog.lesson import PictureBlock
from learning.catalog.report import written_picks
from learning.quizzes.kinds.inspect import Inspect
from learning.quizzes.questions import Question
from tests.catalog.test_own_courses import LAST_REVIEW, SHELF

MODULES = tuple(module for course in SHELF.courses for module in course.modules)
BY_ID = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)


def test_thirty_modules_in_six_courses() -> None:
    assert len(SHELF.courses) == 6
    assert len(MODULES) == len(SHELF.readings) == 30
    assert all(len(course.modules) >= 3 for course in SHELF.courses)


@BY_ID
def test_a_module_is_whole(module: Module) -> None:
    assert 4 <= len(module.screens) <= 7
    assert 3 <= module.minutes <= 5
    assert 12 <= len(module.bank.questions) <= 24
    assert 2 <= sum(question.critical for question in module.bank.questions) <= 5
    assert 3 <= len(module.note) <= 5
    assert module.radio is not None
    assert len(module.sources) >= 4
    assert module.reviewed_on < module.review_by
    assert all(source.seen_on <= LAST_REVIEW for source in module.sources)


@BY_ID
def test_everything_that_can_be_chosen_is_explained(module: Module) -> None:
    for question in module.bank.questions:
        silent = [note.id for note in question.notes if not note.why]
        unexplained = [id for id in silent if not _is_wrong_verdict(question, id)]
        assert unexplained == [], question.id
        assert question.next_time


def _is_wrong_verdict(question: Question, id: str) -> bool:
    """What a message is not has nothing of its own to say: the reason stands with what it is."""
    return isinstance(question, Inspect) and id.startswith("verdict.") and id != f"verdict.{question.verdict}"


@BY_ID
def test_every_picture_is_drawn_for_the_module_and_has_words(module: Module) -> None:
    shown = [block for screen in module.screens for block in screen.blocks if isinstance(block, PictureBlock)]
    assert len(shown) >= 3
    assert [block.file for block in shown if len(block.alt.split()) < 3] == []
    assert {block.file for block in shown} <= set(module.pictures)


def test_at_least_fifteen_practices_of_four_to_nine_steps() -> None:
    practices = [module.practice for module in MODULES if module.practice]
    assert len(practices) >= 15
    assert all(4 <= len(practice.screens) <= 9 for practice in practices)


def test_the_areas_0_to_5_of_the_framework_are_taught() -> None:
    taught = {skill.removeprefix("dlgf:") for module in MODULES for skill in module.skills}
    assert {skill.split(".")[0] for skill in taught} >= set("012345")
    assert len(taught) >= 15


def test_every_fact_is_used() -> None:
    used = {fact for reading in (*SHELF.readings, *SHELF.covers) for fact in reading.facts()}
    assert set(SHELF.facts) == used


def test_half_of_all_messages_are_genuine() -> None:
    verdicts = [verdict for module in MODULES for verdict in _verdicts(module)]
    assert len(verdicts) >= 100
    assert verdicts.count("genuine") * 2 == len(verdicts)


@BY_ID
def test_half_of_a_modules_messages_are_genuine(module: Module) -> None:
    verdicts = _verdicts(module)
    assert len(verdicts) >= 2
    assert abs(verdicts.count("genuine") - verdicts.count("scam")) <= 1


def _verdicts(module: Module) -> list[str]:
    return [each.verdict for each in module.bank.questions if isinstance(each, Inspect)]


def test_right_answers_are_neither_longest_nor_shortest_more_often_than_chance() -> None:
    written = written_picks(MODULES)
    assert sum(pick.is_longest for pick in written) <= fair_share(written, LENGTH_DEVIATIONS)
    assert sum(pick.is_shortest for pick in written) <= fair_share(written, LENGTH_DEVIATIONS)


@pytest.mark.parametrize("place", range(4))
def test_right_answers_are_spread_over_the_places_in_the_files(place: int) -> None:
    written = written_picks(MODULES)
    assert sum(pick.place == place for pick in written) <= fair_share(written, LENGTH_DEVIATIONS, place)


@pytest.mark.parametrize("place", range(4))
def test_right_places_to_tap_are_spread_over_the_screen(place: int) -> None:
    taps = [pick for module in MODULES for pick in picks(module.bank.questions) if not pick.lengths]
    assert len(taps) > 50
    assert sum(pick.place == place for pick in taps) <= fair_share(taps, LENGTH_DEVIATIONS, place)
