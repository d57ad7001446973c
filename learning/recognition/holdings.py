"""What this room keeps of a person, as they may take it home: their dossiers, with every step."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from learning.recognition import queries
from learning.recognition.queries import DossierFacts


def kept_of(person: UUID) -> dict[str, Any]:
    """All dossiers of somebody. Who took a step is left out: it is somebody else's name."""
    return {"dossiers": [_taken_home(one) for one in queries.dossiers_of(person)]}


def _taken_home(dossier: DossierFacts) -> dict[str, Any]:
    whole = asdict(dossier)
    steps = [{name: value for name, value in step.items() if name != "by"} for step in whole["steps"]]
    return {**whole, "steps": steps}
