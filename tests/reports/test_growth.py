"""No page reads more because more people learn elsewhere: rows and blocks, counted before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text

from learning.accounts import keys
from learning.accounts.models import RoleGrant
from learning.classes import batches
from learning.classes import queries as classes
from learning.db import session, write
from learning.ids import new_id
from learning.jobs import operations as jobs
from learning.recognition import lists
from learning.records.models import PersonSummary
from learning.records.operations import append
from learning.reports import tallies
from learning.reports.models import PlacePerson
from learning.web.access import Access, guard_of
from tests.bench.big.filling import TABLES, Filled, fill
from tests.factories.papers import NAMES, a_decided_list, some_offices
from tests.factories.places import somebody_at
from tests.factories.records import DEVICE, a_check, a_version
from tests.support.reads import Reads, reads
from tests.support.site import Site

pytestmark = pytest.mark.postgresql
HERE, ELSEWHERE = "Cần Thơ", "Lào Cai"
FEW, MANY = 600, 3_000
BIG = frozenset(TABLES) | {"place", "place_reach", "place_tally", "unit_tally", "erased_tally"}
SLACK_ROWS, SLACK_BLOCKS = 60, 24  # a tree grows a level; a page of it holds more or fewer of hers
# All who ask are a learner, a commune's staff, or anybody: who may see everything reads more of it.
PROVINCE = " of the province"
FILES = {"study.picture", "web.static", "voices.sound"}  # are read from the disk
# What is asked of the desks of languages and of the check of a paper: mostly nothing that is there.
NOTHING = "00000000-0000-0000-0000-000000000000"
DESKS = {
    "code": "nut",
    "domain": "messages",
    "key": "0" * 16,
    "suggestion_id": NOTHING,
    "clip_id": NOTHING,
    "name": "khong-co",
    "paper": "1234567890123456",
    "kid": "khong-co",
    "id": "khong-co",
}
WITH: dict[str, dict[str, str]] = {"reports.figure": {"so": "completions"}}


@dataclass(frozen=True, slots=True)
class Village:
    """A site with some people, and what is asked of it."""

    site: Site
    url: str
    filled: Filled

    def work(self) -> dict[str, Callable[[], object]]:
        """Everything that is asked, by a name."""
        learner = classes.members(self.filled.class_id)[0].person
        officer = somebody_at(self.filled.commune, "administrator")
        values = {**self._known(), "job_id": self._long_work(officer)}
        asked: dict[str, Callable[[], object]] = {}
        for rule in self.site.app.url_map.iter_rules():
            guard = guard_of(self.site.app.view_functions[rule.endpoint])
            assert guard is not None
            if "GET" not in (rule.methods or ()) or rule.endpoint in FILES:
                continue
            person = self.filled.trainer if rule.endpoint.startswith("staff.") else learner
            values["person_id"] = person
            chosen = {name: one for name, one in values.items() if name in rule.arguments}
            path = self.site.address(rule.endpoint, **chosen, **WITH.get(rule.endpoint, {}))
            if guard.access is Access.BEARER:
                asked[rule.endpoint] = partial(self._ask, path, learner)
            else:
                who = {Access.STAFF: (officer, "staff"), Access.PERSONAL: (learner, "card")}
                asked[rule.endpoint] = partial(self._get, path, *who.get(guard.access, (None, "")))
        head = somebody_at(self.filled.province, "administrator", "Chị Hạnh")
        for view in ("reports.results", "reports.communes"):
            path = self.site.address(view, place_id=self.filled.province.id)
            asked[view + PROVINCE] = partial(self._get, path, head, "staff")
        return asked

    def _known(self) -> dict[str, Any]:
        module = self.site.app.extensions["hocso"].catalog.modules[0]
        held = select(RoleGrant.id).where(RoleGrant.person_id == self.filled.trainer)
        return {
            "class_id": self.filled.class_id,
            "grant_id": session().execute(held).scalars().first(),
            "module_id": module.id,
            "course_id": module.course_id,
            "place_id": self.filled.commune.id,
            "day": classes.meetings(self.filled.class_id)[0].held_on.isoformat(),
            "number": 1,
            "form": 1,
            "token": "khong-phai-the-that",
            **self._recognition(),
            **DESKS,
        }

    def _recognition(self) -> dict[str, Any]:
        """A list that was decided, and a dossier on it."""
        list_id = a_decided_list(some_offices(self.filled.commune), NAMES[:1])
        kept = (one.id for one in lists.entries_of(list_id))
        criteria = {"set_id": "cong-dan-hoc-tap", "title_id": "cong-dan-hoc-tap", "year": 2026}
        return {"list_id": list_id, "dossier_id": next(kept), "extension": "xlsx", **criteria}

    def _long_work(self, by: UUID) -> UUID:
        with write():
            return jobs.begin(batches.BLANK.name, {"address": "https://hoc.example"}, 100, by, "vi")

    def _ask(self, path: str, person: UUID) -> None:
        self.site.api("GET", path, key=keys.mint(person, DEVICE))

    def _get(self, path: str, person: Any, kind: Any) -> None:
        self.site.sign_out()
        if person:
            self.site.sign_in(person, kind)
        answer = self.site.client.get(path)
        assert answer.status_code < 500, (path, answer.status_code)

    def reads(self, work: Callable[[], object]) -> Reads:
        return reads(self.url, BIG, work)


@pytest.fixture
def village(app: Flask, site: Site) -> Village:
    url = app.extensions["hocso"].settings.database_url
    return Village(site, url, filled(url, FEW, 1, HERE))


def filled(url: str, people: int, seed: int, around: str) -> Filled:
    """So many people more, and the figures of their places."""
    found = fill(url, people, seed=seed, around=around)
    with write():
        tallies.mark_places(session().execute(select(PlacePerson.place_id).distinct()).scalars().all())
    tallies.catch_up()
    return found


def test_no_page_reads_more_when_others_learn(village: Village) -> None:
    work = village.work()
    assert {"classes.show", "staff.log", "study.review", "study.module", "evening.report"} <= work.keys()
    before = {name: village.reads(one) for name, one in work.items()}
    filled(village.url, MANY, 2, ELSEWHERE)
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
    # A province looks each of its hundred communes up: a tree one level higher is hundreds of blocks more.
    slack = SLACK_BLOCKS + (400 if name.endswith(PROVINCE) else 0)
    if after.blocks > before.blocks * 1.3 + slack:
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
    filled(village.url, MANY, 2, ELSEWHERE)
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
    filled(village.url, MANY, 2, ELSEWHERE)
    for work, seen in zip(works, before, strict=True):
        assert faults_of(work.__name__, seen, village.reads(work)), work.__name__
