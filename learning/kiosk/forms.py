"""Forms: the code that pairs a device, and the name a kiosk is given."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import ValidationError

from learning.i18n import lazy_gettext as lazy
from learning.kiosk import rules
from learning.web.forms import Form, at_most, clean, readable, required, sentence

WRONG_CODE = lazy("Mã có 8 chữ số. Anh chị so lại với mã trên máy của mình.")


class PairForm(Form):
    """Typed on the device that becomes a kiosk."""

    code = StringField(
        sentence(lazy("Mã ghép máy")),
        [required(WRONG_CODE)],
        filters=[clean],
        description=sentence(
            lazy("8 chữ số. Hướng dẫn viên lấy mã ở mục “Máy dùng chung” trên máy của mình.")
        ),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    scripts = HiddenField(default="", render_kw={"data-scripts": "", "autocomplete": "off"})

    def validate_code(self, field: Any) -> None:
        try:
            field.data = rules.read_code(field.data or "")
        except rules.UnreadableCode:
            field.data = (field.data or "")[: rules.LONGEST_TYPED_CODE]
            raise ValidationError(sentence(WRONG_CODE)) from None


class CardForm(Form):
    """A card's number on the front page; the way in itself reads it (accounts)."""

    number = StringField(
        sentence(lazy("Số thẻ")),
        description=sentence(lazy("Gõ 9 chữ số trên thẻ, hoặc đưa thẻ vào máy quét.")),
        render_kw={"inputmode": "numeric", "autocomplete": "off", "data-scanned": ""},
    )


class MachineForm(Form):
    """What staff call the machine, and whose class finds itself on it."""

    label = StringField(
        sentence(lazy("Tên máy")),
        [required(), readable, at_most(rules.LONGEST_LABEL)],
        filters=[clean],
        description=sentence(lazy("Ví dụ: Máy bàn nhà văn hóa thôn Thượng.")),
        render_kw={"autocomplete": "off"},
    )
    group = SelectField(
        sentence(lazy("Lớp học trên máy này")),
        description=sentence(lazy("Người trong lớp vào bằng cách chạm tên mình. Không chọn cũng được.")),
    )

    def offer(self, classes: Sequence[tuple[UUID, str]]) -> "MachineForm":
        """Only the classes of whoever pairs."""
        none = ("", str(lazy("Không gắn với lớp nào")))
        self.group.choices = [none, *((str(id), name) for id, name in classes)]
        return self

    @property
    def class_id(self) -> UUID | None:
        """The class that was chosen; None for none."""
        return UUID(self.group.data) if self.group.data else None
