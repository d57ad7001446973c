"""How alike two texts are: the resemblance of their shingles, which are pairs of neighbouring syllables.

After A. Broder, "On the resemblance and containment of documents" (1997): the size of what two sets share,
divided by the size of both together. 1 is the same text, 0 has no pair in common. Capitals, marks and figures
that were written differently do not count.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import TypeAlias

Shingles: TypeAlias = frozenset[tuple[str, str]]

_SYLLABLE = re.compile(r"\{fact:[^}]*\}|\w+")


def shingles(texts: Iterable[str]) -> Shingles:
    """The pairs of neighbouring syllables of some texts, read one after the other."""
    return frozenset(pairwise(_SYLLABLE.findall(" ".join(texts).casefold())))


def resemblance(one: Shingles, other: Shingles) -> float:
    """The share of pairs that both have; 0 where there are none."""
    return len(one & other) / len(one | other) if one or other else 0.0
