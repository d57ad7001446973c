"""Asides in lesson.md and radio.md: what an author notes between <!-- and -->, for authors' eyes only."""

import re
from collections.abc import Callable
from typing import TypeAlias

Complain: TypeAlias = Callable[[int, str], None]

_ASIDE = re.compile(r"<!--.*?-->", re.DOTALL)


def without_asides(source: str, complain: Complain) -> str:
    """The source with every aside blanked, all other lines where they were. An open one is complained of."""
    plain = _ASIDE.sub(lambda aside: "\n" * aside[0].count("\n"), source)
    if (open_at := plain.find("<!--")) >= 0:
        complain(plain.count("\n", 0, open_at) + 1, "Lời dặn <!-- này chưa đóng bằng -->.")
    return plain
