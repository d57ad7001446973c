"""The forms of the page on which anybody checks a certificate."""

from typing import Any

from wtforms import StringField
from wtforms.validators import ValidationError

from learning.credentials import rules
from learning.i18n import lazy_gettext as lazy
from learning.web.forms import Form, clean, required, sentence

WRONG_NUMBER = lazy("Số trên giấy có 16 chữ số. Bác so lại từng nhóm bốn số nhé.")


class NumberForm(Form):
    """The number on the paper; or what a scanner at the machine typed, which is the whole code."""

    number = StringField(
        sentence(lazy("Số giấy")),
        [required(lazy("Bác gõ số in trên giấy đã nhé."))],
        filters=[clean],
        description=sentence(lazy("16 chữ số in dưới mã vuông. Có máy quét thì quét thẳng vào ô này.")),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

    def validate_number(self, field: Any) -> None:
        if self.token:
            return
        try:
            field.data = rules.read_number(field.data or "")
        except rules.UnreadableNumber:
            field.data = (field.data or "")[:80]
            raise ValidationError(sentence(WRONG_NUMBER)) from None

    @property
    def token(self) -> str | None:
        """The signed text, where a code was scanned and no number typed."""
        text = rules.token_in(self.number.data or "")
        return text if "." in text else None
