"""A whole hand-made courses folder (tests/catalog/courses), and ways to get at its parts."""

import shutil
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from learning import catalog
from learning.catalog.content import Catalog, Module, Problem
from learning.catalog.validation import check
from learning.quizzes.questions import Question

SAMPLE = Path(__file__).parent / "courses"
MODULE = "mau/bai-mau"
TODAY = date(2026, 11, 22)


@cache
def sample_catalog() -> Catalog:
    """The sample, loaded."""
    return catalog.load(SAMPLE, TODAY)


def sample_module() -> Module:
    """Its one module: all seven kinds, a practice, a picture, a fact."""
    return sample_catalog().module("bai-mau")


def sample_question(kind: str) -> Question:
    """The first question of a kind."""
    return next(question for question in sample_module().bank.questions if question.kind == kind)


def copied(folder: Path) -> Path:
    """The sample as files that may be changed."""
    return Path(shutil.copytree(SAMPLE, folder / "courses"))


def changed(courses: Path, file: str, old: str, new: str) -> list[Problem]:
    """What the linter says after one change to a file of the sample's module (or, from the top, `/file`)."""
    path = courses / file[1:] if file.startswith("/") else courses / MODULE / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return check(courses, TODAY)


def lines_of(problems: list[Problem]) -> list[str]:
    """Problems as they are printed."""
    return [str(problem) for problem in problems]


def right_answer(key: Mapping[str, Any]) -> object:
    """An answer that is wholly right."""
    match key["rule"]:
        case "one":
            return key["right"][0]
        case "parts":
            return {name: right_answer(part) for name, part in key["parts"].items()}
        case "pairs":
            return dict(key["right"])
        case _:
            return list(key["right"])
