"""Headers on every answer, the origin check, and limits on what may come in."""

from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface
from flask_babel import lazy_gettext as lazy
from werkzeug.middleware.proxy_fix import ProxyFix

from learning.config import Settings
from learning.web.errors import Forbidden

# Nothing inline, nothing from elsewhere, no frames, no <base>. No nonces: cached pages stay valid offline.
POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "font-src 'self'; "
    "connect-src 'self'; "
    "img-src 'self' data:; "
    "media-src 'self' blob:; "
    "form-action 'self'; "
    "worker-src 'self'; "
    "manifest-src 'self'; "
    "frame-ancestors 'none'; "
    "base-uri 'none'"
)
HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    # Not no-referrer: that turns Origin into "null" on our own forms, and the origin check would refuse them.
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "geolocation=(), payment=(), usb=(), interest-cohort=()"),
)
FROM_ELSEWHERE = lazy("Yêu cầu này đến từ một trang khác nên bị từ chối. Bác mở lại trang rồi làm lại.")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_FORM = 64 * 1024
LARGEST_BATCH = 1024 * 1024


class CookieSession(SecureCookieSessionInterface):
    """Flask's signed cookie, Secure exactly where the line is: one program serves https and a LAN box."""

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002  # Flask's signature
        return request.is_secure


def install(app: Flask, settings: Settings) -> None:
    """Put the checks in front of every view and the headers behind it."""
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        MAX_FORM_PARTS=200,
        SESSION_COOKIE_NAME="so_hoc",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    app.session_interface = CookieSession()
    app.before_request(refuse_elsewhere)
    app.before_request(limit_batches)
    app.after_request(add_headers)
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # how Flask documents a middleware
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )


def refuse_elsewhere() -> None:
    """Design decision 7: an unsafe request outside /api/ must come from our own pages."""
    if request.method in SAFE_METHODS or request.path.startswith("/api/"):
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        own = site in ("same-origin", "none")
    else:
        own = _is_own_origin(request.headers.get("Origin"))
    if not own:
        raise Forbidden(FROM_ELSEWHERE)


def limit_batches() -> None:
    """The API takes batches; everything else is a small form."""
    if request.path.startswith("/api/"):
        request.max_content_length = LARGEST_BATCH


def add_headers(response: Response) -> Response:
    response.headers.extend(HEADERS)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def _is_own_origin(origin: str | None) -> bool:
    if not origin:
        return False
    asked = urlsplit(origin)
    return (asked.scheme, asked.netloc) == (request.scheme, request.host)
