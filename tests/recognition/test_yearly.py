"""The year: when the report is due, how far a commune has come, and when it is late. The whole table."""

from __future__ import annotations

from datetime import date

import pytest

from learning.recognition import office_words
from learning.recognition.listing import REPLIES
from learning.recognition.stages import APPEAL_REASONS, CORRECTION_REASONS, OUTCOMES, RETURN_REASONS, VERBS
from learning.recognition.yearly import Progress, day_judged, days_left, due_on, is_late, progress


@pytest.mark.parametrize(
    ("on", "left"),
    [
        (date(2026, 11, 22), 28),
        (date(2026, 12, 19), 1),
        (date(2026, 12, 20), 0),
        (date(2027, 1, 5), -16),
    ],
)
def test_it_must_be_there_before_the_twentieth_of_december(on: date, left: int) -> None:
    assert (due_on(2026), days_left(2026, on)) == (date(2026, 12, 20), left)
    assert is_late("reading", 2026, on) is (left <= 0)
    assert not is_late("done", 2026, on)


@pytest.mark.parametrize(
    ("states", "dossiers", "how_far"),
    [
        ([], 0, "none"),
        ([], 3, "reading"),
        (["closed"], 3, "drawing"),
        (["drawn"], 3, "checking"),
        (["checked"], 3, "deciding"),
        (["decided"], 3, "done"),
        (["decided", "closed"], 3, "drawing"),  # the list furthest behind says it
        (["decided", "checked", "drawn"], 3, "checking"),
    ],
)
def test_how_far_a_commune_has_come(states: list[str], dossiers: int, how_far: Progress) -> None:
    assert progress(states, dossiers) == how_far


def test_a_year_that_is_over_is_judged_by_its_last_day() -> None:
    assert day_judged(2026, date(2026, 11, 22)) == date(2026, 11, 22)
    assert day_judged(2026, date(2027, 1, 5)) == date(2026, 12, 31)


def test_every_code_that_can_be_kept_has_its_words() -> None:
    assert set(office_words.RETURN_REASONS) == set(RETURN_REASONS)
    assert set(office_words.CORRECTION_REASONS) == set(CORRECTION_REASONS)
    assert set(office_words.APPEAL_REASONS) == set(APPEAL_REASONS)
    assert set(office_words.OUTCOMES) == set(OUTCOMES)
    assert set(office_words.REPLIES) == set(REPLIES)
    assert all(office_words.done(verb, None, None, None) for verb in VERBS)
