"""What a learner does for herself: says, sends, takes back, appeals. Each in the caller's write block."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from learning.accounts.links import canonical
from learning.clock import now
from learning.db import insert_into, session
from learning.places.rules import HERE
from learning.recognition import answers, operations, queries, stages, standing
from learning.recognition.own_models import OwnAnswer, OwnConsent, OwnGroup, OwnHome
from learning.recognition.queries import DossierFacts
from learning.recognition.sets import PersonSet
from learning.recognition.stages import WITHDRAWN
from learning.records.operations import held_with_kin

# From here a dossier can be taken back: somebody has it and nobody has decided.
ON_ITS_WAY = frozenset({"submitted", "endorsed", "proposed"})
SENDABLE = frozenset({"draft", "returned"})


def give_points(person: UUID, criteria: PersonSet, indicator: str, points: int) -> None:
    """She gives herself so many points; what she gave before is forgotten."""
    operations.keep_rules(criteria, now())
    named = {
        "person_id": canonical(person),
        "set_id": criteria.id,
        "set_version": criteria.version,
        "indicator": indicator,
    }
    _put(OwnAnswer, named, {"points": points, "said_at": now()})


def choose_group(person: UUID, criteria: PersonSet, group: str) -> None:
    """She says to which group of people she belongs."""
    named = {"person_id": canonical(person), "set_id": criteria.id}
    _put(OwnGroup, named, {"group": group, "said_at": now()})


def say_home(person: UUID, place: UUID) -> None:
    """She says where she lives."""
    _put(OwnHome, {"person_id": canonical(person)}, {"place_id": place, "said_at": now()})


def say_whether(person: UUID, criteria: PersonSet, *, agrees: bool) -> None:
    """Yes or no to being put forward this year. A no takes back what is on its way and not decided."""
    whole, at = held_with_kin(session(), {person})[person], now()
    year = year_of(at)
    which = (OwnConsent.person_id == whole, OwnConsent.set_id == criteria.id, OwnConsent.year == year)
    before = session().execute(select(func.max(OwnConsent.seq)).where(*which)).scalar_one() or 0
    named = {"person_id": whole, "set_id": criteria.id, "year": year, "seq": before + 1}
    row = OwnConsent(**named, agrees=agrees, said_at=at)
    session().add(row)
    session().flush()
    if not agrees:
        for one in queries.dossiers_of(whole):
            if (one.set_id, one.year) == (criteria.id, year):
                _take_back(one, whole, at)


def send(person: UUID, criteria: PersonSet) -> DossierFacts | None:
    """Open this year's dossier and hand it in, with what the rules say today. Sent twice, it is sent once.

    None where nobody agreed, or nobody knows where it goes.
    """
    whole, at = held_with_kin(session(), {person})[person], now()
    year, on = year_of(at), at.astimezone(HERE).date()
    stands = standing.standing_of(whole, criteria, on)
    if not answers.consents_of_all([whole], criteria.id, year).get(whole) or stands.home is None:
        return None
    found = operations.open_dossier(whole, criteria, year=year, place=stands.home.place.path, by=whole, at=at)
    if found.stage not in SENDABLE:
        return found
    operations.move(found.id, stands.home.place.path)
    return operations.take_step(found.id, "submitted", by=whole, at=at, result=stands.result)


def appeal(dossier: UUID, person: UUID, reason: str) -> None:
    """She asks that somebody else looks again; once against each return or decision, sent twice or not."""
    whole = held_with_kin(session(), {person})[person]
    if may_appeal(queries.dossier(dossier)):
        operations.take_step(dossier, "appealed", by=whole, at=now(), reason=reason)


def take_all_back(person: UUID) -> None:
    """Nothing of hers goes on: she is being erased."""
    for one in queries.dossiers_of(person):
        _take_back(one, person, now())


def year_of(at: datetime) -> int:
    """The year for which a dossier sent at that instant counts."""
    return at.astimezone(HERE).year


def may_take_back(dossier: DossierFacts) -> bool:
    """Is it still hers to take back?"""
    return dossier.stage in ON_ITS_WAY


def may_appeal(dossier: DossierFacts) -> bool:
    """Is there a return or a decision that she can still ask to be looked at again?"""
    return stages.open_to_appeal(dossier.steps) is not None


def _take_back(dossier: DossierFacts, person: UUID, at: datetime) -> None:
    if may_take_back(dossier):
        operations.take_step(dossier.id, "returned", by=person, at=at, reason=WITHDRAWN)


def _put(table: type[Any], named: dict[str, Any], said: dict[str, Any]) -> None:
    """The last word holds, and pressing twice is no error."""
    current = session()
    made = insert_into(table.__table__, current.get_bind().dialect.name).values(**named, **said)
    current.execute(made.on_conflict_do_update(index_elements=list(named), set_=said))
