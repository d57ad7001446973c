"""Waiting to write: where the database does not come, some threads wait and the others are told at once."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from learning.trouble import DatabaseBusy
from learning.waiting import AT_ONCE, Waiting


def test_those_who_find_no_place_are_told_and_not_kept_waiting() -> None:
    waiting = Waiting(seconds=0.2)
    begun = time.monotonic()
    with ExitStack() as places:
        for _ in range(AT_ONCE):
            places.enter_context(waiting.place())
        for _ in range(50):
            with pytest.raises(DatabaseBusy), waiting.place():
                pass
        assert 0.15 < time.monotonic() - begun < 2  # the first waits for what may pass, the others know
    with waiting.place():
        pass


def test_a_place_that_is_given_up_is_taken_by_the_next() -> None:
    waiting = Waiting(seconds=30)

    def write(_: int) -> None:
        with waiting.place():
            time.sleep(0.01)

    with ThreadPoolExecutor(4 * AT_ONCE) as pool:
        list(pool.map(write, range(10 * AT_ONCE)))
    assert waiting.count == 0
