"""A list from a file: a dry run first, then what it showed; the same file again changes nothing."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

import pytest

from learning import sheets
from learning.classes import queries
from tests.classes.test_roster import HEADS, ROWS
from tests.factories.classes import a_class, a_member, a_trainer
from tests.support.page import Page
from tests.support.site import Site


@pytest.fixture
def trainer(site: Site) -> UUID:
    """Chị Mai, signed in."""
    person = a_trainer()
    site.sign_in(person, "staff")
    return person


def sent(site: Site, group: UUID, rows: list[list[Any]], **options: Any) -> Page:
    file = sheets.workbook("Lớp", HEADS, rows, [20, 10, 20])
    return site.post("classes.import_roster", {"tep": (BytesIO(file), "lop.xlsx")}, class_id=group, **options)


def test_a_dry_run_changes_nothing_and_then_all_come_in_once(site: Site, trainer: UUID) -> None:
    group = a_class(trainer)
    page = sent(site, group, ROWS)
    assert "3 người mới sẽ được thêm" in page.text
    assert queries.members(group) == []
    assert "Đã thêm 3 người vào lớp" in page.form().submit().text
    again = sent(site, group, ROWS)
    assert "3 người đã ở trong lớp" in again.text
    assert "Đã thêm 0 người" in site.post("classes.import_roster", {"rows": "[]"}, class_id=group).text
    assert len(queries.members(group)) == 3


def test_a_bad_row_is_named_by_its_number_and_its_neighbours_come_in(site: Site, trainer: UUID) -> None:
    group = a_class(trainer)
    page = sent(site, group, [*ROWS, ["Lò Thị Ính", "80", ""]])
    assert "Dòng 5" in page.text
    assert "Năm sinh chưa rõ" in page.text
    page.form().submit()
    assert len(queries.members(group)) == 3


@pytest.mark.parametrize(("choice", "people", "here"), [("moi", 2, 1), ("", 1, 0), ("same", 1, 1)])
def test_a_possible_double_waits_for_the_trainer(
    site: Site, trainer: UUID, choice: str, people: int, here: int
) -> None:
    lan = a_member(a_class(trainer, "Lớp sáng"), trainer, "Sơn Thị Lan")
    group = a_class(trainer)
    page = sent(site, group, [ROWS[1], ["son thi lan", 1962, "Bản Qua"]])
    assert "1 người có thể đã có" in page.text
    form = page.form()
    data = {**form.values, "dong-3": str(lan) if choice == "same" else choice}
    site.post("classes.import_roster", data, class_id=group)
    found = queries.members_of([one.group.id for one in queries.classes_for(trainer, [])])
    assert sum("lan" in one.name.casefold() for one in found) == people
    assert len(queries.members(group)) == 1 + here


def test_nobody_is_found_in_the_classes_of_others(site: Site, trainer: UUID) -> None:
    other = a_trainer("Anh Khác")
    a_member(a_class(other), other, "Sơn Thị Lan")
    assert "3 người mới sẽ được thêm" in sent(site, a_class(trainer), ROWS).text


@pytest.mark.parametrize("file", [b"PK\x03\x04rubbish", b"a;b\nLan;1961"])
def test_an_unreadable_file_is_a_sentence(site: Site, trainer: UUID, file: bytes) -> None:
    data = {"tep": (BytesIO(file), "lop.xlsx")}
    page = site.post("classes.import_roster", data, class_id=a_class(trainer), status=422)
    assert "Chưa nhập được" in page.text


def test_the_template_is_read_by_ourselves(site: Site, trainer: UUID) -> None:
    page = site.get("classes.template")
    assert sheets.rows_of(page.response.data) == [HEADS]
