"""Public pages that are made already, handed out before Flask looks at the request (decision 15).

Only what a public view has answered at this very path lies here, for a plain GET without a query.
Whatever is in any way out of the ordinary goes to Flask, which gives the same answer.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from learning.web.pages import PageStore, Stored, coding_header, is_known, named

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Shelf:
    """Stands between our headers and Flask. Steps aside for browsers that bring the cookie `not_for`."""

    def __init__(self, inner: "WSGIApplication", pages: Callable[[], PageStore], not_for: str) -> None:
        self._inner = inner
        self._pages = pages
        self._not_for = not_for

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        found = self._pages().at(environ["PATH_INFO"]) if self._is_ordinary(environ) else None
        if found is None:
            return self._inner(environ, start_response)
        stored, cache = found
        coding, body = _coding(stored, environ.get("HTTP_ACCEPT_ENCODING", ""))
        headers = named(stored, coding, cache)
        if is_known(stored, environ.get("HTTP_IF_NONE_MATCH")):
            start_response("304 NOT MODIFIED", headers)
            return [b""]
        headers += [
            *coding_header(coding),
            ("Content-Type", stored.mimetype),
            ("Content-Length", str(len(body))),
        ]
        start_response("200 OK", headers)
        return [body]

    def _is_ordinary(self, environ: "WSGIEnvironment") -> bool:
        return (
            environ["REQUEST_METHOD"] == "GET"
            and not environ.get("QUERY_STRING")
            and not environ.get("SCRIPT_NAME")
            and self._not_for not in environ.get("HTTP_COOKIE", "")
            and ";" not in environ.get("HTTP_ACCEPT_ENCODING", "")
        )


def _coding(stored: Stored, accepted: str) -> tuple[str, bytes]:
    """Our order is our preference."""
    return next((pair for pair in stored.coded if pair[0] in accepted), None) or ("", stored.plain)
