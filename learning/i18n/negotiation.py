"""Which language a request gets: the address says it; where it does not, the cookie, then the browser."""

from flask import current_app, g, request
from werkzeug.datastructures import LanguageAccept

from learning.i18n.registry import Language, Languages

COOKIE = "lang"


def current() -> Language:
    """The language of this request, or Vietnamese outside of one."""
    return g.get("language") or _languages().source


def chosen(cookie: str | None, accept: LanguageAccept, languages: Languages) -> Language:
    """The language for an address that names none: by cookie, then Accept-Language, then Vietnamese."""
    if cookie and (language := languages.offered_code(cookie)):
        return language
    best = accept.best_match([language.code for language in languages.offered])
    return languages.by_code[best] if best else languages.source


def of_visitor() -> Language:
    """`chosen` for the request at hand."""
    return chosen(request.cookies.get(COOKIE), request.accept_languages, _languages())


def babel_locale() -> str:
    """What Flask-Babel asks: the formatting locale, which CLDR always knows."""
    return current().locale


def _languages() -> Languages:
    languages: Languages = current_app.extensions["hocso"].languages
    return languages
