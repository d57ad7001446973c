"""What this room keeps of a person, as they may take it home: dossiers with every step, and her own words."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import select

from learning.accounts.links import canonical, ids_of
from learning.db import session
from learning.recognition import lists, queries, written
from learning.recognition.own_models import OwnAnswer, OwnConsent, OwnGroup, OwnHome
from learning.recognition.queries import DossierFacts


def kept_of(person: UUID) -> dict[str, Any]:
    """All dossiers of somebody. Who took a step is left out: it is somebody else's name."""
    counted = ids_of(canonical(person))
    answer, consent, group, home = OwnAnswer, OwnConsent, OwnGroup, OwnHome
    mine = queries.dossiers_of(person)
    return {
        "dossiers": [_taken_home(one) for one in mine],
        "written_on_lists": written.of_dossiers([one.id for one in mine]),
        "self_assessment": _rows(
            select(answer.set_id, answer.set_version, answer.indicator, answer.points, answer.said_at)
            .where(answer.person_id.in_(counted))
            .order_by(answer.said_at)
        ),
        "consents": _rows(
            select(consent.set_id, consent.year, consent.agrees, consent.said_at)
            .where(consent.person_id.in_(counted))
            .order_by(consent.said_at)
        ),
        "forms": _rows(select(group.set_id, group.group, group.said_at).where(group.person_id.in_(counted))),
        "home": _rows(select(home.place_id, home.said_at).where(home.person_id.in_(counted))),
    }


def _taken_home(dossier: DossierFacts) -> dict[str, Any]:
    whole = asdict(dossier)
    steps = [{name: value for name, value in step.items() if name != "by"} for step in whole["steps"]]
    looks = [
        {"outcome": each.outcome, "at": each.at}
        for one in lists.lists_with(dossier.id)
        for each in one.checks
        if each.dossier == dossier.id
    ]
    return {**whole, "steps": steps, "second_looks": looks}


def _rows(wanted: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in session().execute(wanted).mappings()]
