"""Names as they stood on a list when it was closed and when it was decided: perhaps forgotten, never changed.

Who is called otherwise later, or moves, is on the signed list as on the signed paper. Who is erased has no
name there either: what the decision needs is that it was made, by which rules and on what.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import insert, select, update

from learning.db import session
from learning.recognition.list_models import RecognitionName
from learning.recognition.models import Dossier

Moment = Literal["closed", "decided"]


@dataclass(frozen=True, slots=True)
class Written:
    """A name on a list: its number there, and what stands beside it. Without a name: somebody erased."""

    number: int
    name: str
    year_of_birth: int | None
    hamlet: str


def write_down(list_id: UUID, moment: Moment, names: Mapping[UUID, Written]) -> None:
    """Keep the names of a list as they are at that moment, by dossier."""
    rows = [
        {
            "list_id": list_id,
            "dossier_id": dossier,
            "moment": moment,
            "number": one.number,
            "name": one.name or None,
            "year_of_birth": one.year_of_birth,
            "hamlet": one.hamlet or None,
        }
        for dossier, one in names.items()
    ]
    if rows:
        session().execute(insert(RecognitionName), rows)


def written_on(
    lists: Collection[UUID], only: Collection[UUID] | None = None
) -> dict[tuple[UUID, UUID], Written]:
    """What stands on these lists, by list and dossier: as decided, else as closed. One query."""
    row = RecognitionName
    columns = (row.list_id, row.dossier_id, row.number, row.name, row.year_of_birth, row.hamlet)
    which = [row.list_id.in_(lists), *([] if only is None else [row.dossier_id.in_(only)])]
    found = session().execute(select(*columns).where(*which).order_by(row.moment))  # closed, then decided
    return {
        (list_id, dossier): Written(number, name or "", born, hamlet or "")
        for list_id, dossier, number, name, born, hamlet in found
    }


def numbered(list_id: UUID, first: int, many: int) -> list[UUID]:
    """The dossiers on a list from one number on, at most so many, in order."""
    row = RecognitionName
    wanted = select(row.dossier_id).where(
        row.list_id == list_id, row.moment == "closed", row.number >= first, row.number < first + many
    )
    return list(session().execute(wanted.order_by(row.number)).scalars())


def decided_as(dossiers: Collection[UUID]) -> dict[UUID, str]:
    """How each of these was called on the day of the decision, where that is still known."""
    row = RecognitionName
    wanted = select(row.dossier_id, row.name).where(row.dossier_id.in_(dossiers), row.moment == "decided")
    return {dossier: name for dossier, name in session().execute(wanted) if name}


def is_on(list_id: UUID, people: Collection[UUID]) -> bool:
    """Does a dossier of one of these stand on that list?"""
    row = RecognitionName
    found = select(row.list_id).join(Dossier, Dossier.id == row.dossier_id)
    wanted = found.where(row.list_id == list_id, Dossier.person_id.in_(people)).limit(1)
    return session().execute(wanted).first() is not None


def of_dossiers(dossiers: Collection[UUID]) -> list[dict[str, Any]]:
    """Where these dossiers are written on lists, for their person to take home."""
    row = RecognitionName
    columns = (row.list_id, row.moment, row.number, row.name, row.year_of_birth, row.hamlet)
    wanted = select(*columns).where(row.dossier_id.in_(dossiers)).order_by(row.list_id, row.moment)
    return [dict(one) for one in session().execute(wanted).mappings()]


def forget(people: Collection[UUID]) -> None:
    """Somebody is erased: her number on the list stays, and nothing that says who it was."""
    hers = select(Dossier.id).where(Dossier.person_id.in_(people))
    row = RecognitionName
    session().execute(
        update(row).where(row.dossier_id.in_(hers)).values(name=None, year_of_birth=None, hamlet=None)
    )
