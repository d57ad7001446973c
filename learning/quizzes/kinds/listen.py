"""Listen: like single, but `heard` is spoken first; its text stays at hand for those who cannot hear it."""

from typing import Literal

from learning.quizzes.pieces import Say
from learning.quizzes.questions import ChooseOne


class Listen(ChooseOne):
    """Hear something, then choose one."""

    kind: Literal["listen"]
    heard: Say
