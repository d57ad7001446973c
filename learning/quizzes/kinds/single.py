"""Single: two to four options, exactly one right."""

from typing import Literal

from learning.quizzes.questions import ChooseOne


class Single(ChooseOne):
    """Choose one."""

    kind: Literal["single"]
