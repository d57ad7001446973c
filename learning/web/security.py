"""Headers on every answer, the origin check, and limits on what may come in."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache
from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_babel import lazy_gettext as lazy
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.middleware.proxy_fix import ProxyFix

from learning.clock import now
from learning.config import Settings
from learning.web import bodies
from learning.web.bodies import SAFE_METHODS
from learning.web.errors import Forbidden

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

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
    ("Permissions-Policy", "camera=(), geolocation=(), payment=(), usb=(), interest-cohort=()"),
)
SECURE = (("Strict-Transport-Security", "max-age=31536000"),)
# The pages that may ask for the camera: for codes that another phone shows, a card at a kiosk, a certificate.
CAMERA_PAGES = ("/nhan-ket-qua/", "/quay/")
CAMERA_ROOM = "/xac-minh/"  # with whatever number stands behind it
WITH_CAMERA = (*HEADERS[:-1], ("Permissions-Policy", HEADERS[-1][1].replace("camera=()", "camera=(self)")))
FROM_ELSEWHERE = lazy("Yêu cầu này đến từ một trang khác nên bị từ chối. Bác mở lại trang rồi làm lại.")
LARGEST_FORM = 64 * 1024
LARGEST_BATCH = 1024 * 1024
LARGEST_PACK = 16 * 1024 * 1024
COOKIES_KNOWN = 512
# Where a file comes in, and not only a small form.
FILES = frozenset(
    {"classes.import_roster", "handing.taken", "credentials.check", "translators.take", "voices.keep"}
)

# A language's clips and sentences from another server: what 20 seconds carry over the line of a centre.
PACKS = frozenset({"clip_packs.take"})


class CookieSession(SecureCookieSessionInterface):
    """Flask's signed cookie, Secure exactly where the line is: one program serves https and a LAN box."""

    def __init__(self) -> None:
        self._signer: URLSafeTimedSerializer | None = None
        # What was verified once is what it was: only its age must be looked at again.
        self._verified: LRUCache[str, tuple[dict[str, Any], datetime]] = LRUCache(COOKIES_KNOWN)
        self._lock = Lock()

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """One for all requests: its keys do not change while we run."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Most requests are for public pages and bring no session: no signer is made for those."""
        value = request.cookies.get(self.get_cookie_name(app))
        signer = self.get_signing_serializer(app) if value else None
        if value is None or signer is None:
            return self.session_class()
        with self._lock:
            known = self._verified.get(value)
        longest = app.permanent_session_lifetime
        if known is not None and timedelta(0) <= now() - known[1] <= longest:
            return self.session_class(known[0])
        try:
            known = signer.loads(value, max_age=int(longest.total_seconds()), return_timestamp=True)
        except BadSignature:
            return self.session_class()
        with self._lock:
            self._verified[value] = known
        return self.session_class(known[0])

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nor is there anything to save, or to vary by, where no view has looked at it."""
        if session.accessed or session.modified:
            super().save_session(app, session, response)

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
    app.before_request(look_at_what_comes_in)
    bodies.install(app)
    app.wsgi_app = Headers(app.wsgi_app)  # type: ignore[method-assign]  # how Flask documents a middleware
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # how Flask documents a middleware
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )


class Headers:
    """Puts our headers behind every answer. As plain WSGI: Flask would look at each of them every time."""

    def __init__(self, inner: "WSGIApplication") -> None:
        self._inner = inner

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        own = WITH_CAMERA if path.endswith(CAMERA_PAGES) or CAMERA_ROOM in path else HEADERS
        secure = SECURE if environ["wsgi.url_scheme"] == "https" else ()

        def start(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], object]:
            return start_response(status, [*headers, *own, *secure], exc_info)

        return self._inner(environ, start)


def look_at_what_comes_in() -> None:
    """Design decision 7: what changes something, outside /api/, must come from our own pages."""
    if request.method in SAFE_METHODS:
        return
    if request.path.startswith("/api/"):
        request.max_content_length = LARGEST_BATCH  # the API takes batches; everything else is a small form
        return
    if request.endpoint in FILES:
        request.max_content_length = LARGEST_BATCH
    if request.endpoint in PACKS:
        request.max_content_length = LARGEST_PACK
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        own = site in ("same-origin", "none")
    else:
        own = _is_own_origin(request.headers.get("Origin"))
    if not own:
        raise Forbidden(FROM_ELSEWHERE)


def _is_own_origin(origin: str | None) -> bool:
    # Browsers write an origin in one way only, so it is compared as it stands and never taken apart.
    return origin == f"{request.scheme}://{request.host}"
