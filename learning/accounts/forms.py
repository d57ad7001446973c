"""Forms: the number of a card, name and password of staff, the first administrator. Pictures are buttons."""

from collections.abc import Callable
from typing import Any, cast

from wtforms import PasswordField, StringField
from wtforms.validators import Length, ValidationError

from learning.accounts import rules
from learning.i18n import lazy_gettext
from learning.web.forms import Form, at_most, clean, readable, required

lazy = cast("Callable[..., str]", lazy_gettext)  # the stubs of WTForms know of no lazy text
UNREADABLE = lazy("Số thẻ có 9 chữ số. Bác nhìn thẻ rồi gõ đủ 9 số nhé.")
MISTYPED = lazy("Có một chữ số gõ nhầm. Bác so lại từng số với thẻ nhé.")
EMPTY = lazy("Ô này chưa điền.")
NAME_WORDS = lazy("Tên đăng nhập")
PASSWORD_WORDS = lazy("Mật khẩu")


class NumberForm(Form):
    """The number of a card, typed in whatever way."""

    number = StringField(
        lazy("Số thẻ"),
        [required(UNREADABLE)],
        filters=[clean],
        description=lazy("9 chữ số, in ngay dưới hình vuông trên thẻ."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

    def validate_number(self, field: Any) -> None:
        try:
            rules.read_number(field.data or "")
        except rules.MistypedNumber:
            raise ValidationError(MISTYPED) from None
        except rules.UnreadableNumber:
            field.data = (field.data or "")[: rules.LONGEST_TYPED_NUMBER]
            raise ValidationError(UNREADABLE) from None


class StaffEnterForm(Form):
    """Name and password."""

    name = StringField(
        NAME_WORDS,
        [required(EMPTY), readable, at_most(rules.LONGEST_NAME)],
        filters=[clean],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        PASSWORD_WORDS,
        [required(EMPTY), at_most(rules.LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )


class SetupForm(Form):
    """The first administrator chooses a name and a password."""

    name = StringField(
        NAME_WORDS,
        [required(EMPTY), readable, at_most(rules.LONGEST_NAME)],
        filters=[clean],
        description=lazy("Họ tên hoặc tên ngắn, dùng mỗi lần vào. Viết hoa hay viết thường đều được."),
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        PASSWORD_WORDS,
        [
            required(EMPTY),
            readable,
            Length(min=rules.SHORTEST_PASSWORD, message=lazy("Ngắn quá. Cần ít nhất %(min)d ký tự.")),
            at_most(rules.LONGEST_PASSWORD),
        ],
        description=lazy("Ít nhất 10 ký tự. Bốn năm từ ghép lại thì dễ nhớ mà khó đoán."),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        lazy("Nhập lại mật khẩu"), [required(EMPTY)], render_kw={"autocomplete": "new-password"}
    )

    def validate_name(self, field: Any) -> None:
        try:
            rules.clean_name(field.data or "")
        except rules.UnusableName:
            raise ValidationError(lazy("Tên này có ký tự lạ. Anh chị đặt tên khác.")) from None

    def validate_password(self, field: Any) -> None:
        if rules.is_common_password(field.data or "", self.name.data or ""):
            raise ValidationError(
                lazy("Mật khẩu này nhiều người dùng, dễ bị đoán. Anh chị đặt mật khẩu khác.")
            )

    def validate_again(self, field: Any) -> None:
        if field.data != self.password.data:
            raise ValidationError(lazy("Hai lần nhập chưa giống nhau."))
