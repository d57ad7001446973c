"""How well the radar tells made-up frauds from honest evenings: precision and recall on a labelled set."""

from __future__ import annotations

import time
from collections.abc import Iterator

from tests.bench.report import Line, Part
from tests.support.suspicion import scores, world

SEED, EACH = 20_261_122, 200


def radar() -> Iterator[Line]:
    """Every story so often, all at once."""
    part = Part(f"radar, on {EACH * 15:,} made-up episodes (synthetic: it says nothing of real people)")
    episodes = world(SEED, EACH)
    attempts = sum(len(episode.attempts) for episode in episodes)
    begun = time.perf_counter()
    found = scores(episodes)
    took = time.perf_counter() - begun
    for one in found:
        name = one.kind.replace("_", " ")
        note = f"{one.rightly} found, {one.wrongly} honest ones asked, {one.missed} missed"
        yield part.least(f"{name}: precision", one.precision, "", 0.9, note)
        yield part.least(f"{name}: recall", one.recall, "", 0.6)
    yield part.most(f"asking about {attempts:,} checks", took, "s", 5)
