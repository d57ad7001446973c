"""Whether this browser is a shared device; and what every answer to one carries, so that nothing is kept."""

from flask import Flask, Response, g, request
from werkzeug.wrappers import Response as BaseResponse

from learning.accounts import session as people
from learning.accounts.session import OWN_DEVICE
from learning.i18n import current as current_language
from learning.i18n.negotiation import COOKIE as LANGUAGE_COOKIE
from learning.kiosk import queries, rules
from learning.kiosk.queries import KioskFacts

KEY_COOKIE = "quay_khoa"
MARKER = "quay"  # readable by scripts: this device is shared; how pages are made ready for the next person
BY_SCRIPT = "1"
BY_TIME = "2"  # scripts are off: the server asks the browser to go back by itself
EVERYTHING_BUT_OUR_COOKIE = '"cache", "storage"'


def install(app: Flask) -> None:
    """Look over every answer."""
    app.after_request(keep_nothing)


def current() -> KioskFacts | None:
    """The kiosk that this browser is, or None. Asks the database once a request."""
    if "kiosk" not in g:
        token = request.cookies.get(KEY_COOKIE, "")
        g.kiosk = queries.by_token(token) if token else None
    found: KioskFacts | None = g.kiosk
    return found


def is_shared() -> bool:
    """Do many people use this browser in a row? By its own word: whoever says so only loses comfort."""
    return MARKER in request.cookies


def mark(response: BaseResponse, token: str, *, has_scripts: bool) -> None:
    """From now on this browser is a kiosk."""
    how = BY_SCRIPT if has_scripts else BY_TIME
    secure = request.is_secure
    response.set_cookie(KEY_COOKIE, token, max_age=OWN_DEVICE, samesite="Lax", secure=secure, httponly=True)
    response.set_cookie(MARKER, how, max_age=OWN_DEVICE, samesite="Lax", secure=secure, httponly=False)


def unmark(response: Response) -> None:
    """It was ended: an ordinary browser again."""
    for name in (KEY_COOKIE, MARKER):
        response.delete_cookie(name, samesite="Lax", secure=request.is_secure)


def make_ready(response: Response) -> None:
    """Nobody is here any more: no session, no chosen language, nothing in the browser's stores."""
    people.forget_everybody()
    response.delete_cookie(LANGUAGE_COOKIE, samesite="Lax", secure=request.is_secure, httponly=True)
    response.headers["Clear-Site-Data"] = EVERYTHING_BUT_OUR_COOKIE


def keep_nothing(response: Response) -> Response:
    """No page stays in a shared device's cache; without scripts it goes home by itself after a while."""
    how = request.cookies.get(MARKER)
    if how is None or request.endpoint in ("web.static", "study.picture"):
        return response
    response.headers["Cache-Control"] = "private, no-store"
    if how == BY_TIME and response.mimetype == "text/html" and request.endpoint != "kiosk.home":
        home = f"/{current_language().code}/quay/"
        response.headers["Refresh"] = f"{rules.SECONDS_ON_ONE_PAGE}; url={home}"
    return response
