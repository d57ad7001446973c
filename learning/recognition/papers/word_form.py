"""Makes forms/<number>/office.docx: `python -m learning.recognition.papers.word_form`. Twice, the same bytes.

A real .docx with tags of docxtpl in it; margins, sizes and order after Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from learning.recognition.papers.press import FORMS
from learning.recognition.papers.values import FORMS_NOW
from learning.recognition.papers.word import repacked

FONT = "Times New Roman"
MIDDLE = WD_ALIGN_PARAGRAPH.CENTER
_MADE = datetime(2026, 1, 1, tzinfo=UTC)


def made() -> bytes:
    """The form."""
    form = Document()
    _page(form)
    _head(form)
    _body(form)
    _foot(form)
    file = BytesIO()
    form.save(file)
    return repacked(file.getvalue())


def _page(form: Any) -> None:
    section = form.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(17)
    section.top_margin = section.bottom_margin = Mm(20)
    style = form.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.element.rPr.rFonts.set(qn("w:cs"), FONT)
    style.paragraph_format.space_after = Pt(4)
    told = form.core_properties
    told.author, told.title, told.comments = "", "", ""
    told.created = told.modified = _MADE


def _line(where: Any, said: str, size: float = 13, *, look: str = "", middle: bool = False) -> Any:
    """A paragraph; `look` holds b for bold, i for slanted."""
    line = where.add_paragraph()
    run = line.add_run(said)
    run.font.size, run.bold, run.italic = Pt(size), "b" in look, "i" in look
    if middle:
        line.alignment = MIDDLE
    return line


def _cells(form: Any, *widths: float) -> list[Any]:
    """A row of places side by side, without lines."""
    table = form.add_table(rows=1, cols=len(widths))
    table.autofit = False
    for cell, width in zip(table.rows[0].cells, widths, strict=True):
        cell.width = Mm(width)
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    return list(table.rows[0].cells)


def _head(form: Any) -> None:
    left, right = _cells(form, 66, 97)
    _line(left, "{{ sheet.above|upper }}", 12, middle=True)
    _line(left, "{{ sheet.agency|upper }}", 12, look="b", middle=True)
    _line(left, "{{ sheet.number }}", 13, middle=True)
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, look="b", middle=True)
    _line(right, "Độc lập - Tự do - Hạnh phúc", 13, look="b", middle=True)
    _line(right, "{{ sheet.dated }}", 13, look="i", middle=True)
    _line(form, "{{ sheet.kind|upper }}", 14, look="b", middle=True)
    _line(form, "{{ sheet.subject }}", 14, look="b", middle=True)
    _where(form, "sheet.attached", "{{ sheet.attached }}", look="i")
    _where(form, "sheet.authority", "{{ sheet.authority|upper }}", look="b")
    _where(form, "sheet.addressed", "Kính gửi: {{ sheet.addressed|join('; ') }}")
    _each(form, "sheet.grounds", "{{ one }}", look="i")
    _each(form, "sheet.cautions", "Lưu ý: {{ one }}", look="b", size=11)
    _where(form, "sheet.orders", "{{ sheet.orders|upper }}", look="b")


def _where(where: Any, there: str, said: str, look: str = "") -> None:
    """A line in the middle, where the paper has something to say in it."""
    _line(where, "{%p if " + there + " %}")
    _line(where, said, look=look, middle=True)
    _line(where, "{%p endif %}")


def _each(where: Any, many: str, said: str, size: float = 13, look: str = "") -> None:
    _line(where, "{%p for one in " + many + " %}")
    _line(where, said, size, look=look)
    _line(where, "{%p endfor %}")


def _body(form: Any) -> None:
    _line(form, "{%p for part in sheet.parts %}")
    _line(form, "{%p if part.is_run_in %}")
    _line(form, "{{ part.title }} ", look="b").add_run("{{ part.said[0] }}").font.size = Pt(13)
    _line(form, "{%p elif part.title %}")
    _line(form, "{{ part.title }}", look="b")
    _line(form, "{%p endif %}")
    _each(form, "(part.said[1:] if part.is_run_in else part.said)", "{{ one }}")
    _line(form, "{%p if part.table %}")
    _table(form)
    _line(form, "{%p endif %}")
    _each(form, "part.below", "{{ one }}", 12)
    _line(form, "{%p endfor %}")
    _line(form, "{{ sheet.closing }}{% if sheet.closing %}/.{% endif %}")


def _table(form: Any) -> None:
    """A table with as many columns and rows as the paper has."""
    table = form.add_table(rows=4, cols=3)
    table.style = "Table Grid"
    for row, tags in (
        (0, ("{%tc for one in part.table.heads %}", "{{ one }}", "{%tc endfor %}")),
        (1, ("{%tr for row in part.table.rows %}", "", "")),
        (2, ("{%tc for one in row %}", "{{ one }}", "{%tc endfor %}")),
        (3, ("{%tr endfor %}", "", "")),
    ):
        for cell, tag in zip(table.rows[row].cells, tags, strict=True):
            run = cell.paragraphs[0].add_run(tag)
            run.font.size, run.bold = Pt(11), row == 0


def _foot(form: Any) -> None:
    left, right = _cells(form, 80, 83)
    _line(left, "Nơi nhận:", 12, look="bi")
    _each(left, "sheet.recipients", "- {{ one }}{{ '.' if loop.last else ';' }}", 11)
    _line(right, "{%p for one in sheet.signers %}")
    _line(right, "{{ one.name_of|upper }}", 13, look="b", middle=True)
    _line(right, "{{ one.role|upper }}", 13, look="b", middle=True)
    _line(right, "(Ký, ghi rõ họ tên)", 11, look="i", middle=True)
    for _blank in range(3):
        _line(right, "")
    _line(right, "{%p endfor %}")
    _line(form, "{%p if sheet.notes %}")
    _line(form, "Giải thích số liệu", 12, look="b")
    _line(form, "{%p endif %}")
    _each(form, "sheet.notes", "{{ one.figure }}: {{ one.value }}. {{ one.meaning }}", 10)


if __name__ == "__main__":
    (FORMS / str(FORMS_NOW) / "office.docx").write_bytes(made())
