"""Whose words a text is: ours, or those of a made-up caller, message or phone. Some rules hold for ours."""

from collections.abc import Iterator

from learning.catalog.lesson import Box
from learning.catalog.module_files import Reading, Text

_OTHERS = frozenset({"message", "heard"})
_ON_SCREEN = frozenset({"elements", "title"})
_GUIDANCE = frozenset({"why", "do"})


def told_by_us(reading: Reading) -> Iterator[Text]:
    """What we say to the learner ourselves: lesson, note, radio, questions, guidance in a rehearsal."""
    heard = _heard_in_lesson(reading)
    for each in reading.texts:
        is_guidance = each.path[-1:] and each.path[-1] in _GUIDANCE
        if is_guidance or not (_is_theirs(each, heard) or _is_on_screen(each)):
            yield each


def told_as_true(reading: Reading) -> Iterator[Text]:
    """What we say about the real world: no rehearsal, whose people, sums and days are all made up."""
    heard = _heard_in_lesson(reading)
    for each in reading.texts:
        if each.file != "practice.yaml" and "screen" not in each.path and not _is_theirs(each, heard):
            yield each


def rehearsed(reading: Reading) -> Iterator[Text]:
    """What a made-up caller, message or phone says: everything else."""
    true = set(told_as_true(reading))
    return (each for each in reading.texts if each not in true)


def _is_theirs(each: Text, heard: frozenset[str]) -> bool:
    return bool(_OTHERS.intersection(each.path)) or (each.file == "lesson.md" and each.text in heard)


def _is_on_screen(each: Text) -> bool:
    return bool({"screen", "screens"}.intersection(each.path) and _ON_SCREEN.intersection(each.path))


def _heard_in_lesson(reading: Reading) -> frozenset[str]:
    """The texts of the boxes `nghe`: somebody else speaks there."""
    screens = reading.module.screens if reading.module else ()
    boxes = [block for screen in screens for block in screen.blocks if isinstance(block, Box)]
    return frozenset(text for box in boxes if box.kind == "nghe" for text in box.texts())
