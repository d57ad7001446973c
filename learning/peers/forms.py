"""Forms: whom a new server may know, and which of two profiles is right."""

from typing import Any, cast

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from learning.i18n import lazy_gettext as lazy
from learning.peers.queries import ConflictFacts
from learning.web.forms import Form, required, sentence

EVERYBODY = "*"
CHOOSE = lazy("Anh chị chọn máy chủ này được biết những ai.")
NO_YEAR = lazy("Chưa ghi")


class InviteForm(Form):
    """A place, or plainly everybody: nothing is chosen by itself."""

    place = SelectField(
        sentence(lazy("Máy chủ này được biết những ai")),
        [required(CHOOSE)],
        description=sentence(lazy("Chỉ người học ở nơi này, và những ai máy ấy tự ghi tên.")),
    )

    def offer(self, places: list[tuple[str, str]]) -> "InviteForm":
        """The places that were found."""
        self.place.choices = [
            SelectChoice("", str(lazy("Chưa chọn"))),
            *(SelectChoice(*one) for one in places),
            SelectChoice(EVERYBODY, str(lazy("Tất cả mọi người ở mọi nơi"))),
        ]
        return self

    @property
    def path(self) -> str | None:
        """The chosen place; None is everybody."""
        return None if self.place.data == EVERYBODY else self.place.data


class ChooseForm(Form):
    """Of each member that differs, which is right."""

    display_name = RadioField(sentence(lazy("Tên")))
    year_of_birth = RadioField(sentence(lazy("Năm sinh")))
    language = RadioField(sentence(lazy("Ngôn ngữ")))

    @classmethod
    def about(cls, conflict: ConflictFacts, sent: Any = None) -> "ChooseForm":
        """Only what differs is asked; what is here is chosen until somebody chooses."""
        form = cls(sent, prefix=f"{conflict.person.hex}-")
        for name in list(form.data):
            if conflict.ours[name] == conflict.theirs[name]:
                del form[name]
                continue
            field = cast("Any", form[name])
            field.choices = [
                ("ours", f"{_said(conflict.ours[name])} ({lazy('ở máy này')})"),
                ("theirs", f"{_said(conflict.theirs[name])} ({conflict.peer_name})"),
            ]
        return form

    @property
    def theirs(self) -> set[str]:
        """The members that are right there."""
        return {name for name, value in self.data.items() if value == "theirs"}


def _said(value: object) -> str:
    return str(NO_YEAR if value is None else value)
