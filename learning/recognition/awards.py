"""Which certificate belongs to which decision, and when one no longer holds; inside a write block."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from learning.clock import now
from learning.credentials import operations as credentials
from learning.ids import derived_id
from learning.recognition import queries
from learning.recognition.queries import DossierFacts, Step


def subject_of(dossier: UUID, step: Step) -> UUID:
    """What a certificate is about: this decision on this dossier. It names nobody."""
    return derived_id("award", dossier, step.seq)


def withdraw_overtaken(dossier: DossierFacts, at: datetime) -> None:
    """Certificates of decisions that a correction has overtaken no longer hold."""
    for step in dossier.decisions[:-1]:
        credentials.revoke(subject_of(dossier.id, step), "decision", at=at)


def forget(people: Collection[UUID]) -> None:
    """Certificates of somebody who is erased are withdrawn, and what they said is kept no longer."""
    for person in people:
        for dossier in queries.dossiers_of(person):
            for step in dossier.decisions:
                credentials.forget(subject_of(dossier.id, step), at=now())
