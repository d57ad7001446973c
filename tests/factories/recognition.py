"""People on their way to a title: at home in a commune, with their own word given."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from learning.db import write
from learning.recognition import own
from learning.recognition.files import shipped
from learning.recognition.queries import DossierFacts
from learning.recognition.sets import PersonSet
from tests.factories.accounts import a_learner
from tests.factories.places import a_commune


def citizen() -> PersonSet:
    """The rules of the Learning Citizen, as they ship."""
    criteria = shipped().get("cong-dan-hoc-tap")
    assert isinstance(criteria, PersonSet)
    return criteria


def somebody_at_home(name: str = "Sơn Thị Lan") -> UUID:
    """A learner who said in which commune she lives."""
    person = a_learner(name)
    with write():
        own.say_home(person, a_commune().id)
    return person


def gives_herself(person: UUID, points: Sequence[int]) -> None:
    """Points for the indicators of the Learning Citizen, in order."""
    with write():
        for indicator, many in zip(citizen().indicators, points, strict=False):
            own.give_points(person, citizen(), indicator.id, many)


def sends(person: UUID) -> DossierFacts:
    """She says yes, and sends."""
    with write():
        own.say_whether(person, citizen(), agrees=True)
    with write():
        sent = own.send(person, citizen())
    assert sent is not None
    return sent
