"""No page reads more because more people learn elsewhere: rows and blocks, counted before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from learning.classes import queries as classes
from learning.db import session
from learning.ids import new_id
from learning.records.models import PersonSummary
from learning.records.operations import append
from learning.web.access import Access, guard_of
from tests.bench.big.filling import TABLES, Filled, fill
from tests.factories.places import somebody_at
from tests.factories.records import DEVICE, a_check, a_version
from tests.support.reads import Reads, reads
from tests.support.site import Site

pytestmark = pytest.mark.postgresql
HERE, ELSEWHERE = "Cần Thơ", "Lào Cai"
FEW, MANY = 600, 3_000
BIG = frozenset(TABLES) | {"place"}
SLACK_ROWS, SLACK_BLOCKS = 60, 24  # a tree grows a level; a page of it holds more or fewer of hers
# What shows everything there is to whoever may see it is not asked here: these are a commune's staff.
ARGUMENTS = {"language", "class_id", "person_id", "module_id", "place_id"}


@dataclass(frozen=True, slots=True)
class Village:
    """A site with some people, and what is asked of it."""

    site: Site
    url: str
    filled: Filled

    def work(self) -> dict[str, Callable[[], object]]:
        """Everything that is asked, by a name."""
        learner = classes.members(self.filled.class_id)[0].person
        asked: dict[str, Callable[[], object]] = {}
        officer = somebody_at(self.filled.commune, "administrator")
        for rule in self.site.app.url_map.iter_rules():
            view = self.site.app.view_functions[rule.endpoint]
            guard = guard_of(view)
            if guard is None or "GET" not in (rule.methods or ()) or not rule.arguments <= ARGUMENTS:
                continue
            person = self.filled.trainer if rule.endpoint.startswith("staff.") else learner
            values = {
                "class_id": self.filled.class_id,
                "person_id": person,
                "module_id": self.site.app.extensions["hocso"].catalog.modules[0].id,
                "place_id": self.filled.commune.id,
            }
            path = self.site.address(
                rule.endpoint, **{name: one for name, one in values.items() if name in rule.arguments}
            )
            if guard.access is Access.STAFF:
                asked[rule.endpoint] = partial(self._get, path, officer, "staff")
            elif guard.access is Access.PERSONAL:
                asked[rule.endpoint] = partial(self._get, path, learner, "card")
        return asked

    def _get(self, path: str, person: Any, kind: Any) -> None:
        self.site.sign_out()
        self.site.sign_in(person, kind)
        answer = self.site.client.get(path)
        assert answer.status_code in (200, 302, 303, 403, 404), (path, answer.status_code)

    def reads(self, work: Callable[[], object]) -> Reads:
        return reads(self.url, BIG, work)


@pytest.fixture
def village(app: Flask, site: Site) -> Village:
    url = app.extensions["hocso"].settings.database_url
    return Village(site, url, fill(url, FEW, seed=1, around=HERE))


def test_no_page_reads_more_when_others_learn(village: Village) -> None:
    work = village.work()
    assert {"classes.show", "classes.index", "staff.log", "study.mine", "study.review"} <= work.keys()
    before = {name: village.reads(one) for name, one in work.items()}
    fill(village.url, MANY, seed=2, around=ELSEWHERE)
    after = {name: village.reads(one) for name, one in work.items()}
    faults = [fault for name in work for fault in faults_of(name, before[name], after[name])]
    assert not faults, "\n".join(faults)


def faults_of(name: str, before: Reads, after: Reads) -> list[str]:
    """Where a page read more, or a whole table."""
    told = "\n    ".join(after.told)
    faults = [f"{name} reads all of {table}" for table in sorted(after.whole)]
    faults += [
        f"{name} read {before.rows[table]} rows of {table} and now {many}\n    {told}"
        for table, many in after.rows.items()
        if many > before.rows[table] * 1.1 + SLACK_ROWS
    ]
    if after.blocks > before.blocks * 1.3 + SLACK_BLOCKS:
        faults.append(f"{name} read {before.blocks} blocks and now {after.blocks}\n    {told}")
    return faults


def test_answers_are_kept_without_reading_others(village: Village) -> None:
    person = session().execute(select(PersonSummary.person_id).limit(1)).scalar_one()
    version = a_version("lon-len")

    def keep() -> None:
        check = [{**one, "id": str(new_id())} for one in a_check(version)]
        assert len(append(person, DEVICE, check).stored) == 5

    keep()  # what comes after is folded anew from all that she did in this module, both times
    before = village.reads(keep)
    fill(village.url, MANY, seed=2, around=ELSEWHERE)
    faults = faults_of("keeping", before, village.reads(keep))
    assert not faults, "\n".join(faults)


def test_reading_everything_is_found_with_an_index_or_without(village: Village) -> None:
    def by_no_index() -> None:
        session().execute(text("SELECT count(*) FROM membership WHERE hamlet = 'Tân Lập'")).all()

    def by_a_whole_index() -> None:
        session().execute(text("SELECT count(person_id) FROM person_summary")).all()

    def by_the_second_column() -> None:
        session().execute(text("SELECT 1 FROM module_progress WHERE module = 'noi-wifi'")).all()

    works = (by_no_index, by_a_whole_index, by_the_second_column)
    before = [village.reads(work) for work in works]
    fill(village.url, MANY, seed=2, around=ELSEWHERE)
    for work, seen in zip(works, before, strict=True):
        assert faults_of(work.__name__, seen, village.reads(work)), work.__name__
