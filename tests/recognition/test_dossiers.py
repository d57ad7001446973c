"""Dossiers: a log that only grows, two people for a decision, corrections beside what stood before."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, insert, update

from learning.clock import now
from learning.db import write
from learning.ids import new_id
from learning.recognition import operations, queries
from learning.recognition.files import shipped
from learning.recognition.models import CriteriaVersion, DossierStep
from learning.recognition.queries import DossierFacts
from learning.recognition.rules import judge
from learning.recognition.sets import PersonSet, Threshold
from learning.recognition.stages import VERBS, Ruling, StepRefused, Verb
from learning.records import operations as records
from learning.web.site import site as web_site
from tests.conftest import Clock
from tests.factories.accounts import a_guest, a_learner, a_staff_member
from tests.support.judging import answers_in, stays_in

RULING = Ruling("recognised", "15/QĐ-UBND")


@pytest.fixture(autouse=True)
def today(wall_clock: Clock) -> None:
    """22 November 2026."""


def citizen() -> PersonSet:
    criteria = shipped().get("cong-dan-hoc-tap")
    assert isinstance(criteria, PersonSet)
    return criteria


def opened(person: UUID, by: UUID, criteria: PersonSet | None = None) -> DossierFacts:
    with write():
        return operations.open_dossier(
            person, criteria or citizen(), year=2026, place="/94/31117/", by=by, at=now()
        )


def step(dossier: DossierFacts, verb: Verb, by: UUID, **more: object) -> DossierFacts:
    with write():
        return operations.take_step(dossier.id, verb, by=by, at=now(), **more)  # type: ignore[arg-type]  # as it names them


def proposed(person: UUID, branch: UUID, association: UUID) -> DossierFacts:
    """A dossier on the desk of the commune."""
    dossier = step(opened(person, person), "submitted", person)
    return step(step(dossier, "endorsed", branch), "proposed", association)


@pytest.fixture
def people(app: Flask) -> tuple[UUID, UUID, UUID, UUID]:
    """A learner, her branch, the association, the commune."""
    branch, association, commune = (
        a_staff_member(name, "officer") for name in ("Bà Năm", "Ông Bảy", "Chị Hạnh")
    )
    return a_learner(), branch, association, commune


People = tuple[UUID, UUID, UUID, UUID]


def test_from_the_learner_to_the_decision(people: People) -> None:
    learner, branch, association, commune = people
    dossier = step(proposed(learner, branch, association), "decided", commune, ruling=RULING)
    assert dossier.stage == "decided"
    assert [(one.seq, one.verb, one.by) for one in dossier.steps] == [
        (1, "opened", learner),
        (2, "submitted", learner),
        (3, "endorsed", branch),
        (4, "proposed", association),
        (5, "decided", commune),
    ]
    assert [(one.outcome, one.number, one.answers_seq) for one in dossier.decisions] == [
        ("recognised", "15/QĐ-UBND", 4)
    ]


def test_opening_twice_gives_the_same_dossier(people: People) -> None:
    assert opened(people[0], people[1]) == opened(people[0], people[2])


def test_whoever_proposed_does_not_decide_under_no_name(people: People) -> None:
    learner, branch, association, _ = people
    other_name = a_guest()
    records.adopt(other_name, association)
    dossier = proposed(learner, branch, association)
    for by in (association, other_name):
        with pytest.raises(StepRefused) as refused:
            step(dossier, "decided", by, ruling=RULING)
        assert refused.value.why == "same_person"


def test_the_database_too_refuses_one_person_for_both(people: People) -> None:
    learner, branch, association, commune = people
    dossier = proposed(learner, branch, association)
    row = {"dossier_id": dossier.id, "seq": 5, "verb": "decided", "stage": "decided", "at": now()}
    row |= {"outcome": "recognised", "number": "15"}
    for by, answers_seq, answers_by in (
        (association, 4, association),  # the same person
        (commune, 4, branch),  # the branch proposed nothing: a lie about who did
        (commune, None, None),  # nobody proposed
        (commune, 4, None),
        (association, 9, commune),  # a step that was never taken
    ):
        whole = row | {"by_id": by, "answers_seq": answers_seq, "answers_by": answers_by}
        with pytest.raises(Exception, match=r"(?i)constraint"), write() as session:
            session.execute(insert(DossierStep), [whole])
    with write() as session:
        whole = row | {"by_id": commune, "answers_seq": 4, "answers_by": association}
        session.execute(insert(DossierStep), [whole])
    assert queries.dossier(dossier.id).stage == "decided"


def test_the_log_and_the_rules_only_grow(people: People) -> None:
    opened(people[0], people[1])
    for statement in (
        update(DossierStep).values(verb="decided"),
        delete(DossierStep),
        update(CriteriaVersion).values(content={}),
        delete(CriteriaVersion),
    ):
        with pytest.raises(Exception, match="only grows"), write() as session:
            session.execute(statement)


def test_a_return_has_a_reason_and_the_way_goes_on_from_there(people: People) -> None:
    learner, branch, _, _ = people
    dossier = step(opened(learner, learner), "submitted", learner)
    for reason in (None, "she is my cousin"):
        with pytest.raises(StepRefused) as refused:
            step(dossier, "returned", branch, reason=reason)
        assert refused.value.why == "no_reason"
    dossier = step(dossier, "returned", branch, reason="evidence-missing")
    assert dossier.stage == "returned"
    assert step(dossier, "submitted", learner).stage == "submitted"


def test_no_step_is_taken_out_of_turn(people: People) -> None:
    learner, branch, association, commune = people
    dossier = opened(learner, learner)
    for verb in set(VERBS) - {"submitted"}:
        with pytest.raises(StepRefused):
            step(dossier, verb, commune, ruling=RULING if verb == "decided" else None)
    decided = step(proposed(learner, branch, association), "decided", commune, ruling=RULING)
    with pytest.raises(StepRefused):
        step(decided, "decided", commune, ruling=RULING)


@pytest.mark.parametrize("ruling", [None, Ruling("perhaps", "15"), Ruling("recognised", "  ")])
def test_a_decision_has_outcome_and_number(people: People, ruling: Ruling | None) -> None:
    learner, branch, association, commune = people
    with pytest.raises(StepRefused):
        step(proposed(learner, branch, association), "decided", commune, ruling=ruling)


def test_a_correction_takes_two_people_and_the_old_decision_stays(people: People) -> None:
    learner, branch, association, commune = people
    dossier = step(proposed(learner, branch, association), "decided", commune, ruling=RULING)
    dossier = step(dossier, "correction-asked", commune, reason="wrong-result")
    with pytest.raises(StepRefused):
        step(dossier, "corrected", commune, ruling=Ruling("not-recognised", "16/QĐ-UBND"))
    dossier = step(dossier, "corrected", association, ruling=Ruling("not-recognised", "16/QĐ-UBND"))
    assert [(one.outcome, one.number) for one in dossier.decisions] == [
        ("recognised", "15/QĐ-UBND"),
        ("not-recognised", "16/QĐ-UBND"),
    ]
    dossier = step(dossier, "correction-asked", branch, reason="appeal")
    assert step(dossier, "kept", commune).decisions[-1].number == "16/QĐ-UBND"


def test_who_is_decided_stays_decided_under_the_old_rules(people: People) -> None:
    learner, branch, association, commune = people
    dossier = proposed(learner, branch, association)
    answers = answers_in("8 8 8 8 8 8 8 8 8 8", [one.id for one in citizen().indicators], date(2026, 11, 22))
    result = judge(citizen(), [], answers, stays_in("usual"), on=date(2026, 11, 22))
    dossier = step(dossier, "decided", commune, ruling=RULING, result=result)
    stricter = citizen().model_copy(update={"thresholds": (Threshold(area="usual", points=90),)})
    stricter = PersonSet.model_validate(stricter.model_dump(mode="json"), strict=False)
    again = opened(learner, learner, stricter)
    assert again == dossier
    assert (again.set_version, again.stage) == (citizen().version, "decided")
    assert again.decisions[0].result is not None
    assert again.decisions[0].result["standing"] == "meets"
    assert queries.rules_of(again.set_id, again.set_version) == citizen()
    newcomer = opened(a_learner("Thạch Văn Sang"), branch, stricter)
    assert newcomer.set_version == stricter.version != citizen().version


def test_a_learner_takes_her_dossier_home(people: People) -> None:
    learner, branch, association, _ = people
    dossier = proposed(learner, branch, association)
    (taken,) = web_site().export(learner)["dossiers"]
    assert taken["id"] == dossier.id
    assert [one["verb"] for one in taken["steps"]] == ["opened", "submitted", "endorsed", "proposed"]
    assert all("by" not in one for one in taken["steps"])


def test_a_dossier_that_is_not_there_is_told_so(app: Flask) -> None:
    with pytest.raises(queries.UnknownDossier):
        queries.dossier(new_id())


def test_only_she_appeals_and_takes_her_dossier_back(people: People) -> None:
    learner, branch, association, commune = people
    dossier = proposed(learner, branch, association)
    with pytest.raises(StepRefused) as refused:
        step(dossier, "returned", commune, reason="withdrawn")
    assert refused.value.why == "not_hers"
    dossier = step(dossier, "decided", commune, ruling=RULING)
    with pytest.raises(StepRefused) as refused:
        step(dossier, "appealed", branch, reason="did-it-myself")
    assert refused.value.why == "not_hers"
    other_name = a_guest()
    records.adopt(other_name, learner)
    assert step(dossier, "appealed", other_name, reason="did-it-myself").stage == "decided"


def test_whoever_is_complained_of_does_not_answer(people: People) -> None:
    learner, branch, association, _ = people
    dossier = step(step(opened(learner, learner), "submitted", learner), "returned", branch, reason="other")
    with pytest.raises(StepRefused) as refused:
        step(dossier, "upheld", association)
    assert refused.value.why == "not_now"
    dossier = step(dossier, "appealed", learner, reason="points-missing")
    for verb in ("upheld", "reopened"):
        for by, why in ((branch, "same_person"), (learner, "own")):
            with pytest.raises(StepRefused) as refused:
                step(dossier, verb, by)
            assert refused.value.why == why
    dossier = step(dossier, "reopened", association)
    assert (dossier.stage, dossier.steps[-1].answers_seq) == ("submitted", 4)
    assert step(dossier, "endorsed", association).stage == "endorsed"


def test_nor_by_way_of_a_correction(people: People) -> None:
    learner, branch, association, commune = people
    dossier = step(proposed(learner, branch, association), "decided", commune, ruling=RULING)
    dossier = step(dossier, "appealed", learner, reason="mistaken-for-another")
    dossier = step(dossier, "correction-asked", association, reason="appeal")
    with pytest.raises(StepRefused) as refused:
        step(dossier, "kept", commune)
    assert refused.value.why == "same_person"
    assert step(dossier, "kept", branch).stage == "decided"
