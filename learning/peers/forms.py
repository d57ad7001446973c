"""Forms: whom a new server may know, and which of two profiles is right."""

from typing import Any, cast

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from learning.i18n import lazy_gettext as lazy
from learning.peers.queries import ConflictFacts
from learning.peers.things import Shared, shared
from learning.web.forms import Form, required, sentence

EVERYBODY = "*"
CHOOSE = lazy("Anh chị chọn máy chủ này được biết những ai.")


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

    @classmethod
    def about(cls, conflict: ConflictFacts, sent: Any = None) -> "ChooseForm":
        """Only what differs is asked; nothing is chosen until somebody chooses."""
        things = shared(conflict.feed)
        asked = {
            name: RadioField(sentence(word), choices=cls._choices(things, name, conflict))
            for name, word in things.members.items()
            if conflict.ours[name] != conflict.theirs[name]
        }
        made = cast("type[ChooseForm]", type(cls.__name__, (cls,), asked))
        return made(sent, prefix=f"{conflict.thing.hex}-")

    @staticmethod
    def _choices(things: Shared, name: str, conflict: ConflictFacts) -> list[SelectChoice]:
        ours, theirs = (things.say(name, said[name]) for said in (conflict.ours, conflict.theirs))
        return [
            SelectChoice("ours", f"{ours} ({lazy('ở máy này')})"),
            SelectChoice("theirs", f"{theirs} ({conflict.peer_name})"),
        ]

    @property
    def theirs(self) -> set[str]:
        """The members that are right there."""
        return {name for name, value in self.data.items() if value == "theirs"}
