"""Files that leave: the empty list to fill in, and the class as a spreadsheet."""

from learning.classes import sheets
from learning.classes.pages import ClassPage
from learning.classes.taking import HEADS
from learning.i18n import gettext as _


def template() -> bytes:
    """An empty list of learners."""
    return sheets.workbook("Danh sach", HEADS, [], [32, 12, 28])


def class_sheet(shown: ClassPage) -> bytes:
    """The class page as typed cells: who, when born, where from, how many passed, each module in words."""
    heads = [*HEADS, _("Số bài đạt"), *(module.title for module in shown.modules)]
    rows = [
        [
            row.member.name,
            row.member.year_of_birth,
            row.member.hamlet,
            row.passed,
            *(f"{cell.word} ({cell.detail})" if cell.detail else cell.word for cell in row.cells),
        ]
        for row in shown.rows
    ]
    return sheets.workbook("Lop hoc", heads, rows, [32, 10, 24, 10, *(18 for _module in shown.modules)])
