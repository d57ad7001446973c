"""A fetched page as a person meets it: heading, words, links, forms that can be filled in and sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from cssselect import HTMLTranslator
from werkzeug.test import TestResponse

from tests.support.markup import Element, found, name_of, parsed, text_of

Values = dict[str, list[str]]
Send = Callable[..., "Page"]


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads and what it says."""

    text: str
    href: str


@dataclass(frozen=True)
class Page:
    """One answer of the site, already inspected. `send` fetches the next one as the same visitor."""

    response: TestResponse
    path: str
    send: Send
    whole: bool = True

    @property
    def html(self) -> str:
        return self.response.get_data(as_text=True)

    @property
    def root(self) -> Element:
        return parsed(self.html, whole=self.whole)[0]

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def heading(self) -> str:
        return text_of(self.one("h1"))

    @property
    def title(self) -> str:
        return text_of(self.one("head > title"))

    @property
    def text(self) -> str:
        """All that can be read on it, head excluded."""
        body = self.root.find("body")
        return text_of(self.root if body is None else body)

    @property
    def links(self) -> list[Link]:
        return [Link(name_of(link), link.get("href", "")) for link in self.all("a[href]")]

    def all(self, css: str) -> list[Element]:
        """Every element that the selector finds."""
        return found(self.root, HTMLTranslator().css_to_xpath(css))

    def one(self, css: str) -> Element:
        """The one element; none or several are an error."""
        elements = self.all(css)
        assert len(elements) == 1, f"{len(elements)} elements match {css!r} on {self.path}"
        return elements[0]

    def texts(self, css: str) -> list[str]:
        return [text_of(element) for element in self.all(css)]

    def follow(self, text: str, **options: Any) -> Page:
        """Press the first link that says so (its whole name, or a part of it)."""
        for link in self.links:
            if text in link.text:
                return self.send("GET", urljoin(self.path, link.href), **options)
        raise AssertionError(f"no link says {text!r} on {self.path}: {[link.text for link in self.links]}")

    def form(self, css: str = "main form") -> Form:
        """The one form that the selector finds, with what is already filled in."""
        element = self.one(css)
        address = urljoin(self.path, element.get("action") or self.path)
        return Form(self, element, element.get("method", "get").upper(), address, dict(_filled_in(element)))


@dataclass(frozen=True)
class Form:
    """A form on a page. Only what a person could fill in can be filled in."""

    page: Page
    element: Element
    method: str
    action: str
    values: Values = field(default_factory=dict)

    def fill(self, answers: Mapping[str, str | Iterable[str]] | None = None, **named: str) -> Form:
        """The same form with these fields filled in; a mapping takes names with dots in them."""
        values = dict(self.values)
        for name, answer in {**(answers or {}), **named}.items():
            wanted = [answer] if isinstance(answer, str) else list(answer)
            offered = self.offered(name)
            assert offered is None or set(wanted) <= set(offered), (
                f"{name}: {wanted} not offered in {offered}"
            )
            values[name] = wanted
        return Form(self.page, self.element, self.method, self.action, values)

    def offered(self, name: str) -> list[str] | None:
        """The values one can choose for a field, in the order shown; None where one types freely."""
        controls = [control for control in _controls(self.element) if control.get("name") == name]
        assert controls, (
            f"no field {name!r}; there are {sorted({c.get('name', '') for c in _controls(self.element)})}"
        )
        if controls[0].tag == "select":
            return [_value(option) for option in controls[0].iter("option")]
        if controls[0].get("type") in ("radio", "checkbox"):
            return [_value(control) for control in controls]
        return None

    def submit(self, button: str | None = None, **options: Any) -> Page:
        """Press the button that says so, or the first one."""
        values = dict(self.values)
        buttons = [one for one in self.element.iter("button", "input") if one.get("type") == "submit"]
        pressed = next((one for one in buttons if button is None or button in _says(one)), None)
        assert pressed is not None or button is None, (
            f"no button says {button!r}: {[_says(b) for b in buttons]}"
        )
        if pressed is not None and pressed.get("name"):
            values[pressed.get("name", "")] = [pressed.get("value", "")]
        if self.method == "GET":
            return self.page.send("GET", self.action, query=values, **options)
        return self.page.send("POST", self.action, data=values, **options)


def _controls(form: Element) -> list[Element]:
    return [one for one in form.iter("input", "select", "textarea", "button") if one.get("name")]


def _says(button: Element) -> str:
    return name_of(button) or button.get("value", "")


def _value(control: Element) -> str:
    if control.tag == "option":
        return control.get("value", text_of(control))
    return control.get("value", "on")


def _filled_in(form: Element) -> Values:
    """What a browser would send if nobody touched anything."""
    values: Values = {}
    for control in _controls(form):
        kind = control.get("type", "text")
        if control.get("disabled") is not None or control.tag == "button" or kind in ("submit", "file"):
            continue
        if kind in ("radio", "checkbox") and control.get("checked") is None:
            continue
        values.setdefault(control.get("name", ""), []).extend(_held(control))
    return values


def _held(control: Element) -> list[str]:
    if control.tag == "textarea":
        return [control.text or ""]
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        return [_value(option) for option in chosen or options[:1]]
    return [_value(control) if control.get("type") in ("radio", "checkbox") else control.get("value", "")]
