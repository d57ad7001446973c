"""What a learner fills in about herself: every answer is chosen, nothing is typed but the name of a place."""

from collections.abc import Sequence
from typing import cast

from flask import request
from wtforms import RadioField

from learning.i18n import lazy_gettext as lazy
from learning.recognition.log_words import APPEAL_WORDS
from learning.web.forms import Form, choices, clean, required, sentence

LONGEST_SEARCH = 80
CHOOSE = lazy("Bác chọn một ô đã nhé.")


class PointsForm(Form):
    """So many points of at most so many."""

    diem = RadioField(sentence(lazy("Bác tự chấm mấy điểm?")), validators=[required(CHOOSE)])

    def offer(self, most: int) -> "PointsForm":
        """From none to the most there are, the ends in words."""
        ends = {0: lazy("0 – chưa có"), most: lazy("%(most)d – rất tốt", most=most)}
        self.diem.choices = choices((str(one), ends.get(one, str(one))) for one in range(most + 1))
        return self


class GroupForm(Form):
    """Which group of people, of those that have a form of their own."""

    nhom = RadioField(sentence(lazy("Bác thuộc nhóm nào?")), validators=[required(CHOOSE)])

    def offer(self, groups: Sequence[tuple[str, object]]) -> "GroupForm":
        self.nhom.choices = choices(groups)
        return self


class AppealForm(Form):
    """Why somebody else should look again."""

    ly_do = RadioField(
        sentence(lazy("Vì sao bác chưa đồng ý?")),
        choices=choices(APPEAL_WORDS.items()),
        validators=[required(CHOOSE)],
    )


def points_form() -> PointsForm:
    """As it was sent."""
    return cast("PointsForm", PointsForm.of_request())


def group_form() -> GroupForm:
    """As it was sent."""
    return cast("GroupForm", GroupForm.of_request())


def appeal_form() -> AppealForm:
    """As it was sent."""
    return cast("AppealForm", AppealForm.of_request())


def searched() -> str:
    """The name of a place, as far as it was typed."""
    return clean(request.args.get("tim", ""))[:LONGEST_SEARCH]
