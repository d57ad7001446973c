"""Folding: templates compiled for one language say the same as templates that look everything up."""

from gettext import NullTranslations
from typing import ClassVar

import pytest
from jinja2 import DictLoader

from learning.i18n.templates import FoldingEnvironment


class English(NullTranslations):
    """A catalogue of three sentences."""

    SAID: ClassVar = {"Chào": "Hello", "Chào %(name)s": "Hello %(name)s", "Một <b>hai</b>": "One <b>two</b>"}

    def gettext(self, message: str) -> str:
        return self.SAID.get(message, message)


def url(endpoint: str, **values: str) -> str:
    return f"/{endpoint}/{'/'.join(values.values())}"


def made(source: str, **names: object) -> str:
    environment = FoldingEnvironment(loader=DictLoader({"page": source}), autoescape=True)
    environment.fold(English(), {"url": url})
    return environment.get_template("page").render(**names)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('{{ _("Chào") }}', "Hello"),
        ('{{ _("Không có") }}', "Không có"),
        ('{{ _("Chào %(name)s", name=name) }}', "Hello &lt;i&gt;"),
        ('{{ _("Một <b>hai</b>") }}', "One <b>two</b>"),
        ('{{ _("100 %%") }}', "100 %"),
        ('<a title="{{ _("Chào") }}">', '<a title="Hello">'),
        ('{% set x = _("Chào") %}{{ x ~ "!" }}', "Hello!"),
        ('{{ url("home") }}', "/home/"),
        ('{{ url("module", id="a&b") }}', "/module/a&amp;b"),
        ('{{ url("module", id=name) }}', "/module/&lt;i&gt;"),
    ],
)
def test_a_page_says_what_it_should(source: str, text: str) -> None:
    assert made(source, name="<i>") == text


def test_a_sentence_that_only_the_run_knows_is_looked_up_then() -> None:
    assert made("{{ _(name) }}", name="Chào") == "Hello"


def test_constant_addresses_are_built_while_compiling_and_never_again() -> None:
    calls: list[str] = []

    def counted(endpoint: str) -> str:
        calls.append(endpoint)
        return "/"

    environment = FoldingEnvironment(loader=DictLoader({"page": '{{ url("home") }}'}), autoescape=True)
    environment.fold(NullTranslations(), {"url": counted})
    page = environment.get_template("page")
    assert [page.render() for _ in range(3)] == ["/", "/", "/"]
    assert calls == ["home"]


PARTS = {
    "part": '{% macro b(say, kind="k") %}<b class="{{ kind }}">{{ say }}</b>{% endmacro %}'
    '{% macro box(kind) %}<p class="{{ kind }}">{{ caller() }}</p>{% endmacro %}'
}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('{{ b("Chào") }}', '<b class="k">Chào</b>'),
        ('{{ b(_("Chào"), kind="<") }}', '<b class="&lt;">Hello</b>'),
        ("{{ b(name) }}", '<b class="k">&lt;i&gt;</b>'),
        ('{{ b(b("x")) }}', '<b class="k"><b class="k">x</b></b>'),
        (
            '{% call box("k") %}{{ b("x") }}{{ name }}{% endcall %}',
            '<p class="k"><b class="k">x</b>&lt;i&gt;</p>',
        ),
        ('{% for b in [name] %}{{ b("x") }}{% endfor %}', "x!"),
    ],
)
def test_a_component_says_the_same_folded_and_not(source: str, text: str) -> None:
    page = '{% from "part" import b, box %}' + source
    given = (lambda say: f"{say}!") if "for b" in source else "<i>"
    for auto_reload in (True, False):  # with it nothing is folded, so that a changed component shows
        loader = DictLoader({**PARTS, "page": page})
        environment = FoldingEnvironment(loader=loader, autoescape=True, auto_reload=auto_reload)
        environment.fold(English(), {"url": url})
        assert environment.get_template("page").render(name=given) == text
