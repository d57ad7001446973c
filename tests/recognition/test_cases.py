"""More than three hundred cases written by hand: every line of tests/recognition/cases is one test."""

from __future__ import annotations

import pytest

from learning.recognition.groups import judge_group
from learning.recognition.rules import Result, judge
from learning.recognition.sets import GroupSet, PersonSet
from tests.support.judging import (
    HERE,
    Case,
    answers_in,
    cases,
    criteria_named,
    day,
    expected_in,
    members_in,
    said_of,
    shown_in,
    stays_in,
)

OF_PEOPLE = [
    case
    for file in ("points.txt", "places.txt", "evidence.txt", "freshness.txt", "dates.txt", "unknown.txt")
    for case in cases(file)
]
OF_GROUPS = list(cases("groups.txt"))


def judged(case: Case) -> Result:
    criteria = criteria_named(case.cells["set"])
    assert isinstance(criteria, PersonSet)
    on = day(case.cells["on"])
    ids = [one.id for one in criteria.indicators]
    answers = answers_in(case.cells["answers"], ids, on)
    shown = shown_in(case.cells.get("record", ""))
    return judge(
        criteria, shown, answers, stays_in(case.cells["stays"]), on=on, group=case.cells.get("group") or None
    )


@pytest.mark.parametrize("case", OF_PEOPLE, ids=str)
def test_a_person_is_judged_as_the_table_says(case: Case) -> None:
    expected = expected_in(case.expected)
    found = said_of(judged(case))
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("case", OF_GROUPS, ids=str)
def test_a_group_is_judged_as_the_table_says(case: Case) -> None:
    criteria = criteria_named(case.cells["set"])
    assert isinstance(criteria, GroupSet)
    on = day(case.cells["on"])
    stated = dict(one.split("=") for one in case.cells["stated"].split())
    found = judge_group(
        criteria,
        members_in(case.cells["members"], "cong-dan-hoc-tap", on),
        {id: said == "yes" for id, said in stated.items()},
        on=on,
        group=case.cells["group"] or None,
    )
    standing, *more = case.expected.split()
    asks = [one.removeprefix("asks=") for one in more if one.startswith("asks=")]
    shares = [f"{one.held}/{one.of}" for one in found.conditions if "stated" not in one.reasons[0].code]
    assert found.standing == standing
    assert shares == [one for one in more if not one.startswith("asks=")]
    assert [one.code for one in found.questions] == asks


def test_there_are_enough_cases_and_none_is_written_twice() -> None:
    lines = [line for path in (HERE / "cases").glob("*.txt") for line in path.read_text("utf-8").splitlines()]
    written = [(case.cells, case.expected) for case in (*OF_PEOPLE, *OF_GROUPS)]
    assert len(written) == sum("=>" in line for line in lines) >= 300
    assert all(one not in written[:place] for place, one in enumerate(written))


@pytest.mark.parametrize("standing", ["meets", "refresh", "not_yet", "unruled"])
def test_every_standing_is_among_them(standing: str) -> None:
    assert sum(case.expected.startswith(standing) for case in OF_PEOPLE) >= 8
