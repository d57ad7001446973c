"""Truth tables of people and sign-in: numbers, pictures, waiting, names, passwords, return addresses."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.accounts import rules

serials = st.integers(10_000_000, 99_999_999)


@given(serials, st.integers(0, 8), st.integers(1, 9))
def test_any_one_wrong_digit_is_noticed(serial: int, place: int, step: int) -> None:
    number = rules.card_number(serial)
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    with pytest.raises(rules.MistypedNumber):
        rules.read_number(wrong)


@given(serials, st.integers(0, 7))
def test_any_two_swapped_neighbours_are_noticed(serial: int, place: int) -> None:
    number = rules.card_number(serial)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        with pytest.raises(rules.MistypedNumber):
            rules.read_number(swapped)


@given(serials, st.lists(st.sampled_from(" \t.-–—_\u00a0\u200b\u00ad"), max_size=9))
def test_whatever_stands_between_the_digits_the_number_is_read(serial: int, between: list[str]) -> None:
    number = rules.card_number(serial)
    typed = "".join(digit + gap for digit, gap in zip(number, [*between, *[""] * 9], strict=False))
    assert rules.read_number(typed) == number


@pytest.mark.parametrize("zero", ["０", "០", "٠", "०"], ids=["full-width", "khmer", "arabic", "devanagari"])
def test_digits_of_other_scripts_are_digits(zero: str) -> None:
    typed = "".join(chr(ord(zero) + int(digit)) for digit in rules.card_number(12345678))
    assert rules.read_number(typed) == rules.card_number(12345678)


@pytest.mark.parametrize(
    "typed", ["", "12345678", "1234567890", "12345678a", "1" * 5000, "\x00" * 9, "²²²²²²²²²", "１２"]
)
def test_what_is_no_number_is_not_read(typed: str) -> None:
    with pytest.raises(rules.UnreadableNumber):
        rules.read_number(typed)


def test_a_number_never_starts_with_zero() -> None:
    with pytest.raises(ValueError, match="eight digits"):
        rules.card_number(9_999_999)


@given(st.text(max_size=60))
def test_reading_a_number_either_gives_nine_digits_or_says_why_not(typed: str) -> None:
    with suppress(rules.UnreadableNumber, rules.MistypedNumber):
        assert len(rules.read_number(typed)) == 9


@pytest.mark.parametrize(
    ("picked", "is_readable"),
    [
        ([], True),
        (["trau"], True),
        (["trau", "sen", "ca"], True),
        (["trau", "trau"], False),
        (["trau", "sen", "ca", "ga"], False),
        (["voi"], False),
        (["trau\x00"], False),
    ],
)
def test_picks_are_at_most_three_different_pictures(picked: list[str], *, is_readable: bool) -> None:
    if is_readable:
        assert rules.read_picks(picked) == tuple(picked)
    else:
        with pytest.raises(rules.UnreadablePicks):
            rules.read_picks(picked)


def test_there_are_twelve_pictures() -> None:
    assert len(set(rules.PICTURES)) == 12


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 900), (11, 900), (10**6, 900)],
)
def test_waiting_begins_with_the_fifth_wrong_try_and_doubles(failures: int, seconds: int) -> None:
    assert rules.wait_after(failures) == timedelta(seconds=seconds)


@given(st.integers(0, 10**9))
def test_nobody_ever_waits_longer_than_a_quarter_of_an_hour(failures: int) -> None:
    assert rules.wait_after(failures) <= rules.wait_after(failures + 1) <= timedelta(minutes=15)


def test_a_wait_that_is_over_is_none() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    assert rules.remaining(at + timedelta(seconds=9), at) == timedelta(seconds=9)
    assert rules.remaining(at, at) is None
    assert rules.remaining(None, at) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Sơn   Thị\tLan ", "Sơn Thị Lan"),
        ("So\u031bn", "Sơn"),
        ("សុខា", "សុខា"),
        ("H’Hen Niê", "H’Hen Niê"),
    ],
)
def test_names_are_kept_composed_and_with_single_spaces(typed: str, kept: str) -> None:
    assert rules.clean_name(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "   ", "a" * 81, "a\x00b", "nal\u202egnoh", "\ud800", "a\ufffdb", "x" * 9999]
)
def test_names_that_could_not_be_shown_are_refused(typed: str) -> None:
    with pytest.raises(rules.UnusableName):
        rules.clean_name(typed)


@given(st.text(max_size=80))
def test_names_compare_alike_however_they_were_typed(name: str) -> None:
    assert rules.name_key(rules.name_key(name)) == rules.name_key(name)


@pytest.mark.parametrize(("one", "other"), [("Chị Hạnh", "CHỊ HẠNH"), ("Hạnh", "Ha\u0323nh"), ("ĐỨC", "đức")])
def test_upper_case_and_ways_to_write_an_accent_are_one_name(one: str, other: str) -> None:
    assert rules.name_key(one) == rules.name_key(other)


@pytest.mark.parametrize(
    ("password", "is_common"),
    [
        ("1234567890", True),
        ("MatKhau-123", True),
        ("aaaaaaaaaaaa", True),
        ("Chị Hạnh", True),
        ("lúa nếp thơm đồng xa", False),
    ],
)
def test_passwords_that_anyone_would_try_are_common(password: str, *, is_common: bool) -> None:
    assert rules.is_common_password(password, "chị hạnh") is is_common


@pytest.mark.parametrize("password", ["ngắn", "x" * 201, "1234567890"])
def test_weak_passwords_are_refused_with_a_sentence(password: str) -> None:
    with pytest.raises(rules.WeakPassword, match=r"\w+ .*\."):
        rules.require_good_password(password, "Hạnh")


@pytest.mark.parametrize("asked", ["/vi/cua-toi/", "/vi/bai/quet-ma-qr/?x=1#trang-2", "/"])
def test_paths_of_our_own_may_be_returned_to(asked: str) -> None:
    assert rules.safe_return(asked) == asked


@pytest.mark.parametrize(
    "asked",
    [
        None, "", "vi/", "//evil.example", "/\\evil.example", "///evil.example", "https://evil.example/",
        "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example", "/ /evil.example", "\\\\evil.example",
        "/" + "a" * 400, "/\x00", "http:/evil.example", "/vi/\u202e",
    ],
)  # fmt: skip
def test_other_addresses_are_not(asked: str | None) -> None:
    assert rules.safe_return(asked) is None
