"""A centre and its province in a storm: cut at random bytes, killed at random moments, by a stick too.

`make bench` has a longer one, with the province on PostgreSQL.
"""

from __future__ import annotations

from pathlib import Path

from tests.support.hell import a_seed
from tests.support.pair import Pair
from tests.support.storm import through_a_storm

USUAL = 1954


def test_both_come_to_hold_all_that_either_wrote(pair: Pair, tmp_path: Path) -> None:
    told = through_a_storm(pair, a_seed(USUAL), tmp_path, rounds=6, cuts=2)
    assert told.wrong == []
    assert told.events > 0
    assert told.runs["runs cut"] > 0, told.story
