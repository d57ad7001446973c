"""The language in an address: /<lang>/…; unknown codes are simply not found."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Flask, g, request
from werkzeug.routing import BaseConverter, ValidationError

from learning.i18n.negotiation import of_visitor
from learning.i18n.registry import NO_FONT, Language, Languages
from learning.web.site import site

GREETING = "Bác dùng tiếng nào?"  # asked in every language, to be heard before anything is read


def converter(languages: Languages) -> type[BaseConverter]:
    """`<lang:language>` in a route: a Language that we offer."""

    class LanguageConverter(BaseConverter):
        regex = "[a-z]{2,3}(?:-[A-Za-z0-9]+)*"

        def to_python(self, value: str) -> Language:
            language = languages.offered_code(value)
            if language is None:
                raise ValidationError
            return language

        def to_url(self, value: Any) -> str:
            return str(value.code if isinstance(value, Language) else value)

    return LanguageConverter


def install(app: Flask, languages: Languages) -> None:
    """Take the language out of the address before the view, and put it back into every address built."""
    app.url_map.converters["lang"] = converter(languages)

    @app.url_value_preprocessor
    def take(endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and "language" in values:
            g.language = values.pop("language")
        elif endpoint not in ("web.static", "web.health"):
            g.language = _of_path(languages) or of_visitor()

    @app.url_defaults
    def put(endpoint: str, values: dict[str, Any]) -> None:
        if "language" not in values and app.url_map.is_endpoint_expecting(endpoint, "language"):
            values["language"] = g.language


def alternates() -> list[tuple[Language, str, str]]:
    """This page in every language: (language, path, address from outside)."""
    head, _, rest = request.path[1:].partition("/")
    if site().languages.offered_code(head) is None:
        return []
    outside = site().settings.public_url
    made = []
    for language in site().languages.offered:
        address = f"/{language.code}/{quote(rest)}"
        made.append((language, address, outside + address))
    return made


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language to choose and its first page: what it asks in its own words, and the file that is heard."""

    language: Language
    home: str
    asks: str | None
    clip: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Every language on one page. `fonts` are the stacks that draw their names."""

    tongues: list[Tongue]

    @property
    def fonts(self) -> list[str]:
        return sorted({each.language.fonts for each in self.tongues} - {NO_FONT})


def choice() -> Choice:
    return Choice([_tongue(each) for each in site().languages.offered])


def _tongue(language: Language) -> Tongue:
    asks = own_words(language, GREETING)
    clip = site().clip_of(language, asks) if asks else None
    return Tongue(language, f"/{language.code}/", asks, clip)


def own_words(language: Language, sentence: str) -> str | None:
    """A sentence of the interface in this very language; None where another one would speak for it."""
    spoken = site().catalogs.get(language.code)
    if language.is_source or spoken is None:
        return sentence if language.is_source else None
    known = site().catalogs
    others = [known[code].gettext(sentence) for code in language.fallback if code in known]
    said: str = spoken.gettext(sentence)
    return None if said in (sentence, *others) else said


def canonical() -> str:
    """The one address of this page for search engines; never taken from the Host header."""
    return site().settings.public_url + quote(request.path)


def _of_path(languages: Languages) -> Language | None:
    """Not-found pages too speak the language of the address that was tried."""
    return languages.offered_code(request.path[1:].partition("/")[0])
