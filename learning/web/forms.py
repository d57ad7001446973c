"""The base of our forms: WTForms with our sentences, and text that is fit to be kept."""

import unicodedata
from collections.abc import Iterable
from typing import Any, cast

from flask import request
from flask_babel import lazy_gettext as lazy
from wtforms import Form as WTForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, ValidationError


def clean(text: str | None) -> str:
    """One line of what someone typed: NFC, no control characters, single spaces."""
    letters = unicodedata.normalize("NFC", text or "")
    kept = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in letters)
    return " ".join(kept.split())


def sentence(lazily: Any) -> str:
    """WTForms' types know no lazy sentence; it only ever calls str() on one, when the page is made."""
    return cast("str", lazily)


def choices(offered: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """What may be chosen: (value, words)."""
    return [SelectChoice(value, sentence(words)) for value, words in offered]


def required(say: Any = None) -> InputRequired:
    """The field must not be left empty."""
    return InputRequired(sentence(say or lazy("Bác chưa điền ô này.")))


def at_most(length: int) -> Length:
    """The field's longest text, in characters."""
    return Length(max=length, message=sentence(lazy("Dài quá. Nhiều nhất %(max)d ký tự.", max=length)))


def readable(_form: WTForm, field: Any) -> None:
    """Refuse what a browser sends as broken UTF-8: it would be kept as question marks."""
    if "\ufffd" in (field.data or ""):
        raise ValidationError(sentence(lazy("Có chữ bị lỗi. Bác gõ lại ô này.")))


class Form(WTForm):
    """A form read from the request. There is no token in it: origin is checked instead (web.security)."""

    @classmethod
    def of_request(cls, **defaults: Any) -> "Form":
        """Filled from a POST, else from the defaults."""
        return cls(request.form if request.method == "POST" else None, data=defaults)
