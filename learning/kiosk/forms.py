"""Forms: the code that pairs a device, and the name a kiosk is given."""

from typing import Any

from wtforms import HiddenField, StringField
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
        description=sentence(lazy("8 chữ số. Hướng dẫn viên lấy mã ở mục “Máy dùng chung” trên máy của mình.")),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    scripts = HiddenField(default="", render_kw={"data-scripts": "", "autocomplete": "off"})

    def validate_code(self, field: Any) -> None:
        try:
            field.data = rules.read_code(field.data or "")
        except rules.UnreadableCode:
            field.data = (field.data or "")[: rules.LONGEST_TYPED_CODE]
            raise ValidationError(sentence(WRONG_CODE)) from None


class LabelForm(Form):
    """What staff call the machine."""

    label = StringField(
        sentence(lazy("Tên máy")),
        [required(), readable, at_most(rules.LONGEST_LABEL)],
        filters=[clean],
        description=sentence(lazy("Ví dụ: Máy bàn nhà văn hóa thôn Thượng.")),
        render_kw={"autocomplete": "off"},
    )
