"""Whatever arrives in whatever order, twice, in whatever pieces: the record is what a rebuild makes of it."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from learning import clock
from learning.accounts.links import canonical, ids_of
from learning.db import session
from learning.records import operations, queries
from learning.records.models import Event
from learning.records.rules import ModuleState, fold
from tests.factories.accounts import a_guest
from tests.factories.records import (
    DEVICE,
    MORNING,
    a_practice,
    a_review,
    a_version,
    an_answer,
    an_event,
)
from tests.support.databases import wanted_kind

LATER = MORNING + timedelta(days=30)
Sent = tuple[UUID, dict[str, Any]]


class Record(RuleBasedStateMachine):
    """A few people, two versions of a module, another module; devices that send what they like."""

    sent = Bundle("sent")

    @initialize()
    def begin(self) -> None:
        self.people = [a_guest() for _ in range(3)]
        self.versions = [a_version(), a_version(right="sai"), a_version("khac")]
        self.accepted: dict[UUID, UUID] = {}
        self.linked: set[UUID] = set()

    def _take(self, person: UUID, events: list[dict[str, Any]]) -> None:
        with clock.fixed(LATER):
            receipt = operations.append(person, DEVICE, events)
        told = receipt.stored + receipt.known + [one.id for one in receipt.refused if one.id]
        assert sorted(told) == sorted(event["id"] for event in events)
        for id in receipt.stored:
            assert UUID(id) not in self.accepted
            self.accepted[UUID(id)] = person
        assert all(UUID(id) in self.accepted for id in receipt.known)

    @rule(
        target=sent,
        who=st.integers(0, 2),
        which=st.integers(0, 2),
        go=st.tuples(st.integers(1, 2), st.integers(1, 2)),
        chance=st.randoms(use_true_random=False),
        start=st.integers(0, 20),
    )
    def answer_some_of_a_check(
        self, who: int, which: int, go: tuple[int, int], chance: random.Random, start: int
    ) -> Any:
        form, attempt = go
        version, person = self.versions[which], self.people[who]
        questions = chance.sample(version.form(form), chance.randint(1, 5))
        events = [
            an_answer(
                version,
                question,
                right=chance.random() < 0.8,
                minute=start + chance.randint(0, 3),
                form=form,
                attempt=attempt,
            )
            for question in questions
        ]
        self._take(person, events)
        return multiple(*((person, event) for event in events))

    @rule(
        target=sent,
        who=st.integers(0, 2),
        which=st.integers(0, 2),
        kind=st.integers(0, 3),
        minute=st.integers(0, 20),
    )
    def do_something_else(self, who: int, which: int, kind: int, minute: int) -> Sent:
        version, person = self.versions[which], self.people[who]
        event = [
            lambda: an_event(version, minute=minute),
            lambda: a_practice(version, minute=minute),
            lambda: a_review(version, "cau-01", minute=minute, right=minute % 2 == 0),
            lambda: an_answer(version, "cau-02", minute=minute),
        ][kind]()
        self._take(person, [event])
        return person, event

    @rule(again=st.lists(sent, min_size=1, max_size=8))
    def send_again_shuffled(self, again: list[Sent]) -> None:
        """Each device sends its own; two may hold the same outbox."""
        before = self._computed()
        for person in dict.fromkeys(person for person, _ in again):
            own = {event["id"]: event for owner, event in again if owner == person}
            self._take(person, list(own.values()))
        assert self._computed() == before

    @rule(one=sent, who=st.integers(0, 2))
    def send_under_another_key(self, one: Sent, who: int) -> None:
        self._take(self.people[who], [one[1]])

    @rule(guest=st.integers(0, 2), person=st.integers(0, 2))
    def adopt(self, guest: int, person: int) -> None:
        if operations.adopt(self.people[guest], self.people[person]):
            self.linked.add(self.people[guest])

    @rule(guest=st.integers(0, 2))
    def release(self, guest: int) -> None:
        assert operations.release(self.people[guest]) == (self.people[guest] in self.linked)
        self.linked.discard(self.people[guest])

    @invariant()
    def nothing_differs_from_a_rebuild(self) -> None:
        assert list(operations.rebuild(verify=True)) == []

    @invariant()
    def everything_accepted_is_there_once_and_is_whose_it_was(self) -> None:
        rows = session().execute(select(Event.id, Event.person_id))
        assert {row.id: row.person_id for row in rows} == self.accepted
        assert session().execute(select(func.count()).select_from(Event)).scalar_one() == len(self.accepted)

    @invariant()
    def passes_are_those_that_folding_everything_finds(self) -> None:
        for person in self.people:
            if person in self.linked:
                assert queries.progress_of(person) == queries.progress_of(canonical(person))
            for progress in queries.progress_of(person):
                ids = ids_of(canonical(person))
                state = fold(ModuleState(), queries.facts_of(ids, progress.module))
                assert (progress.passed_at, progress.attempts) == (state.passed_at, state.attempts)

    def _computed(self) -> list[Any]:
        return [(queries.progress_of(one), queries.summary_of(one)) for one in self.people]


@pytest.mark.timeout(600)
def test_the_record_holds_whatever_comes(app: Flask, databases: Any) -> None:
    url = app.extensions["hocso"].settings.database_url

    class CleanRecord(Record):
        def __init__(self) -> None:
            session().rollback()
            databases.reset(url)
            super().__init__()

    run_state_machine_as_test(
        CleanRecord,
        settings=settings(
            max_examples=20 if wanted_kind() == "sqlite" else 8,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
