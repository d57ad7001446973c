"""Forms of the voice desk: a recording as it is sent, and why one goes back."""

from collections.abc import Callable
from typing import cast

from flask import request
from wtforms import RadioField

from learning.i18n import lazy_gettext
from learning.voices import files, rules, words
from learning.web.errors import Sentence
from learning.web.forms import Form, choices, required

lazy = cast("Callable[..., str]", lazy_gettext)
CHOOSE = lazy("Anh chị chọn một ý.")


class ReturnForm(Form):
    """What is wrong with somebody's recording."""

    kind = RadioField(lazy("Chưa được chỗ nào?"), [required(CHOOSE)], choices=choices(words.RETURNS.items()))


class Recording:
    """What was sent, looked at as a file that anybody could have made."""

    def __init__(self) -> None:
        sent = request.files.get("tieng")
        self.sound = sent.read(rules.LARGEST + 1) if sent else b""
        self.ms, fault = _measured(self.sound)
        fault = rules.fault_of(self.sound, self.ms) or fault
        self.trouble: Sentence | None = words.FAULTS[fault] if fault else None

    @property
    def name(self) -> str:
        return rules.name_of(self.sound, rules.kind_of(self.sound) or "")


def _measured(sound: bytes) -> tuple[int | None, rules.Fault | None]:
    """By ffmpeg where it is there; else as the container says, else as the phone does."""
    if rules.kind_of(sound) is None:
        return None, None
    if log := files.heard(sound):
        return rules.measured(log)
    told = request.form.get("ms", "")
    return rules.ms_inside(sound) or (int(told) if told.isdecimal() and len(told) < 7 else None), None
