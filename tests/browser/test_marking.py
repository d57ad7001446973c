"""The device marks as the server does: static/js/marking.js over the vectors that the Python tests read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.journeys import IMPORT, LESSON
from tests.support.browser import Visitor

VECTORS = Path(__file__).resolve().parent.parent / "vectors"
JUDGE = f"""async (cases) => {{
  const {{mark, explain}} = await ({IMPORT})('marking');
  const tried = (judge, one) => {{
    try {{ return judge(one.key, one.answer); }} catch (error) {{
      if (error.name !== 'UnreadableAnswer') throw error;
      return null;
    }}
  }};
  return cases.map((one) => ({{name: one.name, mark: tried(mark, one), explain: tried(explain, one)}}));
}}"""
PASS = f"""async (cases) => {{
  const {{passed}} = await ({IMPORT})('marking');
  return cases.map((one) => passed(one.marks));
}}"""
TOLD = f"""async (cases) => {{
  const {{told}} = await ({IMPORT})('marking');
  const count = (one, seen) => (kind) => told(one.pairs, kind, seen);
  const both = (one, seen) => ({{scam: count(one, seen)('scam'), genuine: count(one, seen)('genuine')}});
  return cases.map((one) => [both(one, true), both(one, false)]);
}}"""


def cases(name: str) -> list[dict[str, Any]]:
    return list(json.loads((VECTORS / name).read_text(encoding="utf-8"))["cases"])


@pytest.fixture
def page(visitor: Visitor) -> Page:
    return visitor.go(LESSON)


def test_every_answer_is_marked_as_the_server_marks_it(page: Page) -> None:
    wanted = cases("marking.json")
    assert page.evaluate(JUDGE, wanted) == [
        {"name": one["name"], "mark": one["mark"], "explain": one["explain"]} for one in wanted
    ]


def test_a_check_is_passed_where_the_server_says_so(page: Page) -> None:
    wanted = cases("passing.json")
    assert page.evaluate(PASS, wanted) == [one["passed"] for one in wanted]


def test_verdicts_are_counted_as_the_server_counts_them(page: Page) -> None:
    wanted = cases("telling.json")
    assert page.evaluate(TOLD, wanted) == [[one["seen"], one["taken_for_the_other"]] for one in wanted]
