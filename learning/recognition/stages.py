"""The way of a dossier, pure: which step may follow, who takes it, and what must come with it.

draft → submitted → endorsed → proposed → decided, or returned with a reason and sent in anew. What was
decided is corrected by two people as well: one asks, another confirms; the decision before stays in the log.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Stage = Literal["draft", "submitted", "endorsed", "proposed", "decided", "returned", "correcting"]
Verb = Literal[
    "opened",
    "submitted",
    "endorsed",
    "returned",
    "proposed",
    "decided",
    "correction-asked",
    "corrected",
    "kept",
]
VERBS: tuple[Verb, ...] = (
    "opened",
    "submitted",
    "endorsed",
    "returned",
    "proposed",
    "decided",
    "correction-asked",
    "corrected",
    "kept",
)
# Chosen, not typed: the log must hold nothing personal.
RETURN_REASONS = ("evidence-missing", "wrong-person", "wrong-place", "no-consent", "listed-twice", "other")
CORRECTION_REASONS = ("wrong-person", "wrong-result", "misspelt", "appeal", "evidence-false")
OUTCOMES = ("recognised", "not-recognised")
# A second person takes these steps: never whoever took the step that they answer.
ANSWERS: Mapping[Verb, Verb] = {
    "decided": "proposed",
    "corrected": "correction-asked",
    "kept": "correction-asked",
}
Why = Literal["not_now", "same_person", "no_reason", "no_outcome", "no_number"]

_AFTER: Mapping[tuple[Stage, Verb], Stage] = {
    ("draft", "submitted"): "submitted",
    ("returned", "submitted"): "submitted",
    ("submitted", "endorsed"): "endorsed",
    ("submitted", "returned"): "returned",
    ("endorsed", "proposed"): "proposed",
    ("endorsed", "returned"): "returned",
    ("proposed", "decided"): "decided",
    ("proposed", "returned"): "returned",
    ("decided", "correction-asked"): "correcting",
    ("correcting", "corrected"): "decided",
    ("correcting", "kept"): "decided",
}


class StepRefused(ValueError):
    """A step that may not be taken now, or not by this person."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided, under which number, and on which day the paper was signed."""

    outcome: str
    number: str
    signed_on: date | None = None


def after(stage: Stage, verb: Verb) -> Stage:
    """The stage that a step leads to; StepRefused where it may not be taken."""
    try:
        return _AFTER[stage, verb]
    except KeyError:
        raise StepRefused("not_now") from None


def require_whole(verb: Verb, reason: str | None, ruling: Ruling | None) -> None:
    """A return and a correction have their reason, a decision its outcome and number."""
    reasons = {"returned": RETURN_REASONS, "correction-asked": CORRECTION_REASONS}.get(verb)
    if (reasons is None and reason is not None) or (reasons is not None and reason not in reasons):
        raise StepRefused("no_reason")
    if verb not in ("decided", "corrected"):
        if ruling is not None:
            raise StepRefused("no_outcome")
        return
    if ruling is None or ruling.outcome not in OUTCOMES:
        raise StepRefused("no_outcome")
    if not ruling.number.strip():
        raise StepRefused("no_number")
