"""Forms: new places, another name, a merger, a split, what became of a place."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, cast

from wtforms import (
    DateField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import Optional, ValidationError

from learning.i18n import gettext as _
from learning.i18n import lazy_gettext
from learning.places import rules
from learning.places.queries import PlaceFacts
from learning.places.rules import Kind
from learning.places.words import KIND_WORDS, label_words
from learning.web.forms import Form, at_most, clean, readable, required

lazy = cast("Callable[..., str]", lazy_gettext)  # the stubs of WTForms know of no lazy text
EMPTY = lazy("Ô này chưa điền.")


class DayField(DateField):
    """A day as browsers send it, or as people write it where a browser has no calendar."""

    def process_formdata(self, valuelist: Any) -> None:
        typed = clean(" ".join(valuelist))
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                self.data = datetime.strptime(typed, form).date()  # noqa: DTZ007  # a day has no zone
            except ValueError:
                continue
            return
        self.data = None
        if typed:
            raise ValueError(_("Ngày viết như 01/07/2026."))

    def _value(self) -> str:
        return self.data.isoformat() if self.data else " ".join(self.raw_data or ())


def a_day(**options: Any) -> DayField:
    """The day from which it holds."""
    return DayField(lazy("Có hiệu lực từ ngày"), [required(EMPTY)], **options)


def a_decision() -> StringField:
    """The number of the decision, where there is one."""
    return StringField(
        lazy("Số quyết định, nếu có"),
        [readable, at_most(rules.LONGEST_DECISION)],
        filters=[clean],
        description=lazy("Ví dụ: 1685/NQ-UBTVQH15."),
        render_kw={"autocomplete": "off"},
    )


def a_name(say: str, *checks: Any) -> StringField:
    """One line for a name."""
    kept = [*checks, readable, at_most(rules.LONGEST_NAME)]
    return StringField(say, kept, filters=[clean], render_kw={"autocomplete": "off"})


class AddForm(Form):
    """New places of one kind, one a line."""

    what = SelectField(lazy("Loại"))
    names = TextAreaField(
        lazy("Tên"),
        [required(EMPTY), readable, at_most(rules.MOST_AT_ONCE * (rules.LONGEST_NAME + 2))],
        description=lazy("Mỗi dòng một tên. Nơi nào đã có thì giữ nguyên."),
        render_kw={"rows": 5, "autocomplete": "off", "spellcheck": "false"},
    )

    @classmethod
    def offering(cls, kinds: Sequence[Kind], usual: str) -> "AddForm":
        """With the kinds that may be added here; `usual` is what most have been."""
        form = cast("AddForm", cls.of_request(what=usual))
        form.what.choices = [
            SelectChoice(f"{kind}:{label}", label_words(label) if label else KIND_WORDS[kind])
            for kind in kinds
            for label in rules.LABELS.get(kind, ("",))
        ]
        return form

    @property
    def lines(self) -> list[str]:
        """The names, one a line."""
        return [line for line in map(clean, (self.names.data or "").splitlines()) if line]

    def validate_names(self, field: Any) -> None:
        if len(self.lines) > rules.MOST_AT_ONCE:
            raise ValidationError(_("Mỗi lần thêm nhiều nhất %(most)d nơi.", most=rules.MOST_AT_ONCE))
        if any(len(line) > rules.LONGEST_NAME for line in self.lines):
            raise ValidationError(
                _("Có tên dài quá. Mỗi tên nhiều nhất %(most)d ký tự.", most=rules.LONGEST_NAME)
            )
        if not self.lines:
            raise ValidationError(str(EMPTY))
        field.data = "\n".join(self.lines)


class NamedForm(Form):
    """What stands before the name, and the name."""

    label = SelectField(lazy("Loại"))
    name = a_name(lazy("Tên"), required(EMPTY))

    def offer_labels(self, kind: Kind) -> None:
        """With the labels of a kind; without the field where it has none."""
        labels = rules.LABELS.get(kind)
        if labels is None:
            del self.label
        else:
            self.label.choices = [SelectChoice(label, label_words(label)) for label in labels]

    @property
    def chosen_label(self) -> str:
        return self.data.get("label") or ""


class EditForm(NamedForm):
    """Another name: mended, or given from a day on."""

    how = RadioField(
        lazy("Vì sao đổi"),
        choices=[
            SelectChoice("correct", lazy("Viết sai, sửa lại cho đúng")),
            SelectChoice("rename", lazy("Đổi tên theo quyết định")),
        ],
    )
    on = a_day()
    decision = a_decision()

    @classmethod
    def offering(cls, place: PlaceFacts, today: date) -> "EditForm":
        """With the name as it is."""
        name = {"name": place.name, "label": place.label}
        form = cast("EditForm", cls.of_request(**name, how="correct", on=today))
        form.offer_labels(place.kind)
        return form


class MergeForm(NamedForm):
    """The units that become one, and what it is called."""

    find = StringField(
        lazy("Tìm đơn vị khác"), [at_most(80)], filters=[clean], render_kw={"autocomplete": "off"}
    )
    units = SelectMultipleField(lazy("Sáp nhập với"), validate_choice=True)
    on = a_day()
    decision = a_decision()

    @classmethod
    def offering(cls, place: PlaceFacts, beside: Sequence[PlaceFacts], today: date) -> "MergeForm":
        """With the units beside."""
        form = cast("MergeForm", cls.of_request(label=place.label, on=today))
        form.offer_labels(place.kind)
        form.units.choices = [SelectChoice(str(one.id), one.full_name) for one in beside]
        return form

    def validate_units(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Anh chị chọn ít nhất một đơn vị."))


class SplitForm(NamedForm):
    """What leaves, and where it goes."""

    leaving = SelectMultipleField(lazy("Những nơi tách ra"), validate_choice=True)
    into = SelectField(lazy("Chuyển về đâu"))
    name = a_name(lazy("Tên đơn vị mới"), Optional(strip_whitespace=True))
    on = a_day()
    decision = a_decision()

    @classmethod
    def offering(
        cls, place: PlaceFacts, below: Sequence[PlaceFacts], beside: Sequence[PlaceFacts], today: date
    ) -> "SplitForm":
        """With what lies in the unit, and the units beside it."""
        form = cast("SplitForm", cls.of_request(label=place.label, on=today))
        form.offer_labels(place.kind)
        form.leaving.choices = [SelectChoice(str(one.id), one.full_name) for one in below]
        form.into.choices = [
            SelectChoice("", lazy("Một đơn vị mới")),
            *(SelectChoice(str(one.id), one.full_name) for one in beside),
        ]
        return form

    def validate_leaving(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Anh chị chọn ít nhất một nơi."))

    def validate_name(self, field: Any) -> None:
        if not self.into.data and not field.data:
            raise ValidationError(str(EMPTY))


class SucceedForm(Form):
    """What became of a place that ended."""

    successor = SelectField(lazy("Nơi kế tục"))
    decision = a_decision()

    @classmethod
    def offering(cls, beside: Sequence[PlaceFacts], now: str) -> "SucceedForm":
        """With the units beside."""
        form = cast("SucceedForm", cls.of_request(successor=now))
        form.successor.choices = [SelectChoice(str(one.id), one.full_name) for one in beside]
        return form
