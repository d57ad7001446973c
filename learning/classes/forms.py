"""Forms: a new class, one learner, the number of a card. Whole lists come as files (sheets)."""

from collections.abc import Callable, Sequence
from typing import Any, cast
from uuid import UUID

from wtforms import IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from learning.accounts.queries import can_be_called
from learning.classes import rules
from learning.classes.words import DAY_WORDS
from learning.clock import now
from learning.i18n import lazy_gettext
from learning.web.forms import Form, at_most, clean, readable, required

lazy = cast("Callable[..., str]", lazy_gettext)  # the stubs of WTForms know of no lazy text
EMPTY = lazy("Ô này chưa điền.")
EARLIEST_BIRTH = 1900
MOST_CARDS = 1000


def _id(sent: object) -> UUID:
    return sent if isinstance(sent, UUID) else UUID(str(sent))


class BoxesField(SelectMultipleField):
    """Several of a few, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ClassForm(Form):
    """A class in a minute."""

    name = StringField(
        lazy("Tên lớp"),
        [required(EMPTY), readable, at_most(rules.LONGEST_CLASS_NAME)],
        filters=[clean],
        description=lazy("Để dễ nhận ra: “Lớp tối ấp Bưng Tróp”."),
        render_kw={"autocomplete": "off"},
    )
    place = SelectField(lazy("Nơi học"), validate_choice=True)
    course = SelectField(lazy("Học khóa nào"))
    days = BoxesField(
        lazy("Những ngày học"),
        coerce=int,
        choices=[SelectChoice(day, word) for day, word in enumerate(DAY_WORDS)],
    )

    @classmethod
    def offering(cls, courses: Sequence[tuple[str, str]], places: Sequence[tuple[str, str]]) -> "ClassForm":
        """With the courses and places there are."""
        only = places[0][0] if len(places) == 1 else None  # nobody has to choose between one and nothing
        form = cast("ClassForm", cls.of_request(place=only))
        form.course.choices = [
            SelectChoice("", lazy("Tất cả các khóa")),
            *(SelectChoice(*one) for one in courses),
        ]
        if places:
            form.place.choices = [
                SelectChoice("", lazy("Chưa chọn")),
                *(SelectChoice(*place) for place in places),
            ]
        else:
            del form.place
        return form


class LearnerForm(Form):
    """Name, year of birth, hamlet: nothing more is asked."""

    name = StringField(
        lazy("Họ và tên"),
        [required(EMPTY), readable, at_most(80)],
        filters=[clean],
        render_kw={"autocomplete": "off", "autocapitalize": "words"},
    )
    born = IntegerField(
        lazy("Năm sinh"),
        [Optional()],
        description=lazy("Chỉ năm, ví dụ 1961. Không rõ thì để trống."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    hamlet = StringField(
        lazy("Ấp, thôn, bản"),
        [readable, at_most(rules.LONGEST_HAMLET)],
        filters=[clean],
        render_kw={"list": "aps", "autocomplete": "off"},
    )

    def validate_name(self, field: Any) -> None:
        if not can_be_called(field.data or ""):
            raise ValidationError(lazy("Tên này có ký tự lạ. Anh chị gõ lại."))

    def validate_born(self, field: Any) -> None:
        NumberRange(EARLIEST_BIRTH, now().year, lazy("Năm sinh là bốn chữ số, ví dụ 1961."))(self, field)


class PackForm(Form):
    """How many blank cards to print."""

    many = IntegerField(
        lazy("Số thẻ trắng"),
        [required(EMPTY), NumberRange(1, MOST_CARDS, lazy("Mỗi lần in từ 1 đến 1.000 thẻ."))],
        description=lazy("Mỗi tờ A4 có 10 thẻ. Mỗi lần in nhiều nhất 1.000 thẻ."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class NamedPackForm(Form):
    """For which classes to print first cards."""

    classes = BoxesField(
        lazy("Những lớp cần in thẻ"), [required(lazy("Anh chị chọn ít nhất một lớp."))], coerce=_id
    )

    @classmethod
    def offering(cls, classes: Sequence[tuple[UUID, str]]) -> "NamedPackForm":
        """With the classes that lack cards; all are ticked at first."""
        form = cast("NamedPackForm", cls.of_request(classes=[one for one, _said in classes]))
        form.classes.choices = [SelectChoice(*one) for one in classes]
        return form


class ShareForm(Form):
    """Who leads the class too: the name they come in with."""

    name = StringField(
        lazy("Tên đăng nhập của người dạy cùng"),
        [required(EMPTY), readable, at_most(80)],
        filters=[clean],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


class CardForm(Form):
    """What a scanner typed, or a person."""

    card = StringField(
        lazy("Số thẻ, hoặc đưa thẻ vào máy quét"),
        [required(EMPTY), at_most(300)],
        filters=[clean],
        render_kw={"autocomplete": "off", "inputmode": "text"},
    )
