"""Papers as spreadsheets: the same values as in print, each number a number, no cell ever a formula."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from learning.recognition.papers.values import Cell, Paper, Part

STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
A_WIDTH = 2.6  # letters of a column for each part of its width in print
LINE_LETTERS = 95
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


class _Sheet:
    """A sheet that is written line after line."""

    def __init__(self, book: Workbook, name: str, widths: Sequence[float]) -> None:
        self.sheet = book.add_worksheet(name)
        self.columns = len(widths)
        self.row = 0
        wrap = {"text_wrap": True, "valign": "top"}
        self.formats: dict[str, Any] = {
            "plain": book.add_format(wrap),
            "bold": book.add_format({**wrap, "bold": True}),
            "middle": book.add_format({**wrap, "bold": True, "align": "center"}),
            "middle slanted": book.add_format({**wrap, "italic": True, "align": "center"}),
            "slanted": book.add_format({**wrap, "italic": True}),
            "head": book.add_format({**wrap, "bold": True, "align": "center", "border": 1}),
            "cell": book.add_format({**wrap, "border": 1}),
            "total": book.add_format({**wrap, "border": 1, "bold": True}),
        }
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)

    def say(self, said: str, look: str = "plain") -> None:
        """One text over the whole width, as high as its lines."""
        if not said:
            return
        if self.columns > 1:
            self.sheet.merge_range(self.row, 0, self.row, self.columns - 1, "", self.formats[look])
        self.sheet.write_string(self.row, 0, said, self.formats[look])
        self.sheet.set_row(self.row, 15.5 * (1 + len(said) // LINE_LETTERS))
        self.row += 1

    def cells(self, row: Sequence[Cell], look: str) -> None:
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                self.sheet.write_number(self.row, column, cell, self.formats[look])
            else:
                self.sheet.write_string(self.row, column, cell, self.formats[look])
        self.row += 1

    def skip(self) -> None:
        self.row += 1


def workbook(made: Paper) -> bytes:
    """The paper, and on a second sheet what each figure counts."""
    file = BytesIO()
    with Workbook(file, _OPTIONS) as book:
        day = datetime(made.on.year, made.on.month, made.on.day)  # noqa: DTZ001  # how the file format writes a day
        book.set_properties({"title": made.kind, "author": made.agency, "created": day})
        sheet = _Sheet(book, "Van ban", _widths(made.parts))
        if made.is_lying:
            sheet.sheet.set_landscape()
        _head(sheet, made)
        for part in made.parts:
            _part(sheet, part)
        _foot(sheet, made)
        notes = _Sheet(book, "Giai thich", (40, 24, 90))
        notes.cells(("Số liệu", "Giá trị", "Đếm thế nào"), "head")
        for note in made.notes:
            notes.cells((note.figure, note.value, note.meaning), "cell")
        notes.sheet.freeze_panes(1, 0)
    return file.getvalue()


def _widths(parts: Sequence[Part]) -> list[float]:
    """As wide as the widest table needs, column by column."""
    tables = [one.table.widths for one in parts if one.table] or [(30, 30)]
    return [
        A_WIDTH * max(table[column] for table in tables if column < len(table))
        for column in range(max(map(len, tables)))
    ]


def _head(sheet: _Sheet, made: Paper) -> None:
    for said in (*STATE, "", made.above, made.agency):
        sheet.say(said, "middle")
    sheet.say(f"{made.number}    {made.dated}".strip(), "slanted")
    sheet.skip()
    sheet.say(made.kind.upper(), "middle")
    sheet.say(made.subject, "middle")
    sheet.say(made.attached, "middle slanted")
    sheet.say(made.authority.upper(), "middle")
    if made.addressed:
        sheet.say(f"Kính gửi: {'; '.join(made.addressed)}.")
    for said in made.grounds:
        sheet.say(said, "slanted")
    for said in made.cautions:
        sheet.say(f"Lưu ý: {said}", "bold")
    sheet.say(made.orders.upper(), "middle")
    sheet.skip()


def _part(sheet: _Sheet, part: Part) -> None:
    sheet.say(part.title, "bold")
    for said in part.said:
        sheet.say(said)
    if part.table is not None:
        sheet.cells(part.table.heads, "head")
        last = len(part.table.rows) - 1
        for place, row in enumerate(part.table.rows):
            sheet.cells(row, "total" if part.table.has_total and place == last else "cell")
    for said in part.below:
        sheet.say(said)
    sheet.skip()


def _foot(sheet: _Sheet, made: Paper) -> None:
    sheet.say(made.closing)
    for signer in made.signers:
        sheet.say(f"{signer.name_of} {signer.role}".strip().upper(), "bold")
    if made.recipients:
        sheet.say("Nơi nhận: " + "; ".join(made.recipients), "slanted")
