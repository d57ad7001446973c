"""The way of a dossier as a table: every stage with every step, and who may appeal against what, when."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from learning.recognition.stages import (
    APPEAL_REASONS,
    RETURN_REASONS,
    VERBS,
    WITHDRAWN,
    Stage,
    StepRefused,
    Verb,
    after,
    complained_of,
    open_appeal,
    open_to_appeal,
    require_whole,
)

# Where each step leads, "." where it may not be taken: in the order of VERBS, by the first letters.
TABLE = """
            opened submitted endorsed returned proposed decided asked corrected kept appealed upheld reopened
draft       .      su        .        .        .        .       .     .         .    .        .      .
submitted   .      .         en       re       .        .       .     .         .    .        .      .
endorsed    .      .         .        re       pr       .       .     .         .    .        .      .
proposed    .      .         .        re       .        de      .     .         .    .        .      .
decided     .      .         .        .        .        .       co    .         .    de       de     .
returned    .      su        .        .        .        .       .     .         .    re       re     su
correcting  .      .         .        .        .        .       .     de        de   .        .      .
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()[1:]]


@dataclass(frozen=True)
class Taken:
    """One step of a log."""

    verb: Verb
    stage: Stage
    reason: str | None = None


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_every_stage_with_every_step(row: list[str]) -> None:
    stage, *ways = row
    assert len(ways) == len(VERBS)
    for verb, leads_to in zip(VERBS, ways, strict=True):
        if leads_to == ".":
            with pytest.raises(StepRefused):
                after(stage, verb)  # type: ignore[arg-type]  # read from a table
        else:
            assert after(stage, verb).startswith(leads_to)  # type: ignore[arg-type]  # as above


def walked(text: str) -> list[Taken]:
    """`opened submitted returned:withdrawn`: the log of these steps."""
    steps: list[Taken] = []
    stage: Stage = "draft"
    for word in text.split():
        verb, _, reason = word.partition(":")
        assert verb in VERBS
        stage = stage if verb == "opened" else after(stage, verb)
        steps.append(Taken(verb, stage, reason or None))
    return steps


SENT = "opened submitted "
DECIDED = SENT + "endorsed proposed decided "


@pytest.mark.parametrize(
    ("log", "may_be_against", "is_open_against"),
    [
        ("opened", None, None),
        (SENT, None, None),
        (SENT + "returned:other", "returned", None),
        (SENT + "returned:withdrawn", None, None),
        (SENT + "returned:other appealed", None, "returned"),
        (SENT + "returned:other appealed submitted", None, None),
        (SENT + "returned:other appealed upheld", None, None),
        (SENT + "returned:other appealed reopened", None, None),
        (SENT + "returned:other appealed reopened returned:other", "returned", None),
        (SENT + "returned:other submitted returned:withdrawn", None, None),
        (DECIDED, "decided", None),
        (DECIDED + "appealed", None, "decided"),
        (DECIDED + "appealed upheld", None, None),
        (DECIDED + "appealed correction-asked", None, "decided"),
        (DECIDED + "appealed correction-asked kept", None, None),
        (DECIDED + "appealed correction-asked corrected", "corrected", None),
        (DECIDED + "correction-asked kept", "decided", None),
        (DECIDED + "correction-asked corrected appealed", None, "corrected"),
    ],
)
def test_an_appeal_is_against_the_last_return_or_decision_and_only_once(
    log: str, may_be_against: Verb | None, is_open_against: Verb | None
) -> None:
    steps = walked(log)
    may_be, against = open_to_appeal(steps), complained_of(steps)
    assert (may_be.verb if may_be else None) == may_be_against
    assert (against.verb if against else None) == is_open_against
    assert (open_appeal(steps) is not None) == (is_open_against is not None)


@pytest.mark.parametrize(
    ("verb", "reason"),
    [
        *(("appealed", reason) for reason in APPEAL_REASONS),
        *(("returned", reason) for reason in (*RETURN_REASONS, WITHDRAWN)),
        ("upheld", None),
        ("reopened", None),
    ],
)
def test_a_step_is_whole_with_a_reason_of_its_own(verb: Verb, reason: str | None) -> None:
    require_whole(verb, reason, None)


@pytest.mark.parametrize(
    ("verb", "reason"),
    [
        ("appealed", None),
        ("appealed", "other"),
        ("returned", None),
        ("reopened", "other"),
        ("submitted", WITHDRAWN),
    ],
)
def test_a_step_with_the_reason_of_another_is_not(verb: Verb, reason: str | None) -> None:
    with pytest.raises(StepRefused):
        require_whole(verb, reason, None)
