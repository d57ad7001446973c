"""How many people live where, from a file: a dry run that names each bad row, then what it showed, once."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from learning import sheets
from learning.db import write
from learning.ids import new_id
from learning.places.queries import PlaceFacts
from learning.reports import roster
from learning.reports.models import PlacePopulation
from tests.conftest import Clock
from tests.factories.places import NHU_GIA, a_commune, a_province, hamlets, somebody_at
from tests.support.page import Page
from tests.support.site import Site

HEADS: list[Any] = ["Số dân", "Ấp, thôn, bản"]
PAPER = {"among": "from15", "source": "Niên giám thống kê 2025", "on": "2026-04-01"}


@pytest.fixture(autouse=True)
def today(wall_clock: Clock) -> None:
    """22 November 2026."""


@pytest.fixture
def tu(site: Site) -> PlaceFacts:
    """A commune of two hamlets, and its officer signed in."""
    commune = a_commune()
    hamlets(commune, ("Bưng Tróp", "Phước Hòa"))
    site.sign_in(somebody_at(commune, "officer"), "staff")
    return commune


def sent(site: Site, place: PlaceFacts, rows: list[list[Any]], **options: Any) -> Page:
    file = sheets.workbook("Số dân", [str(cell) for cell in rows[0]], rows[1:], [20, 20])
    data = {**PAPER, "tep": (BytesIO(file), "so-dan.xlsx")}
    return site.post("reports.population_file", data, place_id=place.id, **options)


def entered() -> int:
    with write() as current:
        return current.execute(select(func.count()).select_from(PlacePopulation)).scalar_one()


def test_a_dry_run_writes_nothing_then_all_is_written_once(site: Site, tu: PlaceFacts) -> None:
    rows = [HEADS, [900, "bung trop"], ["1.100", "Ấp Phước Hòa"], ["3 000", "xã Mỹ Tú"]]
    shown = sent(site, tu, rows)
    assert "3 nơi sẽ được ghi" in shown.text
    assert entered() == 0
    assert "Đã ghi số dân của 3 nơi" in shown.form().submit("Ghi lại").text
    assert "Xã Mỹ Tú: 3.000 người từ 15 tuổi trở lên" in site.get("reports.population", place_id=tu.id).text
    again = sent(site, tu, rows)
    assert "3 nơi đã ghi đúng số này" in again.text
    kept = {**PAPER, "rows": sheets.packed([["", "", "bung trop", 900]])}
    assert "Đã ghi số dân của 0 nơi" in site.post("reports.population_file", kept, place_id=tu.id).text
    assert entered() == 3


def test_each_bad_row_is_named_and_its_neighbours_can_be_written(site: Site, tu: PlaceFacts) -> None:
    bad: list[list[Any]] = [
        [90, "Ấp Mới"],
        ["nhiều", "Phước Hòa"],
        [5, ""],
        [7, "Bưng Tróp"],
        [None, "Phước Hòa"],
    ]
    page = sent(site, tu, [HEADS, [900, "Bưng Tróp"], *bad])
    for number, said in ((3, "không có nơi nào"), (4, "lớn hơn 0"), (5, "Thiếu tên"), (6, "ở dòng 2")):
        row = next(one for one in page.texts("tbody tr") if f"Dòng {number}" in one)
        assert said in row
    assert "1 nơi để trống số dân" in page.text
    page.form().submit("Ghi lại")
    assert entered() == 1


def test_a_province_brings_its_communes_and_their_hamlets(site: Site, tu: PlaceFacts) -> None:
    hamlets(a_commune(NHU_GIA), ("Bưng Tróp",))
    site.sign_in(somebody_at(a_province(), "administrator", "Chị Hạnh"), "staff")
    heads = ["Xã, phường", "Ấp", "Dân số"]
    rows = [
        ["Mỹ Tú", "", 9000],
        ["xã Nhu Gia", "ấp Bưng Tróp", 700],
        ["Mỹ Tú", "Bưng Tróp", 800],
        ["", "Bưng Tróp", 1],
    ]
    page = sent(site, a_province(), [heads, *rows])
    assert "3 nơi sẽ được ghi" in page.text
    assert "Dòng 5" in page.text
    page.form().submit("Ghi lại")
    assert "800 người" in site.get("reports.population", place_id=tu.id).text


@pytest.mark.parametrize("file", [b"PK\x03\x04rubbish", b"a;b\nLan;1961"])
def test_what_cannot_be_read_is_a_sentence(site: Site, tu: PlaceFacts, file: bytes) -> None:
    data = {**PAPER, "tep": (BytesIO(file), "so-dan.xlsx")}
    assert "Chưa nhập được" in site.post("reports.population_file", data, place_id=tu.id, status=422).text


def test_a_number_without_its_source_is_not_taken(site: Site, tu: PlaceFacts) -> None:
    rows = sheets.packed([["", "", "bung trop", 900]])
    page = site.post(
        "reports.population_file", {**PAPER, "source": "", "rows": rows}, place_id=tu.id, status=422
    )
    assert "Ô này chưa điền" in page.text
    assert entered() == 0


def test_the_template_names_every_place_and_is_read_by_ourselves(site: Site, tu: PlaceFacts) -> None:
    page = site.get("reports.population", place_id=tu.id).follow("Nhập từ tệp Excel")
    rows = sheets.rows_of(page.follow("Tải tệp mẫu có sẵn tên").response.data)
    assert [row[0] for row in rows] == ["Nơi", "Xã Mỹ Tú", "Ấp Bưng Tróp", "Ấp Phước Hòa"]
    assert "3 nơi để trống số dân" in sent(site, tu, rows).text


def test_an_officer_of_elsewhere_brings_nothing(site: Site, tu: PlaceFacts) -> None:
    site.sign_in(somebody_at(a_commune(NHU_GIA), "officer", "Anh Tài"), "staff")
    sent(site, tu, [HEADS, [900, "bung trop"]], status=403)


SPOTS = [
    roster.Spot(whole := new_id(), "xã", "Mỹ Tú", None),
    roster.Spot(UUID(int=1), "ấp", "Một", whole),
    roster.Spot(UUID(int=2), "ấp", "Hai", whole),
]
CELL = st.one_of(
    *(st.none(), st.text(max_size=8), st.integers(), st.floats(), st.booleans()),
    st.sampled_from([*HEADS, "Một", "Hai", 12]),
)


@given(st.lists(st.lists(CELL, max_size=4), max_size=10))
def test_no_row_is_dropped_in_silence(rows: list[list[Any]]) -> None:
    reading = roster.read([HEADS, *rows], SPOTS, {})
    full = [number for number, row in enumerate(rows, 2) if any(sheets.text(cell) for cell in row)]
    assert reading.rows == full
