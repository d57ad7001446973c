"""The page of components: every part in every state, for whoever builds a page. Made from real content."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from learning.catalog.content import Catalog, Module
from learning.i18n import lazy_gettext as lazy
from learning.quizzes.marking import Explained, Mark, explain, mark
from learning.quizzes.practice import Element, Screen
from learning.quizzes.questions import Question
from learning.study import addresses
from learning.study.asked import Asked, ask
from learning.web.errors import Sentence
from learning.web.forms import Form, at_most, required, sentence

PictureUrl = Callable[[str], str]


def named(*labels: Sentence) -> list[SelectChoice]:
    return [SelectChoice(value=str(number), label=label) for number, label in enumerate(labels)]


class SampleForm(Form):
    """One field of each kind."""

    name = StringField(sentence(lazy("Tên")), [required(), at_most(80)])
    place = SelectField(sentence(lazy("Thôn")), choices=named(lazy("Thôn Đoài"), lazy("Thôn Đông")))
    kind = RadioField(sentence(lazy("Vai trò")), choices=named(lazy("Người học"), lazy("Hướng dẫn viên")))
    agree = BooleanField(sentence(lazy("Tôi nhớ rồi")))


@dataclass(frozen=True, slots=True)
class Sample:
    """A question as drawn: fresh, answered wrongly, or left open."""

    asked: Asked
    picture_url: PictureUrl
    result: tuple[Mark, Explained] | None
    missing: bool

    def __iter__(self) -> Iterator[object]:
        return iter((self.asked, self.picture_url, self.result, self.missing))


@dataclass(frozen=True, slots=True)
class LivingPage:
    form: Form
    samples: list[Sample]
    screens: list[tuple[Screen, Element | None, PictureUrl]]


def page(catalog: Catalog) -> LivingPage:
    """One question of each kind, one screen of each layout, and a form that came back."""
    form = SampleForm(MultiDict({"name": "", "place": "1", "kind": "0"}))
    form.validate()
    return LivingPage(form, _samples(catalog), _screens(catalog))


def _samples(catalog: Catalog) -> list[Sample]:
    found: dict[str, tuple[Module, Question]] = {}
    for module in catalog.modules:
        for question in module.bank.questions:
            found.setdefault(question.kind, (module, question))
    asked = ask([question for _, question in found.values()], seed="living")
    states = ("answered", "fresh", "missing")
    return [
        _sample(one, partial(addresses.picture, module), states[place % len(states)])
        for place, (one, (module, _)) in enumerate(zip(asked, found.values(), strict=True))
    ]


def _sample(asked: Asked, picture_url: PictureUrl, state: str) -> Sample:
    """An answer that anyone could give by chance shows what an explanation looks like."""
    answer = asked.key["of"][0] if state == "answered" and "of" in asked.key else None
    if not isinstance(answer, str) or asked.key["rule"] != "one":
        return Sample(asked, picture_url, None, state == "missing")
    return Sample(asked, picture_url, (mark(asked.key, answer), explain(asked.key, answer)), missing=False)


def _screens(catalog: Catalog) -> list[tuple[Screen, Element | None, PictureUrl]]:
    found: dict[str, tuple[Screen, Element | None, PictureUrl]] = {}
    for module in catalog.modules:
        for screen in module.practice.screens if module.practice else ():
            wrong = next((element for element in screen.tappable if element.to is None), None)
            found.setdefault(screen.layout, (screen, wrong, partial(addresses.picture, module)))
    return list(found.values())
