"""Papers: what stands on them, that what is typed stays text, that the same values give the same bytes."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

import openpyxl  # type: ignore[import-untyped]  # ships no types
import pytest
from docx import Document
from flask import Flask
from pypdf import PdfReader

from learning.clock import now
from learning.places.rules import day_of
from learning.recognition import lists
from learning.recognition.papers import files, press, sheets, values, word, word_form
from learning.recognition.papers.values import Paper
from tests.conftest import Clock
from tests.factories.papers import (
    NAMES,
    Offices,
    a_decided_list,
    a_list,
    a_paper,
    drawn_and_checked,
    some_offices,
)

# What printed a frozen paper is never changed: a new form gets a number (docs/recognition.md).
RELEASED = {
    "1/office.typ": "619342f12476779a041b42f90801c024c2eba31dfa6bccb3dd90dc0531eb9677",
    "2/office.typ": "",
    "2/certificate.typ": "81cc4453d76fd3043ce338b550d9c2a50a6bb2ec5f065b950cfa305cd6dc2334",
    "2/office.docx": "",
}


@pytest.fixture(autouse=True)
def today(wall_clock: Clock) -> None:
    """22 November 2026."""


@pytest.fixture
def offices(app: Flask) -> Offices:
    return some_offices()


def paper(list_id: UUID, name: str) -> Paper:
    return files.of_list_paper(lists.list_of(list_id), name, day_of(now()))


def said(pdf: bytes) -> str:
    """The text of a PDF on one line, composed as it was typed."""
    pages = PdfReader(BytesIO(pdf)).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    return unicodedata.normalize("NFC", text)


def test_a_list_stands_in_the_usual_form_with_every_total_beside_its_mix(offices: Offices) -> None:
    text = said(press.paper(paper(a_list(offices), "danh-sach")))
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "HỘI KHUYẾN HỌC XÃ MỸ TÚ",
        "Đề nghị công nhận danh hiệu “Công dân học tập” năm 2026",
        "Xã Mỹ Tú, ngày …… tháng …… năm 2026",
        "chưa được đối chiếu với văn bản gốc",
        "Danh sách này có 5 người, tổng cộng 400 điểm, trong đó tự chấm 400",
        "Danh sách chưa được bốc thăm kiểm tra lại",
        "TM. BAN CHẤP HÀNH",
        "Giải thích số liệu",
        "Nguyễn Văn Ẩn",
    ):
        assert part in text, part


def test_after_the_decision_the_list_is_the_communes_and_minutes_can_be_drawn_again(offices: Offices) -> None:
    list_id = a_decided_list(offices)
    text = said(press.paper(paper(list_id, "danh-sach")))
    assert "ỦY BAN NHÂN DÂN XÃ MỸ TÚ" in text
    assert "(Kèm theo Quyết định số 15/QĐ-UBND ngày 20 tháng 11 năm 2026" in text
    minutes = said(press.paper(paper(list_id, "bien-ban"))).replace(" ", "")
    facts = lists.list_of(list_id)
    for part in (
        facts.digest,
        facts.commitment,
        facts.secret.hex(),
        "048151",
        "THƯKÝ",
        "CHỦTRÌ",
        "-ỦybannhândânxãMỹTú",
    ):
        assert part in minutes, part


def test_what_people_typed_is_text_in_every_file(offices: Offices) -> None:
    list_id = a_list(offices)
    made = paper(list_id, "danh-sach")
    book = openpyxl.load_workbook(BytesIO(sheets.workbook(made)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert set(NAMES) <= {cell.value for cell in cells}
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert book.sheetnames == ["Van ban", "Giai thich"]
    drawn_and_checked(list_id, offices)
    document = Document(BytesIO(word.document(paper(list_id, "bien-ban"))))
    typed = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert set(NAMES) <= typed
    assert any("chưa được đối chiếu" in one.text for one in document.paragraphs)


def test_a_decision_is_a_draft_that_the_commune_finishes(offices: Offices) -> None:
    document = Document(BytesIO(word.document(paper(a_list(offices), "quyet-dinh"))))
    text = "\n".join(one.text for one in document.paragraphs)
    assert "Căn cứ Quyết định số 324/QĐ-KHVN của Hội Khuyến học Việt Nam" in text
    assert "cho 5 người có tên trong danh sách kèm theo" in text


def test_the_same_values_give_the_same_bytes(offices: Offices, wall_clock: Clock) -> None:
    made = paper(a_decided_list(offices), "danh-sach")
    first = [files.written(made, one) for one in files.MIMETYPES]
    wall_clock.advance(days=4000)
    again = values.read(values.canonical(made))
    assert [files.written(again, one) for one in files.MIMETYPES] == first


def test_a_form_that_may_have_printed_something_frozen_is_never_changed() -> None:
    found = {name: hashlib.sha256((press.FORMS / name).read_bytes()).hexdigest() for name in RELEASED}
    assert found == RELEASED
    assert word_form.made() == (press.FORMS / "2/office.docx").read_bytes()


def test_a_certificate_says_it_in_vietnamese_and_shapes_khmer() -> None:
    made = a_paper(
        second=("វិញ្ញាបនបត្រ", "លោក (លោកស្រី)", "ពលរដ្ឋសិក្សា", "ស្កេនកូដនេះ"),
        second_language="km",
    )
    pdf = press.certificates([made, made], date(2026, 11, 20))
    reader = PdfReader(BytesIO(pdf))
    assert len(reader.pages) == 2
    page = reader.pages[0]
    assert page.mediabox.width > page.mediabox.height
    text = said(pdf)
    for part in ("GIẤY CHỨNG NHẬN", made.name, "“Công dân học tập”", made.number, "chưa được đối chiếu"):
        assert part in text, part
    resources: Any = page["/Resources"]
    fonts = {str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()}
    assert any("NotoSansKhmer" in one for one in fonts)
    assert not any("Courier" in one or "DejaVu" in one for one in fonts)
    assert pdf == press.certificates([made, made], date(2026, 11, 20))
