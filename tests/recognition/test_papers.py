"""Papers: what stands on them, that what is typed stays text, that the same values give the same bytes."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import date
from io import BytesIO
from pathlib import Path
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
    "2/office.typ": "e5ced63d566ee0def6e948cc7b4fad1203c1c11dd6d80b19633ea1a8349b1b0e",
    "2/certificate.typ": "01a9fd1efbc80df34e66b808fba019cd926f97de0600bd95d2ef16d858dbf272",
    "2/office.docx": "f502bd1f0cccae0920734c587963f486df5571561d17144d20a79b74359a0c97",
}


SAMPLES = Path(__file__).parent / "samples"
# A report of November 2026, by the form of that time: its id, and its two files by who printed them.
FROZEN = "681f049f473d02f50ec3beee2ffd8456dbad766b196da99d4fc0fe349b434d1d"
PRINTED = {
    "typst 0.15.2": (
        "880d50cbaeb842ee6bfedc6f93441d243550ca58b71d804989f94baae29efc3c",
        "c23b1a779a2df6aa4b8be32b2cb4ac8bb2d984dcb88d132fcafd1b84a66f022b",
    )
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


def test_a_letter_lays_the_list_before_the_commune_and_names_nobody(offices: Offices) -> None:
    list_id = a_list(offices)
    drawn_and_checked(list_id, offices)
    made = paper(list_id, "to-trinh")
    text = said(press.paper(made))
    for part in (
        "TỜ TRÌNH",
        "Kính gửi: Ủy ban nhân dân xã Mỹ Tú",
        "cho 5 người có tên trong danh sách kèm theo, tổng cộng 400 điểm, trong đó tự chấm 400",
        "- Như trên; - Lưu: VT.",
        lists.list_of(list_id).digest,
    ):
        assert part in text, part
    written = "\n".join(one.text for one in Document(BytesIO(word.document(made))).paragraphs)
    assert "Kính gửi: Ủy ban nhân dân xã Mỹ Tú" in written
    assert not [name for name in NAMES if name in text + written]


def test_a_decision_is_a_draft_that_the_commune_finishes(offices: Offices) -> None:
    document = Document(BytesIO(word.document(paper(a_list(offices), "quyet-dinh"))))
    text = "\n".join(one.text for one in document.paragraphs)
    assert "Căn cứ Quyết định số 324/QĐ-KHVN của Hội Khuyến học Việt Nam" in text
    assert "Điều 1. Công nhận danh hiệu “Công dân học tập” năm 2026 cho 5 người có tên" in text
    assert text.index("ỦY BAN NHÂN DÂN XÃ MỸ TÚ") < text.index("Căn cứ") < text.index("QUYẾT ĐỊNH:")


def test_the_same_values_give_the_same_bytes(offices: Offices, wall_clock: Clock) -> None:
    made = paper(a_decided_list(offices), "danh-sach")
    first = [files.written(made, one) for one in files.MIMETYPES]
    wall_clock.advance(days=4000)
    again = values.read(values.canonical(made))
    assert [files.written(again, one) for one in files.MIMETYPES] == first


@pytest.mark.parametrize("name", files.OF_LIST)
def test_every_column_of_figures_is_explained(offices: Offices, name: str) -> None:
    list_id = a_decided_list(offices)
    report = files.report_of(offices.place, "cong-dan-hoc-tap", 2026, day_of(now()))
    assert report is not None
    for made in (paper(list_id, name), report):
        tables = [part.table for part in made.parts if part.table]
        counted = {
            head
            for table in tables
            for head, *cells in zip(table.heads, *table.rows, strict=True)
            if any(isinstance(cell, int) for cell in cells)
        }
        assert counted - {"STT", "Năm sinh"} <= {note.figure for note in made.notes}
        assert all(note.value and note.meaning.endswith(".") for note in made.notes)


def test_a_report_frozen_years_ago_gives_the_same_bytes() -> None:
    content = (SAMPLES / "frozen-report-of-form-1.json").read_text(encoding="utf-8")
    assert values.name_of(content) == FROZEN
    made = values.read(content)
    pdf, xlsx = (hashlib.sha256(one).hexdigest() for one in (press.paper(made), sheets.workbook(made)))
    assert (pdf, xlsx) == PRINTED[press.engine()], "add what this Typst prints, and say so in the release"


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
