"""Wording: counting as one hears, and numbers that could be somebody's."""

import pytest

from learning.catalog.facts import fill, named_in
from learning.catalog.wording import real_looking_numbers, sentences, syllables
from tests.catalog.sample import sample_catalog

FACTS = sample_catalog().facts


@pytest.mark.parametrize(
    ("text", "count"),
    [("Mở Cài đặt.", 3), ("Wi-Fi – 4G", 2), ("“Alo!” … bác ơi", 3), ("", 0), ("10.000 đồng", 2), ("- *", 0)],
)
def test_a_syllable_is_what_stands_between_blanks(text: str, count: int) -> None:
    assert syllables(text) == count


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Một. Hai! Ba? Bốn… Năm", ["Một", "Hai", "Ba", "Bốn", "Năm"]),
        ("Giá 10.000 đồng.", ["Giá 10.000 đồng"]),
        ("Họ nói: “Tôi đây.” Rồi tắt.", ["Họ nói: “Tôi đây", "Rồi tắt"]),
        ("**Gọi** {fact:so-thu} [ngay đi](bai-mau).", ["Gọi 199 ngay đi"]),
    ],
)
def test_sentences_are_what_one_hears(text: str, heard: list[str]) -> None:
    assert sentences(text, FACTS) == heard


@pytest.mark.parametrize(
    "text",
    [
        "0912345678",
        "Gọi 0912 345 678 nhé",
        "091.234.5678",
        "+84 912 345 678",
        "(024) 3-9-3-9-3-9-3-9",
        "Số căn cước 001085012345",
        "STK 19031234567890",
        "19 03 12 34 56",
        "Gọi 1900 1234",
        "18001091",
        "123456789",
        "500.000.000",
    ],
)
def test_a_number_that_could_be_somebodys_is_found(text: str) -> None:
    assert list(real_looking_numbers(text))


@pytest.mark.parametrize(
    "text",
    [
        "09xx xxx 123",
        "Mã 482 913",
        "50.000.000 đồng",
        "1.500.000.000đ",
        "500.000.000 VND",
        "Ngày 22/11/2026, 7 giờ 30",
        "22.11.2026 08:30",
        "từ 2025 đến 2026",
        "bảng số 12345678",
        "1234 xxxx xxxx 5678",
        "{fact:so-thu}",
    ],
)
def test_a_number_that_cannot_be_anybodys_is_left_alone(text: str) -> None:
    assert not list(real_looking_numbers(text))


def test_facts_are_put_in_after_translation() -> None:
    assert fill("Call {fact:so-thu} or {fact:khong-co}", FACTS) == "Call 199 or {fact:khong-co}"
    assert list(named_in("{fact:a} {fact:b-c} {fact: d} {fact:}")) == ["a", "b-c", ""]
