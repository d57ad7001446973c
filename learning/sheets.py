"""Files into rows and rows into files: spreadsheets, and CSV in every way that offices write it."""

import csv
import json
import unicodedata
import zipfile
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter import Workbook

MOST_UNPACKED = 32 * 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DELIMITERS = ";,\t"
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class UnreadableSheet(ValueError):
    """Neither a spreadsheet nor CSV, or a broken one."""


def rows_of(file: bytes) -> list[list[Any]]:
    """The rows of the first sheet that has any, as they stand, empty ones too. Raises UnreadableSheet."""
    if file.startswith((_ZIP, _OLE)):
        return _rows_of_workbook(file)
    return _rows_of_text(decoded(file))


def _rows_of_workbook(file: bytes) -> list[list[Any]]:
    try:
        if file.startswith(_ZIP):
            _refuse_large(file)
        workbook = CalamineWorkbook.from_filelike(BytesIO(file))
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(cell not in ("", None) for row in rows for cell in row):
                return rows
    except UnreadableSheet:
        raise
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError, RuntimeError) as broken:
        raise UnreadableSheet("a broken spreadsheet") from broken
    except BaseException as panic:
        # The reader is Rust: what it did not foresee comes as a panic, which is no Exception.
        if type(panic).__name__ == "PanicException":
            raise UnreadableSheet("a broken spreadsheet") from None
        raise
    return []


def _refuse_large(file: bytes) -> None:
    with zipfile.ZipFile(BytesIO(file)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise UnreadableSheet("more than any list of people")


def decoded(file: bytes) -> str:
    """The text of a CSV file: UTF-8 and UTF-16 with or without a mark, else the old Vietnamese Windows."""
    if file.startswith((b"\xff\xfe", b"\xfe\xff")):
        return file.decode("utf-16", "replace")
    nulls = file[:400].count(0)
    if nulls > len(file[:400]) // 5:
        little = file[1:400:2].count(0) >= file[0:400:2].count(0)
        return file.decode("utf-16-le" if little else "utf-16-be", "replace")
    try:
        return file.decode("utf-8-sig")
    except UnicodeDecodeError:
        return file.decode("cp1258", "replace")


def _rows_of_text(text: str) -> list[list[Any]]:
    head = text[:4000]
    delimiter = max(DELIMITERS, key=head.count)
    try:
        return [list(row) for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as broken:
        raise UnreadableSheet("broken CSV") from broken


# ── Cells ──


def text(cell: Any) -> str:
    """A cell as one line: composed, without control characters; a whole number without its ".0"."""
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else str(cell)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    letters = unicodedata.normalize("NFC", str(cell))
    kept = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in letters)
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def in_few_words(cells: Sequence[Any]) -> str:
    """A row in few words, to show which one is meant."""
    words = ", ".join(filter(None, (text(cell) for cell in cells)))
    return words if len(words) <= 80 else f"{words[:79]}…"


# ── From a dry run to the yes ──


def packed(rows: Sequence[Sequence[Any]]) -> str:
    """What a dry run would take in, to travel in its form: no file stays on the server."""
    return json.dumps(rows, ensure_ascii=False)


def unpacked(sent: str, heads: Sequence[str]) -> list[list[Any]]:
    """What came back of it, below its heads: to be read again as strictly as the file was."""
    try:
        found = json.loads(sent)
    except (ValueError, RecursionError):
        raise UnreadableSheet("no rows") from None
    if not isinstance(found, list) or not all(isinstance(row, list) for row in found):
        raise UnreadableSheet("no rows")
    return [list(heads), *found]


def told(file: bytes | None, kept: str, heads: Sequence[str]) -> list[list[Any]]:
    """The rows of a file, or, without one, those that a dry run kept. Raises UnreadableSheet."""
    return unpacked(kept, heads) if file is None else rows_of(file)


# ── Rows into files ──


def workbook(name: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[int]) -> bytes:
    """A spreadsheet of one sheet. What people typed is written as text: no cell is ever a formula."""
    made = BytesIO()
    options = {
        "constant_memory": True,
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with Workbook(made, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, bold)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                elif cell is not None:
                    sheet.write_string(number, column, str(cell))
    return made.getvalue()
