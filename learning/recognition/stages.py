"""The way of a dossier, pure: which step may follow, who takes it, and what must come with it.

draft → submitted → endorsed → proposed → decided, or returned with a reason and sent in anew. What was
decided is corrected by two people as well: one asks, another confirms; the decision before stays in the log.
Whose dossier it is takes it back by returning it herself, and may ask once that somebody else looks again at
a return or a decision: that changes no stage; what comes of it does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol, TypeVar

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
    "appealed",
    "upheld",
    "reopened",
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
    "appealed",
    "upheld",
    "reopened",
)
# Chosen, not typed: the log must hold nothing personal.
RETURN_REASONS = ("evidence-missing", "wrong-person", "wrong-place", "no-consent", "listed-twice", "other")
CORRECTION_REASONS = ("wrong-person", "wrong-result", "misspelt", "appeal", "evidence-false")
# What she may say who does not agree. Her own way of taking a dossier back is a return that only she makes.
APPEAL_REASONS = ("points-missing", "did-it-myself", "wrong-place", "mistaken-for-another", "not-understood")
WITHDRAWN = "withdrawn"
OUTCOMES = ("recognised", "not-recognised")
# A second person takes these steps: never whoever took the step that they answer.
ANSWERS: Mapping[Verb, Verb] = {
    "decided": "proposed",
    "corrected": "correction-asked",
    "kept": "correction-asked",
    "upheld": "appealed",
    "reopened": "appealed",
}
# What an office does, and so nobody with their own dossier.
OF_OFFICES: frozenset[Verb] = frozenset(VERBS) - {"opened", "submitted", "appealed"}
# Steps that an appeal can be against, and those that answer one.
CONTESTED: frozenset[Verb] = frozenset({"returned", "decided", "corrected"})
_HEARD: frozenset[Verb] = frozenset({"upheld", "reopened", "corrected", "kept", "submitted"})
Why = Literal["not_now", "same_person", "own", "not_hers", "no_reason", "no_outcome", "no_number"]

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
    ("returned", "appealed"): "returned",
    ("decided", "appealed"): "decided",
    ("returned", "upheld"): "returned",
    ("decided", "upheld"): "decided",
    ("returned", "reopened"): "submitted",
}


_REASONS: Mapping[Verb, Sequence[str]] = {
    "returned": (*RETURN_REASONS, WITHDRAWN),
    "correction-asked": CORRECTION_REASONS,
    "appealed": APPEAL_REASONS,
}


class StepRefused(ValueError):
    """A step that may not be taken now, or not by this person."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


class Taken(Protocol):
    """A step, as far as these rules look at it."""

    @property
    def verb(self) -> Verb: ...
    @property
    def stage(self) -> Stage: ...
    @property
    def reason(self) -> str | None: ...


Step = TypeVar("Step", bound=Taken)


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


def open_to_appeal(steps: Sequence[Step]) -> Step | None:
    """The return or decision that an appeal may be against: the last one, once, never her own withdrawal."""
    if not steps or steps[-1].stage not in ("returned", "decided"):
        return None
    for one in reversed(steps):
        if one.verb == "appealed":
            return None
        if one.verb in CONTESTED:
            return None if one.reason == WITHDRAWN else one
    return None


def open_appeal(steps: Sequence[Step]) -> Step | None:
    """The appeal that nobody has answered yet."""
    for one in reversed(steps):
        if one.verb in _HEARD:
            return None
        if one.verb == "appealed":
            return one
    return None


def complained_of(steps: Sequence[Step]) -> Step | None:
    """The return or decision that the open appeal is against: whoever took it does not answer."""
    if open_appeal(steps) is None:
        return None
    return next((one for one in reversed(steps) if one.verb in CONTESTED), None)


def require_whole(verb: Verb, reason: str | None, ruling: Ruling | None) -> None:
    """A return, a correction and an appeal have their reason, a decision its outcome and number."""
    reasons = _REASONS.get(verb)
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
