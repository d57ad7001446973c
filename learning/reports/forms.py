"""The form for how many people live at a place and inside it: each number with its source and day."""

from collections.abc import Callable, Sequence
from typing import Any, cast
from uuid import UUID

from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import NumberRange, Optional, ValidationError

from learning.clock import now
from learning.i18n import gettext as _
from learning.i18n import lazy_gettext
from learning.places.queries import PlaceFacts
from learning.places.rules import called, day_of
from learning.reports import rules
from learning.reports.figures import AMONG_WORDS
from learning.reports.rules import Paper, Population
from learning.web.forms import Form, at_most, clean, readable, required

lazy = cast("Callable[..., str]", lazy_gettext)  # the stubs of WTForms know of no lazy text
EMPTY = lazy("Ô này chưa điền.")
LONGEST_LINES = 20_000


class PopulationForm(Form):
    """The number of the place itself, and of what lies in it, one a line; one source and day for all."""

    people = IntegerField(
        lazy("Số dân của cả nơi này"),
        [Optional(), NumberRange(1, rules.MOST_PEOPLE, lazy("Số dân là một số lớn hơn 0."))],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    lines = TextAreaField(
        lazy("Các nơi bên trong"),
        [readable, at_most(LONGEST_LINES)],
        description=lazy(
            "Mỗi dòng một nơi: tên, rồi số dân. Chép hai cột từ Excel rồi dán vào đây cũng được."
        ),
        render_kw={"rows": 6, "autocomplete": "off", "spellcheck": "false"},
    )
    among = SelectField(
        lazy("Số này đếm những ai"),
        choices=[SelectChoice(key, words) for key, words in AMONG_WORDS.items()],
    )
    source = StringField(
        lazy("Nguồn"),
        [required(EMPTY), readable, at_most(120)],
        filters=[clean],
        description=lazy("Ví dụ: Niên giám thống kê 2025, bảng 8; hoặc sổ hộ tịch của Ủy ban nhân dân xã."),
        render_kw={"autocomplete": "off"},
    )
    on = DateField(
        lazy("Tính đến ngày"), [required(EMPTY)], format=["%Y-%m-%d", "%d/%m/%Y"], render_kw={"type": "date"}
    )

    @classmethod
    def about(cls, inside: Sequence[PlaceFacts]) -> "PopulationForm":
        """Without lines where nothing lies inside."""
        form = cast("PopulationForm", cls.of_request())
        if not inside:
            del form.lines
        return form

    def validate_on(self, field: Any) -> None:
        if field.data and field.data > day_of(now()):
            raise ValidationError(_("Ngày này chưa tới."))

    def numbers(self, place: PlaceFacts, inside: Sequence[PlaceFacts]) -> dict[UUID, Population]:
        """Each place's number; whatever is wrong with a line is said by its number, and nothing is taken."""
        found: dict[UUID, int] = {place.id: self.people.data} if self.people.data else {}
        named = [(one.id, one.label, one.name) for one in inside]
        wrong: list[str] = []
        typed = (self.data.get("lines") or "").splitlines()
        for number, line in enumerate(typed[: rules.MOST_LINES], 1):
            if not line.strip():
                continue
            read = rules.line(clean(line))
            at = called(read[0], named) if read else None
            if read is None:
                wrong.append(_("Dòng %(number)d: cần tên nơi, rồi số dân.", number=number))
            elif at is None:
                said = _(
                    "Dòng %(number)d: bên trong không có nơi nào tên “%(name)s”.",
                    number=number,
                    name=read[0][:60],
                )
                wrong.append(said)
            elif at in found:
                wrong.append(_("Dòng %(number)d: nơi này đã có ở dòng trên.", number=number))
            else:
                found[at] = read[1]
        if len(typed) > rules.MOST_LINES:
            wrong.append(_("Mỗi lần ghi nhiều nhất %(most)d dòng.", most=rules.MOST_LINES))
        if not found and not wrong:
            wrong.append(_("Anh chị ghi ít nhất một số dân."))
        self.form_errors.extend(wrong)
        return {} if wrong else {at: self.paper.says(people) for at, people in found.items()}

    @property
    def paper(self) -> Paper:
        """From which paper the numbers are; of a form that was found good."""
        assert self.on.data is not None
        return Paper(self.among.data, self.source.data or "", self.on.data)


class FileForm(PopulationForm):
    """The same for a file of numbers: only from which paper it is."""

    people = None  # type: ignore[assignment]  # so WTForms takes a field out
    lines = None  # type: ignore[assignment]  # as above

    @classmethod
    def sent(cls) -> "FileForm":
        """As the request has it."""
        return cast("FileForm", cls.of_request())
