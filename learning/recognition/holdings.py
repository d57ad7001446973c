"""What this room keeps of a person, as they may take it home: their dossiers, with every step."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from learning.recognition import queries


def kept_of(person: UUID) -> dict[str, Any]:
    """All dossiers of somebody. Who took a step stays a number: it is somebody else's."""
    return {"dossiers": [asdict(one) for one in queries.dossiers_of(person)]}
