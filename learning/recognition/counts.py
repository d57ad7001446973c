"""How many dossiers stand where, place by place: counted by the database, for a whole province at once."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select

from learning.db import session
from learning.places.queries import below
from learning.recognition.models import Dossier, DossierStep
from learning.recognition.stages import Stage


@dataclass(frozen=True, slots=True)
class Counted:
    """The dossiers of one place and year: by where they stand, and how many of them are recognised."""

    stages: Counter[Stage] = field(default_factory=Counter)
    recognised: int = 0

    @property
    def sent(self) -> int:
        """All that were ever handed in and are not back with their people."""
        return sum(many for stage, many in self.stages.items() if stage not in ("draft", "returned"))

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(self.stages + other.stages, self.recognised + other.recognised)


def counted(path: str, set_id: str, year: int) -> dict[str, Counted]:
    """Of each place below a path that has any. Two queries."""
    stages: dict[str, Counter[Stage]] = {}
    for place, stage, many in session().execute(_last(DossierStep.stage, path, set_id, year)):
        stages.setdefault(place, Counter())[stage] = many
    ruled = _last(DossierStep.outcome, path, set_id, year, ("decided", "corrected"))
    recognised = {place: many for place, said, many in session().execute(ruled) if said == "recognised"}
    return {place: Counted(some, recognised.get(place, 0)) for place, some in stages.items()}


def _last(column: Any, path: str, set_id: str, year: int, verbs: tuple[str, ...] = ()) -> Select[Any]:
    """What the last step (of these verbs) of every dossier says, counted by place."""
    seqs = select(func.max(DossierStep.seq)).where(DossierStep.dossier_id == Dossier.id)
    chosen = seqs.where(DossierStep.verb.in_(verbs)) if verbs else seqs
    last = DossierStep.seq == chosen.correlate(Dossier).scalar_subquery()
    return (
        select(Dossier.place, column, func.count())
        .join(DossierStep, (DossierStep.dossier_id == Dossier.id) & last)
        .where(below(Dossier.place, path), Dossier.set_id == set_id, Dossier.year == year)
        .group_by(Dossier.place, column)
    )
