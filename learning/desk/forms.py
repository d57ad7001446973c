"""Forms of the desk. Whatever was typed comes back with the error; nothing that is wrong is thrown away."""

from collections.abc import Callable, Sequence
from typing import Any, cast
from uuid import UUID

from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectField, StringField, TextAreaField

from learning.desk import rules, words
from learning.desk.texts import Text
from learning.i18n import lazy_gettext
from learning.i18n.registry import Language
from learning.web.forms import Form, at_most, choices, clean, readable, required

lazy = cast("Callable[..., str]", lazy_gettext)
EMPTY = lazy("Ô này chưa điền.")
CHOOSE = lazy("Anh chị chọn một ý.")
LONGEST_SENT = 6000  # letters taken from a field at all


class ProfileForm(Form):
    """Which of a language's forms somebody speaks and writes."""

    dialect = StringField(
        lazy("Anh chị nói tiếng vùng nào?"),
        [readable, at_most(rules.LONGEST_DIALECT)],
        filters=[clean],
        description=lazy("Ví dụ: Mông Hoa, Sa Pa. Người đọc duyệt sẽ thấy dòng này."),
        render_kw={"autocomplete": "off"},
    )
    spelling = StringField(
        lazy("Anh chị viết theo lối chữ nào?"),
        [readable, at_most(rules.LONGEST_DIALECT)],
        filters=[clean],
        description=lazy("Ví dụ: chữ Mông Việt Nam 1961."),
        render_kw={"autocomplete": "off"},
    )


class AskForm(Form):
    """A question of a kind, with a short note."""

    kind = RadioField(lazy("Anh chị vướng chỗ nào?"), [required(CHOOSE)], choices=choices(words.ASKS.items()))
    note = StringField(
        lazy("Nói thêm, nếu cần"),
        [readable, at_most(rules.LONGEST_NOTE)],
        filters=[clean],
        description=lazy("Một hai câu. Đừng ghi tên hay số điện thoại của ai."),
        render_kw={"autocomplete": "off"},
    )


class ReturnForm(Form):
    """What is wrong with somebody's translation."""

    kind = RadioField(lazy("Chưa được chỗ nào?"), [required(CHOOSE)], choices=choices(words.RETURNS.items()))
    note = StringField(
        lazy("Nói thêm, nếu cần"),
        [readable, at_most(rules.LONGEST_NOTE)],
        filters=[clean],
        description=lazy("Một hai câu, để người dịch biết sửa chỗ nào."),
        render_kw={"autocomplete": "off"},
    )


class AnswerForm(Form):
    """An answer to a translator."""

    answer = StringField(
        lazy("Trả lời"),
        [required(EMPTY), readable, at_most(rules.LONGEST_NOTE)],
        filters=[clean],
        render_kw={"autocomplete": "off"},
    )


class SpeakerForm(Form):
    """Somebody gets a language."""

    person = SelectField(lazy("Người dịch"), [required(CHOOSE)])
    language = SelectField(lazy("Thứ tiếng"), [required(CHOOSE)])

    @classmethod
    def offering(cls, people: Sequence[tuple[UUID, str]], languages: Sequence[Language]) -> "SpeakerForm":
        form = cast("SpeakerForm", cls.of_request())
        form.person.choices = choices([(str(id), name) for id, name in people])
        form.language.choices = choices([(one.code, f"{one.vi_name} · {one.name}") for one in languages])
        return form


class WordsForm(Form):
    """The translation of one sentence: as many fields as the language has forms, `loi-0`, `loi-1`, …"""

    wrong: list[rules.Wrong]

    @classmethod
    def of(
        cls, text: Text, language: Language, sent: MultiDict[str, str] | None, said: Sequence[str]
    ) -> "WordsForm":
        """With what was sent, else with what is said now."""
        forms = language.forms if text.plural else [[]]
        fields = {
            f"loi_{number}": TextAreaField(
                words.numbers(shown, is_only=len(forms) == 1),
                name=f"loi-{number}",
                id=f"loi-{number}",
                render_kw={
                    "lang": language.code,
                    "dir": language.dir,
                    "rows": 3,
                    "autocomplete": "off",
                    "data-draft": "",
                },
            )
            for number, shown in enumerate(forms)
        }
        made = type("WordsFormOfText", (cls,), fields)
        now = {f"loi_{number}": form for number, form in enumerate(said[: len(forms)])}
        form: WordsForm = made(sent, data=now)
        form.wrong = []
        return form

    @property
    def typed(self) -> list[str]:
        """As it is kept."""
        return [rules.written((one.data or "")[:LONGEST_SENT]) for one in self]

    def is_fit(self, text: Text) -> bool:
        """Is it whole? Else each field says what is missing, and keeps what was typed."""
        self.wrong = rules.wrong_in(text.domain, text.source, text.plural, self.typed)
        for number, one in enumerate(cast("Any", self)):
            one.errors = words.faults(self.wrong, number)
        return not self.wrong
