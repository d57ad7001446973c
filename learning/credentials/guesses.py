"""Who asks for numbers that nobody has: told from typing errors by how many, counted by all workers as one.

Numbers have fifteen digits by chance: with a million papers out, one guess in a thousand million hits. The
count keeps that true against much patience.
"""

from datetime import timedelta

from learning.accounts import throttle
from learning.accounts.throttle import Limit
from learning.db import counting

MISSED = Limit("paper-network", 60, timedelta(minutes=10))


def wait_of(network: str) -> timedelta | None:
    """How long somebody there must wait who asked for so many numbers that are not ours."""
    return throttle.is_over(MISSED, network)


def missed(network: str) -> None:
    """One more. A look at a page counts too: the address of a number is a guess as good as a typed one."""
    with counting():
        throttle.take(MISSED.bucket, network, MISSED.times, MISSED.per)
