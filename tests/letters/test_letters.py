"""Vietnamese letters: found without accents, however they are composed; in the order of the alphabet."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.letters import alphabetical, as_begun, plain, untoned
from learning.places import rules

SYLLABLES = st.sampled_from(["lừa", "đảo", "Hòa", "hoà", "Mỹ", "Ea", "M’Droh", "Đắk", "Ô", "ấp", "12", "Xã"])


@pytest.mark.parametrize(
    ("written", "found_by"),
    [
        ("Lừa Đảo", "lua dao"),
        ("ĐẮK LẮK", "dak lak"),
        ("Ea M’Droh", "ea mdroh"),
        ("Chân Mây – Lăng Cô", "chan may lang co"),
    ],
)
def test_a_name_is_found_without_accents(written: str, found_by: str) -> None:
    assert plain(written) == found_by


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_a_name_is_the_same_however_it_is_composed(form: str) -> None:
    name = unicodedata.normalize(form, "Thuỷ Nguyên")  # type: ignore[arg-type]  # one of the four forms
    assert plain(name) == "thuy nguyen"
    assert alphabetical(name) == alphabetical("Thủy Nguyên")


def test_the_marks_of_khmer_are_vowels() -> None:
    assert plain("បោកប្រាស់!") == "បោកប្រាស់"
    assert plain("ស្ដាប់") == plain("ស្តាប់"), "under ស the letters ដ and ត look alike"
    assert plain("បិទ\u200bទូរស័ព្ទ") == plain("បិទទូរស័ព្ទ")
    assert as_begun("បោក") in plain("មិនចាញ់បោកតាមទូរស័ព្ទ"), "no blank stands between words"
    assert as_begun("uet") not in f" {plain('quét mã')} "


def test_names_stand_in_the_order_of_the_alphabet() -> None:
    names = [
        "An",
        "Ăn",
        "Âm",
        "Ba",
        "Bà",
        "Bả",
        "Bã",
        "Bá",
        "Bạ",
        "Bác",
        "Cà",
        "Da",
        "Đa",
        "E",
        "Ê",
        "O",
        "Ô",
        "Ơ",
        "U",
        "Ư",
    ]
    assert sorted(set(names), key=alphabetical) == names


def test_numbers_stand_in_the_order_of_numbers() -> None:
    assert sorted(["Ấp 10", "Ấp 9", "Ấp 2"], key=alphabetical) == ["Ấp 2", "Ấp 9", "Ấp 10"]


def test_two_names_that_differ_in_a_tone_are_two() -> None:
    assert alphabetical("Mỹ Thạnh") != alphabetical("Mỹ Thành")


@given(st.lists(SYLLABLES, min_size=1, max_size=5))
def test_composing_changes_neither_key(words: list[str]) -> None:
    name = " ".join(words)
    for form in ("NFC", "NFD"):
        assert plain(unicodedata.normalize(form, name)) == plain(name)
        assert alphabetical(unicodedata.normalize(form, name)) == alphabetical(name)


@given(st.text(max_size=40))
def test_any_text_has_keys_that_stay_as_they_are(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert alphabetical(text) == alphabetical(unicodedata.normalize("NFD", text))


def test_a_list_is_cut_up_by_letters_without_their_tones() -> None:
    assert [rules.first_letter(name) for name in ("Đông Hải", "Ạ", "Ẩn", "12", "’Lao")] == [
        "Đ",
        "A",
        "Â",
        "1",
        "L",
    ]
    assert untoned("ộ") == "ô"


def test_a_label_typed_once_more_is_left_out() -> None:
    assert rules.bare_name("hamlet", "ấp", "ẤP  Bưng Tróp") == "Bưng Tróp"
    assert rules.bare_name("hamlet", "tổ dân phố", "Tổ dân phố 3") == "3"
    assert rules.bare_name("hamlet", "ấp", "Ấp") == "Ấp"
    assert rules.bare_name("centre", "", "Trung tâm xã") == "Trung tâm xã"


def test_a_path_reaches_itself_and_all_below() -> None:
    assert rules.is_below("/92/31561/k7/", "/92/31561/")
    assert rules.is_below("/92/31561", "/92/31561/")
    assert not rules.is_below("/92/315610/", "/92/31561/")
    assert not rules.is_below("/92/", "/92/31561/")
    assert rules.above_all("/92/31561/k7/") == ["/92/", "/92/31561/", "/92/31561/k7/"]
    assert rules.outermost(["/1/2/", "/1/", "/12/"]) == ["/1/", "/12/"]
