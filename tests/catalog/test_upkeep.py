"""Review dates: what is overdue, what soon will be, and which modules tell a fact."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from learning.catalog import load
from learning.catalog.upkeep import facts_in_use, state_on
from tests.catalog.sample import TODAY, changed, copied, sample_catalog

DUE = date(2027, 2, 1)  # when the sample's fact is to be looked at again


@pytest.mark.parametrize(
    ("days", "state"), [(-31, "fine"), (-30, "soon"), (0, "soon"), (1, "overdue"), (400, "overdue")]
)
def test_a_date_is_overdue_from_the_day_after_it_on(days: int, state: str) -> None:
    assert state_on(DUE, DUE + timedelta(days=days)) == state


def test_a_fact_knows_the_modules_that_tell_it() -> None:
    (one,) = facts_in_use(sample_catalog(), TODAY)
    assert (one.id, one.state) == ("so-thu", "fine")
    assert [module.id for module in one.modules] == ["bai-mau"]


def test_the_fact_to_be_looked_at_first_comes_first(tmp_path: Path) -> None:
    courses = copied(tmp_path)
    facts = (courses / "facts.yaml").read_text(encoding="utf-8")
    changed(
        courses, "/facts.yaml", facts, facts + facts.replace("so-thu", "a-sau").replace("2027-02", "2027-03")
    )
    assert [one.id for one in facts_in_use(load(courses, TODAY), DUE)] == ["so-thu", "a-sau"]
