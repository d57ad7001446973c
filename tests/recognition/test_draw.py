"""The draw: as many as promised, by a seed nobody could choose, the same for everybody, and only once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.recognition import draw
from learning.recognition.draw import DrawRefused, Outcome, Published

SECRET = bytes(range(32))
NAMES = [f"{number:08x}" for number in range(300)]
LISTS = st.lists(st.uuids().map(str), min_size=1, max_size=60, unique=True)
SECRETS = st.binary(min_size=32, max_size=32)
DIGITS = st.integers(0, 999_999).map(lambda number: f"{number:06}")


def revealed(entries: list[str] = NAMES, secret: bytes = SECRET, spoken: str = "314159") -> Published:
    return draw.reveal(draw.committed(entries, secret), entries, secret, spoken)


@pytest.mark.parametrize(
    ("listed", "many"),
    [
        (1, 1),
        (4, 4),
        (5, 5),
        (6, 5),
        (100, 5),
        (166, 5),
        (167, 6),
        (200, 6),
        (201, 7),
        (1000, 30),
        (1001, 31),
    ],
)
def test_three_of_a_hundred_rounded_up_and_at_least_five(listed: int, many: int) -> None:
    assert draw.how_many(listed) == many


def test_the_draw_is_the_same_for_ever() -> None:
    """Written down once: if this changes, nobody can redo the draws of earlier years."""
    published = revealed(NAMES[:20])
    assert published.commitment == "3df417e3bc72a3bd2790f238fcafa1b8cabed11388ba628ee4a6e9baffc0d43d"
    assert published.drawn == ("0000000d", "0000000c", "00000013", "00000000", "00000008")


@given(LISTS, SECRETS, DIGITS, st.randoms(use_true_random=False))
def test_whoever_holds_the_list_draws_the_same_people(
    entries: list[str], secret: bytes, spoken: str, random: Random
) -> None:
    published = revealed(entries, secret, spoken)
    shuffled = list(entries)
    random.shuffle(shuffled)
    assert list(draw.faults_in(published, shuffled)) == []
    assert len(set(published.drawn)) == published.many == draw.how_many(len(entries))
    assert set(published.drawn) <= set(entries)


@given(LISTS, SECRETS, DIGITS)
def test_nothing_published_can_be_changed_unseen(entries: list[str], secret: bytes, spoken: str) -> None:
    published = revealed(entries, secret, spoken)
    other = "000000" if spoken != "000000" else "000001"
    assert "wrong_secret" in draw.faults_in(replace(published, secret="00" * 32), entries) or secret == bytes(
        32
    )
    assert "wrong_number" in draw.faults_in(replace(published, many=published.many + 1), entries)
    assert "list_changed" in draw.faults_in(published, [*entries, "one more"])
    assert "other_people" in draw.faults_in(replace(published, drawn=published.drawn[1:]), entries)
    assert "not_revealed" in draw.faults_in(replace(published, secret=None), entries)
    if len(entries) > draw.LEAST:
        moved = draw.reveal(draw.committed(entries, secret), entries, secret, other)
        assert draw.digest_of(moved.drawn) == draw.digest_of(
            published.drawn
        ) or "other_people" in draw.faults_in(replace(published, spoken=other), entries)


def test_before_the_witness_has_spoken_nothing_tells_who_it_will_be() -> None:
    published = draw.committed(NAMES, SECRET)
    assert (published.secret, published.spoken, published.drawn) == (None, None, ())
    assert list(draw.faults_in(published, NAMES)) == ["not_revealed"]


def test_a_draw_is_made_once() -> None:
    published = revealed()
    for spoken in ("314159", "000000"):
        with pytest.raises(DrawRefused) as refused:
            draw.reveal(published, NAMES, SECRET, spoken)
        assert refused.value.why == "already_drawn"


@pytest.mark.parametrize(
    ("entries", "secret", "spoken", "why"),
    [
        (NAMES[1:], SECRET, "314159", "list_changed"),
        ([*NAMES, "x"], SECRET, "314159", "list_changed"),
        (NAMES, bytes(32), "314159", "wrong_secret"),
        (NAMES, SECRET, "31415", "not_six_digits"),
        (NAMES, SECRET, "3141592", "not_six_digits"),
        (NAMES, SECRET, "٣١٤١٥٩", "not_six_digits"),
        (NAMES, SECRET, "", "not_six_digits"),
    ],
)
def test_a_dishonest_draw_is_refused(entries: list[str], secret: bytes, spoken: str, why: str) -> None:
    with pytest.raises(DrawRefused) as refused:
        draw.reveal(draw.committed(NAMES, SECRET), entries, secret, spoken)
    assert refused.value.why == why


def test_an_empty_list_and_a_short_secret_are_refused() -> None:
    for entries, secret, why in (([], SECRET, "empty_list"), (NAMES, SECRET[:31], "secret_too_short")):
        with pytest.raises(DrawRefused) as refused:
            draw.committed(entries, secret)
        assert refused.value.why == why


def test_closing_a_list_again_only_adds_to_who_is_checked() -> None:
    first = revealed()
    shorter = [one for one in NAMES if one not in first.drawn]
    second = revealed(shorter, bytes(reversed(SECRET)), "271828")
    assert draw.to_check([first, second]) == (*first.drawn, *second.drawn)


def test_everybody_is_drawn_about_as_often() -> None:
    """2,000 draws of 5 from 50: 200 times each, give or take what chance takes."""
    random = Random(12)
    times: Counter[str] = Counter()
    for _each in range(2000):
        times.update(draw.drawn(NAMES[:50], random.randbytes(32), 5))
    expected = 2000 * 5 / 50
    assert (
        sum((times[name] - expected) ** 2 / expected for name in NAMES[:50]) < 90
    )  # χ², 49 degrees, p < 0.0003
    assert min(times[name] for name in NAMES[:50]) > 140


# ── Confidence ──


def test_five_good_checks_of_a_long_list_prove_little_and_all_of_a_short_one_everything() -> None:
    assert draw.confidence(5, ["confirmed"] * 5).at_most_wrong == 0
    assert draw.confidence(100, ["confirmed"] * 5).at_most_wrong == 44
    assert draw.confidence(1000, ["confirmed"] * 30).at_most_wrong == 93


def test_whom_nobody_reached_is_not_confirmed() -> None:
    outcomes: list[Outcome] = ["confirmed", "confirmed", "not_reached", "not_confirmed", "confirmed"]
    found = draw.confidence(100, outcomes)
    assert (found.checked, found.confirmed, found.not_confirmed, found.not_reached) == (5, 3, 1, 1)
    assert found.at_most_wrong == draw.at_most_wrong(100, checked=5, wrong=2)
    assert not found.is_finished


@given(st.integers(1, 200), st.data())
def test_more_wrong_ones_never_make_a_list_look_better(listed: int, data: st.DataObject) -> None:
    checked = data.draw(st.integers(0, listed))
    wrong = data.draw(st.integers(0, checked))
    bound = draw.at_most_wrong(listed, checked, wrong)
    assert wrong <= bound <= listed - (checked - wrong)
    if wrong < checked:
        assert draw.at_most_wrong(listed, checked, wrong + 1) >= bound
