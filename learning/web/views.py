"""Addresses that belong to no feature: the front door, health, and static files."""

from flask import Blueprint, Response, g, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from learning.i18n import current
from learning.i18n.negotiation import COOKIE, of_visitor
from learning.i18n.registry import Language
from learning.web import fragments, languages, manifest, pages
from learning.web.access import personal, public
from learning.web.errors import NotFound
from learning.web.site import site

bp = Blueprint("web", __name__)
ONE_YEAR = 365 * 24 * 60 * 60


@bp.get("/")
@personal
def front() -> BaseResponse:
    """To the visitor's language. `?ngon-ngu=` is the language switch: it remembers, and returns to `tiep`."""
    asked = site().languages.offered_code(request.args.get("ngon-ngu", ""))
    language = asked or of_visitor()
    response = redirect(local_path(request.args.get("tiep"), language) or _home(language))
    response.vary.add("Accept-Language")
    if asked:
        response.set_cookie(
            COOKIE, asked.code, max_age=ONE_YEAR, samesite="Lax", httponly=True, secure=request.is_secure
        )
    return response


@bp.get("/<lang:language>/ngon-ngu/")
@public
def choose_language() -> Response:
    """Every language in its own name and letters, to be touched before anything is read."""
    every = (each.code for each in site().languages.offered)  # what one of them says or lets hear stands here
    return pages.serve_public(
        ("languages", current().code, *every),
        lambda: fragments.render("web/languages.html", page=languages.choice()),
    )


@bp.get("/healthz")
@public
def health() -> Response:
    """For whoever watches over the server: the program answers. The database is asked by no one here."""
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})


@bp.get("/static/<path:path>")
@public
def static(path: str) -> Response:
    """A file of the look; for ever where the address names this build."""
    found = site().assets.find(path)
    if found is None:
        raise NotFound
    stored, is_this_build = found
    return pages.send(stored, pages.IMMUTABLE if is_this_build else pages.REVALIDATE)


@bp.get("/sw.js")
@public
def service_worker() -> Response:
    """At the root, so that it may answer for every page; asked for anew, so that an update comes."""
    return pages.send(site().worker, pages.REVALIDATE)


@bp.get("/manifest.webmanifest")
@public
def first_manifest() -> BaseResponse:
    """Where tools and stores look for it."""
    return redirect(url_for("web.web_manifest", language=site().languages.source), 301)


@bp.get("/<lang:language>/manifest.webmanifest")
@public
def web_manifest() -> Response:
    """For the home screen of a phone, in the language of the pages."""
    return manifest.send(g.language, site().assets)


@bp.get("/favicon.ico")
@public
def favicon() -> BaseResponse:
    """Browsers ask here by themselves when a page names no icon."""
    return redirect(site().assets.address("favicon.svg"), 301)


def local_path(asked: str | None, language: Language) -> str | None:
    """A return address, if it is a path of ours in this language; anything else is None."""
    if not asked or len(asked) > 500 or "\\" in asked or any(ord(letter) < 33 for letter in asked):
        return None
    # What starts so can name no other host and no scheme; nothing needs to be taken apart.
    return asked if asked.startswith(f"/{language.code}/") else None


def _home(language: Language) -> str:
    return url_for("study.home", language=language)
