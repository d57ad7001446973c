"""Files that leave: the empty list to fill in, and the class as a spreadsheet."""

from collections.abc import Mapping
from datetime import date

from learning import sheets
from learning.classes import paper
from learning.classes.pages import EVIDENCE_WORDS, STANDING_WORDS, Cell, ClassPage, Look
from learning.classes.rules import Standing
from learning.classes.taking import HEADS
from learning.i18n import format_date
from learning.i18n import gettext as _

# On paper a cell is two letters wide, and printers know no colour.
PASSED_MARKS = {"self": "Đ", "present": "ĐL", "observed": "ĐQ", "confirmed": "ĐX"}
MARKS: Mapping[Standing, str] = {"tried": "C", "begun": "h", "new": ""}


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
            *(_said(cell.look) for cell in row.cells),
        ]
        for row in shown.rows
    ]
    return sheets.workbook("Lop hoc", heads, rows, [32, 10, 24, 10, *(18 for _module in shown.modules)])


def class_paper(shown: ClassPage, today: date) -> bytes:
    """The same table on A4, lying: a mark a cell, explained below."""
    explained = [
        *(
            f"{mark}: {STANDING_WORDS['passed']}, {EVIDENCE_WORDS[code]}"
            for code, mark in PASSED_MARKS.items()
        ),
        *(f"{mark}: {STANDING_WORDS[code]}" for code, mark in MARKS.items() if mark),
    ]
    return paper.printed(
        "table",
        {
            "title": shown.group.name,
            "told": _("Lập ngày %(day)s", day=format_date(today, "d/M/y")),
            "explained": "   ".join([*explained, _("ô trống: chưa học")]),
            "heads": [_("Số"), _("Họ và tên"), _("Năm sinh"), _("Đạt")],
            "modules": [module.title for module in shown.modules],
            "rows": [
                {
                    "name": row.member.name,
                    "born": row.member.year_of_birth or "",
                    "passed": row.passed,
                    "cells": [{"mark": _mark(cell), "at": cell.standing} for cell in row.cells],
                }
                for row in shown.rows
            ],
        },
    )


def _mark(cell: Cell) -> str:
    return PASSED_MARKS[cell.evidence or "self"] if cell.standing == "passed" else MARKS[cell.standing]


def _said(look: Look) -> str:
    return f"{look.word} ({look.detail})" if look.detail else look.word
