"""What this room forgets of somebody erased: her own words, her name on lists. A log about nobody stays."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, exists, select

from learning.accounts.links import canonical_of
from learning.db import session
from learning.recognition import own, written
from learning.recognition.models import Dossier, DossierStep
from learning.recognition.own_models import OwnAnswer, OwnConsent, OwnGroup, OwnHome


def forget(people: Collection[UUID]) -> None:
    """What is undecided goes no further. Consent stays only beside a decision: it shows that she agreed."""
    for person in set(canonical_of(people).values()):
        own.take_all_back(person)
    written.forget(people)
    for table in (OwnAnswer, OwnGroup, OwnHome):
        session().execute(delete(table).where(table.person_id.in_(people)))
    decided = (
        exists()
        .where(Dossier.person_id.in_(people), Dossier.set_id == OwnConsent.set_id)
        .where(Dossier.year == OwnConsent.year)
        .where(Dossier.id.in_(select(DossierStep.dossier_id).where(DossierStep.verb == "decided")))
    )
    session().execute(delete(OwnConsent).where(OwnConsent.person_id.in_(people), ~decided))
