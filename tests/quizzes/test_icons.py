"""The icons that authors may name are drawn, every one of them."""

import re
from pathlib import Path

from learning.quizzes.icons import ICONS

SPRITE = Path(__file__).parents[2] / "static" / "icons.svg"


def test_every_icon_that_may_be_named_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol[^>]*\bid="([^"]+)"', SPRITE.read_text(encoding="utf-8")))
    assert drawn >= ICONS
