"""Our own courses: without fault (apart from dates that pass), with own drawings and known skills."""

from pathlib import Path

import pytest

from learning.catalog.loader import read_shelf
from learning.catalog.validation import check_shelf

COURSES = Path(__file__).parents[2] / "courses"
SHELF = read_shelf(COURSES)
LAST_REVIEW = max(reading.module.reviewed_on for reading in SHELF.readings if reading.module)


def test_our_courses_are_without_fault_on_the_day_of_their_last_review() -> None:
    assert [str(problem) for problem in check_shelf(SHELF, LAST_REVIEW)] == []


def test_the_unesco_framework_is_whole() -> None:
    areas = SHELF.frameworks["dlgf"].areas
    assert [(area.code, len(area.skills)) for area in areas] == [
        ("0", 2),
        ("1", 3),
        ("2", 6),
        ("3", 4),
        ("4", 4),
        ("5", 5),
        ("6", 2),
    ]
    assert all(skill.code.startswith(f"{area.code}.") for area in areas for skill in area.skills)


@pytest.mark.parametrize("kind", ["single", "multiple", "order", "match", "inspect", "listen", "tap"])
def test_every_kind_is_used_by_every_module(kind: str) -> None:
    for reading in SHELF.readings:
        assert reading.module is not None
        assert any(question.kind == kind for question in reading.module.bank.questions)
