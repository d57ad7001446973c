"""Forms: the number of a card, name and password of staff, codes, roles. Pictures are buttons."""

from collections.abc import Callable
from typing import Any, cast

from wtforms import DateField, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from learning.accounts import rules, staff_words
from learning.i18n import lazy_gettext
from learning.web.forms import Form, at_most, choices, clean, readable, required

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


class NewPasswordForm(Form):
    """Somebody of the staff chooses a password. `staff_name` is theirs: it must not be the password."""

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
    staff_name = ""

    def validate_password(self, field: Any) -> None:
        if rules.is_common_password(field.data or "", self.staff_name):
            raise ValidationError(
                lazy("Mật khẩu này nhiều người dùng, dễ bị đoán. Anh chị đặt mật khẩu khác.")
            )

    def validate_again(self, field: Any) -> None:
        if field.data != self.password.data:
            raise ValidationError(lazy("Hai lần nhập chưa giống nhau."))


class SetupForm(NewPasswordForm):
    """The first administrator chooses a name and a password."""

    name = StringField(
        NAME_WORDS,
        [required(EMPTY), readable, at_most(rules.LONGEST_NAME)],
        filters=[clean],
        description=lazy("Họ tên hoặc tên ngắn, dùng mỗi lần vào. Viết hoa hay viết thường đều được."),
        render_kw={"autocomplete": "username"},
    )

    def validate_name(self, field: Any) -> None:
        _require_name(field)

    def validate_password(self, field: Any) -> None:
        self.staff_name = self.name.data or ""
        super().validate_password(field)


class ChangePasswordForm(NewPasswordForm):
    """One's own password: the one there is, and a new one."""

    current = PasswordField(
        lazy("Mật khẩu đang dùng"),
        [required(EMPTY), at_most(rules.LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )


def _require_name(field: Any) -> None:
    try:
        rules.clean_name(field.data or "")
    except rules.UnusableName:
        raise ValidationError(lazy("Tên này có ký tự lạ. Anh chị đặt tên khác.")) from None


# --- second factor ---

LONGEST_CODE = 40


class CodeForm(Form):
    """Six digits from the phone, or a printed code."""

    code = StringField(
        lazy("Mã 6 số trên điện thoại"),
        [required(EMPTY), at_most(LONGEST_CODE)],
        filters=[clean],
        description=lazy(
            "Mở ứng dụng mã xác thực, xem dòng Bình dân học vụ số. Mất máy thì gõ một mã dự phòng đã in."
        ),
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"},
    )


class FirstCodeForm(Form):
    """The first code of a phone that has just learned the secret."""

    code = StringField(
        lazy("Mã 6 số hiện trên điện thoại"),
        [required(EMPTY), at_most(LONGEST_CODE)],
        filters=[clean],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )
    sealed = HiddenField(validators=[at_most(300)])


# --- roles ---


class NewColleagueForm(Form):
    """Somebody new: what they are called, what they do, where."""

    name = StringField(
        lazy("Họ tên"),
        [required(EMPTY), readable, at_most(rules.LONGEST_NAME)],
        filters=[clean],
        description=lazy("Người này dùng tên ấy để đăng nhập."),
        render_kw={"autocomplete": "off"},
    )
    role = RadioField(lazy("Vai trò"), [required(lazy("Anh chị chọn một vai trò."))])
    place = SelectField(
        lazy("Nơi làm việc"), description=lazy("Vai trò có hiệu lực ở nơi này và mọi nơi bên dưới.")
    )

    def validate_name(self, field: Any) -> None:
        _require_name(field)


class RoleForm(Form):
    """Another role for somebody who works here."""

    role = RadioField(lazy("Vai trò"), [required(lazy("Anh chị chọn một vai trò."))])
    place = SelectField(
        lazy("Nơi làm việc"), description=lazy("Vai trò có hiệu lực ở nơi này và mọi nơi bên dưới.")
    )
    reason = SelectField(
        lazy("Lý do"),
        choices=choices(staff_words.to_choose(staff_words.REASONS)),
    )


class EndForm(Form):
    """Why a role ends."""

    reason = RadioField(
        lazy("Lý do"),
        [required(lazy("Anh chị chọn một lý do."))],
        choices=choices(staff_words.to_choose(staff_words.END_REASONS)),
    )


class HandOverForm(Form):
    """To whom, from when. `to` is one of the staff, or NEW and then a name."""

    NEW = "moi"

    to = RadioField(lazy("Giao cho ai?"), [required(lazy("Anh chị chọn người nhận."))])
    name = StringField(
        lazy("Họ tên người mới"),
        [readable, at_most(rules.LONGEST_NAME)],
        filters=[clean],
        description=lazy("Chỉ điền khi người nhận chưa có tên ở trên."),
        render_kw={"autocomplete": "off"},
    )
    on = DateField(
        lazy("Từ ngày"), [Optional()], description=lazy("Hết vai trò cũ đúng lúc bắt đầu vai trò mới.")
    )

    def validate_name(self, field: Any) -> None:
        if self.to.data == self.NEW:
            if not field.data:
                raise ValidationError(lazy("Anh chị điền tên người mới."))
            _require_name(field)

    def validate_on(self, field: Any) -> None:
        if field.data is not None and not staff_words.today() <= field.data <= staff_words.in_a_year():
            raise ValidationError(lazy("Chọn hôm nay hoặc một ngày trong vòng một năm tới."))


class LogForm(Form):
    """What of the log one wants to see. It is sent by GET."""

    nguoi = SelectField(lazy("Người"), [Optional()])
    viec = SelectField(lazy("Việc"), [Optional()])
    tu = DateField(lazy("Từ ngày"), [Optional()])
    den = DateField(lazy("Đến ngày"), [Optional()])


class EraseForm(Form):
    """Why a person is erased."""

    reason = RadioField(
        lazy("Lý do"),
        [required(lazy("Anh chị chọn một lý do."))],
        choices=choices(staff_words.ERASE_REASONS.items()),
    )
