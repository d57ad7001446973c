"""Which certificate belongs to which decision, and when one no longer holds; inside a write block."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from learning.clock import now
from learning.credentials import operations as credentials
from learning.credentials import queries as issued
from learning.credentials.queries import Issued
from learning.db import session
from learning.ids import derived_id
from learning.recognition import queries
from learning.recognition.paper_models import OutsideAnswer
from learning.recognition.queries import DossierFacts, Step

FORGOTTEN = "–"


def subject_of(dossier: UUID, step: Step) -> UUID:
    """What a certificate is about: this decision on this dossier. It names nobody."""
    return derived_id("award", dossier, step.seq)


def certificate_of(dossier: DossierFacts) -> Issued | None:
    """The certificate of the decision that stands, where one was issued and holds."""
    if not dossier.decisions:
        return None
    found = issued.of_subject(subject_of(dossier.id, dossier.decisions[-1]))
    return found if found is not None and found.token and found.withdrawn_at is None else None


def withdraw_overtaken(dossier: DossierFacts, at: datetime) -> None:
    """Certificates of decisions that a correction has overtaken no longer hold."""
    for step in dossier.decisions[:-1]:
        credentials.revoke(subject_of(dossier.id, step), "decision", at=at)


def forget(people: Collection[UUID]) -> None:
    """Somebody is erased: certificates are withdrawn, and what was typed is kept no longer."""
    for person in people:
        for dossier in queries.dossiers_of(person):
            for step in dossier.decisions:
                credentials.forget(subject_of(dossier.id, step), at=now())
            typed = update(OutsideAnswer).where(OutsideAnswer.dossier_id == dossier.id)
            session().execute(typed.where(OutsideAnswer.why.is_not(None)).values(why=FORGOTTEN))


def kept_of(person: UUID) -> dict[str, Any]:
    """Her certificates, as files that prove themselves, and what other systems said of her dossiers."""
    dossiers = queries.dossiers_of(person)
    subjects = [subject_of(one.id, step) for one in dossiers for step in one.decisions]
    columns = (OutsideAnswer.system, OutsideAnswer.state, OutsideAnswer.why, OutsideAnswer.answered_on)
    asked = select(*columns).where(OutsideAnswer.dossier_id.in_([one.id for one in dossiers]))
    names = ("system", "state", "why", "answered_on")
    return {
        "certificates": [
            {"number": one.number, "credential": one.token, "withdrawn_on": one.withdrawn_on}
            for one in issued.of_subjects(subjects).values()
        ],
        "answers_of_other_systems": [
            dict(zip(names, row, strict=True))
            for row in session().execute(asked.order_by(OutsideAnswer.taken_at, OutsideAnswer.seq))
        ],
    }
