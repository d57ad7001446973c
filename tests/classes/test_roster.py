"""Lists of learners as offices keep them: any order, any encoding; every row comes out by its number."""

from __future__ import annotations

import random
import unicodedata
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook  # type: ignore[import-untyped]  # ships no types

from learning import sheets
from learning.accounts.queries import can_be_called
from learning.classes import roster
from learning.classes.roster import Known, Reading

HEADS = ["Họ và tên", "Năm sinh", "Ấp, thôn, bản"]
ROWS: list[list[Any]] = [
    ["Sơn Thị Lan", 1961, "Bưng Tróp"],
    ["Thạch Văn Sang", "1958", "Bưng Tróp"],
    ["Giàng A Páo", None, "Bản Qua"],
]


def read(sheet: list[list[Any]], known: tuple[Known, ...] = ()) -> Reading:
    return roster.read(sheet, known, 2026, can_be_called)


def faults(reading: Reading) -> list[tuple[int, str]]:
    return [(one.row, one.fault) for one in reading.named]


def as_csv(delimiter: str = ",") -> str:
    lines = [[f'"{cell}"' if cell is not None else "" for cell in row] for row in [HEADS, *ROWS]]
    return "\r\n".join(delimiter.join(line) for line in lines)


def test_a_plain_list_is_read_whole() -> None:
    reading = read([HEADS, *ROWS])
    assert [(one.row, one.name, one.born, one.hamlet) for one in reading.fresh] == [
        (2, "Sơn Thị Lan", 1961, "Bưng Tróp"),
        (3, "Thạch Văn Sang", 1958, "Bưng Tróp"),
        (4, "Giàng A Páo", None, "Bản Qua"),
    ]


@pytest.mark.parametrize(
    "heads",
    [
        ["HỌ TÊN", "NĂM SINH", "THÔN"],
        ["ho va ten", "nam sinh", "ap"],
        [unicodedata.normalize("NFD", head) for head in HEADS],
        ["Họ  và tên ", "Ngày sinh", "Địa chỉ:"],
    ],
)
def test_heads_are_known_however_they_are_written(heads: list[str]) -> None:
    assert len(read([heads, *ROWS]).fresh) == 3


def test_columns_stand_in_any_order_among_others_and_below_a_title() -> None:
    sheet: list[list[Any]] = [
        ["DANH SÁCH LỚP"],
        [],
        ["STT", "Thôn", "Tên", "Họ và tên đệm", "Ngày sinh"],
        [1, "Bản Qua", "Páo", "Giàng A", "12/03/1970"],
        [2, "Bản Qua", "Ính", "Lò Thị", date(1980, 1, 2)],
    ]
    reading = read(sheet)
    assert [(one.name, one.born) for one in reading.fresh] == [("Giàng A Páo", 1970), ("Lò Thị Ính", 1980)]
    assert faults(reading) == [(1, "title")]


def test_every_bad_row_is_named_with_its_number() -> None:
    sheet: list[list[Any]] = [
        HEADS,
        ["", 1961, "Bưng Tróp"],
        ["Lan", "61", ""],
        ["Lan\ufffdX", 1961, ""],
        ["Páo", 2050, ""],
        ["Lan", 1961, "x" * 81],
    ]
    assert faults(read(sheet)) == [
        (2, "no_name"),
        (3, "strange_year"),
        (4, "strange_name"),
        (5, "strange_year"),
        (6, "long_hamlet"),
    ]


def test_the_same_line_twice_is_named_with_the_line_it_repeats() -> None:
    reading = read([HEADS, ROWS[0], ROWS[1], ROWS[0]])
    assert [(one.row, one.fault, one.other) for one in reading.named] == [(4, "twice", 2)]


def test_who_is_here_already_changes_nothing_and_possible_doubles_wait() -> None:
    here = Known("lan", "Sơn Thị Lan", 1961, "Bưng Tróp", is_here=True)
    elsewhere = Known("sang", "Thach Van Sang", 1959, None, is_here=False)
    reading = read([HEADS, *ROWS], (here, elsewhere))
    assert [one.row for one in reading.known] == [2]
    assert [(one.row, [double.key for double in one.doubles]) for one in reading.doubles] == [(3, ["sang"])]
    assert [one.row for one in reading.fresh] == [4]


def test_a_list_without_a_column_of_names_is_not_guessed_at() -> None:
    assert not read([["a", "b"], ["Lan", 1961]]).heads
    assert read([[]] * (roster.MOST_ROWS + 1)).too_long


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
def test_csv_is_read_in_every_way_that_offices_write_it(delimiter: str, encoding: str) -> None:
    text = as_csv(delimiter)
    if encoding == "cp1258":
        text = in_windows(text)
    reading = read(sheets.rows_of(text.encode(encoding)))
    assert [one.name for one in reading.fresh] == [row[0] for row in ROWS]
    assert [one.hamlet for one in reading.fresh] == [row[2] for row in ROWS]


def in_windows(text: str) -> str:
    """As the old Windows writes Vietnamese: tones apart, the other marks on their letters."""
    out = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
        rest = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        out.append(rest + tones)
    return "".join(out)


def test_what_we_write_comes_back_and_excel_sees_no_formula() -> None:
    rows = [["=1+1", 1961, "+84"], ["Đặng Thị Ửng", 1950, "@x"]]
    made = sheets.workbook("Lớp", HEADS, rows, [20, 10, 20])
    assert sheets.rows_of(made)[1:] == [["=1+1", 1961.0, "+84"], ["Đặng Thị Ửng", 1950.0, "@x"]]
    sheet = load_workbook(BytesIO(made)).active
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "s"]


@pytest.mark.parametrize("file", [b"PK\x03\x04rubbish", b"\xd0\xcf\x11\xe0" * 20, b'"'])
def test_a_broken_file_is_told_or_is_empty(file: bytes) -> None:
    try:
        assert not read(sheets.rows_of(file)).heads
    except sheets.UnreadableSheet:
        return


CELL = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.sampled_from([*HEADS, "Lan", 1961, "Tên", "Họ"]),
)


@given(st.lists(st.lists(CELL, max_size=5), max_size=12))
def test_no_row_is_dropped_in_silence(rows: list[list[Any]]) -> None:
    nothing_is_lost([HEADS, *rows])
    nothing_is_lost(rows)


def nothing_is_lost(sheet: list[list[Any]]) -> None:
    reading = read(sheet)
    if reading.heads and not reading.too_long:
        full = [number for number, row in enumerate(sheet, 1) if any(sheets.text(cell) for cell in row)]
        assert set(full) - set(reading.rows) <= {number for number in full if number - 1 == heads_at(sheet)}


def heads_at(sheet: list[list[Any]]) -> int:
    found = roster._heads(sheet)
    assert found is not None
    return found[0]


def test_mutated_files_crash_nothing_and_lose_nothing() -> None:
    draw = random.Random(1945)
    broken = 0
    whole = [
        sheets.workbook("Lớp", HEADS, ROWS, [20, 10, 20]),
        as_csv(";").encode("utf-8-sig"),
        as_csv("\t").encode("utf-16"),
    ]
    for _ in range(10_000):
        file = bytearray(draw.choice(whole))
        for _ in range(draw.randint(1, 12)):
            at = draw.randrange(len(file))
            match draw.randrange(3):
                case 0:
                    file[at] = draw.randrange(256)
                case 1:
                    del file[at : at + draw.randint(1, 40)]
                case _:
                    file[at:at] = draw.randbytes(draw.randint(1, 6))
            if not file:
                file = bytearray(b"x")
        try:
            rows = sheets.rows_of(bytes(file))
        except sheets.UnreadableSheet:
            broken += 1
            continue
        nothing_is_lost(rows)
    assert 500 < broken < 9_500  # both happened, often
