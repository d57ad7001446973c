"""Templates to answers: whole pages, or the part that htmx asked for."""

from typing import Any

from flask import Response, g, request
from flask_htmx import HTMX
from markupsafe import Markup, escape

from learning.i18n import current
from learning.web import languages
from learning.web.site import site

htmx = HTMX()


def is_htmx() -> bool:
    """Is this htmx asking for a part? Not when it restores a whole page from history."""
    return bool(htmx) and not htmx.history_restore_request


def render(template: str, **names: Any) -> str:
    """Render in the language of the request (see i18n.templates). Hand a page one object: `page`."""
    language = current()
    environment = site().environments[language.code]
    text: str = environment.get_template(template).render(
        language=language,
        alternates=languages.alternates(),
        canonical=languages.canonical(),
        fell_back=fell_back,
        **names,
    )
    return text


def course_text(text: str) -> str:
    """A course text in the language of the request, else in Vietnamese: where no markup can stand."""
    return site().said[current().code](text).text


def fell_back() -> bool:
    """Did a text of this page come in another language than the page's?"""
    return bool(g.get("fell_back"))


def vietnamese(text: str) -> Markup:
    """What nobody translates, for it is the wording of a decision: marked, and the page says so once."""
    if current().is_source:
        return escape(text)
    g.fell_back = True
    return Markup('<span lang="vi">{}</span>').format(text)


def page(template: str, *, status: int = 200, **names: Any) -> Response:
    """A whole page as an answer."""
    return Response(render(template, **names), status=status)


def page_or_part(whole: str, part: str, **names: Any) -> Response:
    """The part for htmx, the whole page for everyone else, at one address."""
    response = Response(render(part if is_htmx() else whole, **names))
    response.vary.add("HX-Request")
    return response


def wants_part() -> bool:
    """For views that compute less for a part."""
    return is_htmx() and request.method == "GET"
