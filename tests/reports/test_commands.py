"""Commands for figures of places: caught up, counted anew, and what differs is told and changed by none."""

from __future__ import annotations

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, update

from learning.cli.figures import figures
from learning.db import write
from learning.reports.models import PlaceReach, PlaceTally
from tests.factories.classes import a_class, a_trainer
from tests.factories.places import a_commune
from tests.factories.reports import learner


@pytest.fixture(autouse=True)
def three(app: Flask) -> None:
    """Three people of a class, two of whom passed something."""
    trainer = a_trainer()
    group = a_class(trainer, place=a_commune().path)
    for number in range(3):
        learner(group, trainer, "", passes=number < 2)


def run(app: Flask, *args: str) -> Result:
    return app.test_cli_runner().invoke(figures, args)


def learners() -> list[int]:
    with write() as current:
        return list(current.execute(select(PlaceReach.learners)).scalars())


def test_catching_up_counts_whoever_changed_once(app: Flask) -> None:
    assert run(app, "catch-up").output == "3 people were counted anew.\n"
    assert learners() == [3]
    assert run(app, "catch-up").output == "0 people were counted anew.\n"


def test_what_differs_is_told_and_left_until_a_rebuild(app: Flask) -> None:
    run(app, "catch-up")
    assert run(app, "rebuild", "--verify").output == "0 places differ; 0 people wait to be counted.\n"
    with write() as current:
        current.execute(update(PlaceTally).values(many=9))
        current.execute(update(PlaceReach).values(learners=7))
    told = run(app, "rebuild", "--verify")
    assert (told.exit_code, learners()) == (1, [7])
    assert "1 places differ" in told.output
    assert run(app, "rebuild").output == "3 people were counted anew.\n"
    assert run(app, "rebuild", "--verify").exit_code == 0
    assert learners() == [3]


def test_who_is_not_counted_yet_is_said(app: Flask) -> None:
    assert "3 people wait to be counted" in run(app, "rebuild", "--verify").output
    assert learners() == []
