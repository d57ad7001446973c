"""Forms of the offices: a reason, six digits, a decision, a correction. Only digits and number are typed."""

from collections.abc import Callable, Mapping
from typing import Any, Self, cast

from werkzeug.datastructures import MultiDict
from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.validators import Regexp, ValidationError

from learning.clock import now
from learning.i18n import lazy_gettext
from learning.places.rules import day_of
from learning.recognition import office_words as words
from learning.recognition.models import LONGEST_NUMBER
from learning.web.errors import Sentence
from learning.web.forms import Form, at_most, choices, clean, readable, required

lazy = cast("Callable[..., str]", lazy_gettext)  # the stubs of WTForms know of no lazy text
EMPTY = lazy("Ô này chưa điền.")
CHOOSE = lazy("Anh chị chọn một.")


def _choosing(said: Mapping[str, Sentence]) -> Any:
    return choices(list(said.items()))


class ReturnForm(Form):
    """Why a dossier goes back."""

    reason = RadioField(lazy("Vì sao trả lại?"), [required(CHOOSE)], choices=_choosing(words.RETURN_REASONS))


class AskForm(Form):
    """Why a decision should be looked at again."""

    reason = RadioField(
        lazy("Vì sao cần sửa?"), [required(CHOOSE)], choices=_choosing(words.CORRECTION_REASONS)
    )


class DigitsForm(Form):
    """What the witness says."""

    spoken = StringField(
        lazy("Sáu chữ số"),
        [required(EMPTY), Regexp(r"^[0-9]{6}$", message=lazy("Cần đúng sáu chữ số, ví dụ 402915."))],
        filters=[lambda sent: (sent or "").replace(" ", "")],
        description=lazy(
            "Gieo xúc xắc, hoặc lấy số cuối của vé số hôm nay: cái gì không ai chọn trước được."
        ),
        render_kw={"inputmode": "numeric", "autocomplete": "off", "maxlength": "12"},
    )


class DecisionForm(Form):
    """Number and day, as they stand on the signed paper."""

    number = StringField(
        lazy("Số quyết định"),
        [required(EMPTY), readable, at_most(LONGEST_NUMBER)],
        filters=[clean],
        description=lazy("Như trên giấy đã ký, ví dụ 15/QĐ-UBND."),
        render_kw={"autocomplete": "off"},
    )
    signed_on = DateField(lazy("Ngày ký"), [required(EMPTY)])
    year = 0

    @classmethod
    def of(cls, year: int, sent: MultiDict[str, str] | None = None) -> Self:
        """For the recognition of a year: no decision on it was signed before that began."""
        form = cls(sent)
        form.year = year
        return form

    def validate_signed_on(self, field: Any) -> None:
        if field.data is None:
            return
        if field.data > day_of(now()):
            raise ValidationError(lazy("Ngày ký còn ở phía trước. Anh chị xem lại."))
        if field.data.year < self.year:
            raise ValidationError(
                lazy("Ngày ký trước cả năm xét công nhận (%(year)d). Anh chị xem lại.", year=self.year)
            )


class CorrectionForm(DecisionForm):
    """The new decision, where it is another one."""

    outcome = SelectField(lazy("Nay là"), [required(CHOOSE)], choices=_choosing(words.OUTCOMES))
