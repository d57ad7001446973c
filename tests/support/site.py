"""The site as tests visit it: endpoint names or paths in, inspected pages out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, Response
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from learning.accounts import queries, session
from learning.accounts.session import Kind
from learning.ids import new_id
from learning.web.access import Access, guard_of
from tests.support.markup import faults_of
from tests.support.page import Page, Values

PLAIN = re.compile(r"[\w./-]{8,}", re.ASCII)
HTMX = {"HX-Request": "true"}
MOST_REDIRECTS = 5
EVERY_ANSWER = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy")


class Site:
    """One visitor with one cookie jar. Sends no htmx header unless `part=True` asks for a fragment."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self._made: dict[tuple[UUID, Kind, bool, str | None], list[str]] = {}

    def get(self, where: str, **options: Any) -> Page:
        """Fetch a page by endpoint name ("study.home") or path ("/vi/"). See `visit` for the options."""
        return self.visit("GET", where, **options)

    def post(self, where: str, data: Mapping[str, Any] | None = None, **options: Any) -> Page:
        """Send a form as one of our own pages would."""
        return self.visit("POST", where, data=data or {}, **options)

    def visit(
        self,
        method: str,
        where: str,
        *,
        status: int = 200,
        follow: bool = True,
        part: bool = False,
        as_: UUID | None = None,
        language: str = "vi",
        headers: Mapping[str, str] | None = None,
        data: Mapping[str, Any] | bytes | None = None,
        query: Values | None = None,
        **values: Any,
    ) -> Page:
        """Ask, follow redirects, check the status, inspect the page; `values` complete the address."""
        if as_ is not None:
            self.sign_in(as_)
        path = self.address(where, language=language, **values)
        sent = {
            "Sec-Fetch-Site": "same-origin",
            **({"HX-Request": "true"} if part else {}),
            **(headers or {}),
        }
        response = self.client.open(path, method=method, headers=sent, data=data, query_string=query)
        for _ in range(MOST_REDIRECTS if follow else 0):
            if response.status_code not in (301, 302, 303, 307, 308):
                break
            self.inspect_headers(response, path)
            path = _here(response.headers["Location"])
            response = self.client.get(path, headers=sent)
        assert response.status_code == status, f"{method} {path} gave {response.status_code}, not {status}"
        self.inspect(response, path, part=part)
        return Page(response, path, self.visit, whole=not part)

    def api(
        self, method: str, path: str, *, json: Any = None, key: str = "", status: int = 200, **options: Any
    ) -> Any:
        """Talk to the API as a device does; gives back the JSON."""
        headers = Headers(options.pop("headers", {}))
        if key:
            headers["Authorization"] = f"Bearer {key}"
        response = self.app.test_client().open(path, method=method, json=json, headers=headers, **options)
        said = response.get_data(as_text=True)[:300]
        assert response.status_code == status, f"{method} {path} gave {response.status_code}: {said}"
        self.inspect_headers(response, path)
        assert "Set-Cookie" not in response.headers, f"{path} set a cookie: the API knows keys only"
        return response.get_json()

    def address(self, where: str, *, language: str = "vi", **values: Any) -> str:
        """The path of an endpoint; a path stays what it is."""
        if where.startswith(("/", "http://", "https://")):
            return _here(where)
        if self.app.url_map.is_endpoint_expecting(where, "language"):
            values["language"] = language
        with self.app.test_request_context():
            return self.app.url_for(where, **values)

    def sign_in(
        self, person: UUID, kind: Kind = "card", credential: str | None = None, *, second_factor: bool = True
    ) -> None:
        """Be this person from now on, by the same cookie that signing in would give.

        Staff have shown their second factor, unless the test is about those who have not.
        """
        self.keep(self.cookies_of(person, kind, credential, second_factor=second_factor))

    def arrive(self, person: UUID, kind: Kind = "card", *, second_factor: bool = True) -> None:
        """Be this person in a new browser, for tests that do so a thousand times.

        The cookie is made once, and again where it would hold no more.
        """
        held = queries.staff(person) if kind == "staff" else None
        state = (person, kind, second_factor, held.stamp if held else None)
        if state not in self._made:
            self._made[state] = self.cookies_of(person, kind, second_factor=second_factor)
        self.sign_out()
        self.keep(self._made[state])
        self.client.set_cookie(session.DEVICE, str(new_id()))

    def cookies_of(
        self, person: UUID, kind: Kind = "card", credential: str | None = None, *, second_factor: bool = True
    ) -> list[str]:
        """What signing in sets."""
        with self.app.test_request_context("/"):
            held = queries.staff(person) if kind == "staff" else None
            session.start(person, kind, credential or (held.stamp if held else queries.NO_CREDENTIAL))
            if kind == "staff" and second_factor:
                session.note_second_factor()
            return self.app.process_response(Response()).headers.getlist("Set-Cookie")

    def keep(self, cookies: Iterable[str]) -> None:
        """Into the jar, as a browser does."""
        for line in cookies:
            name, _, rest = line.partition("=")
            self.client.set_cookie(name, rest.partition(";")[0])

    def sign_out(self) -> None:
        """Be nobody again, with an empty cookie jar."""
        self.client = self.app.test_client()

    def access_of(self, path: str, method: str = "GET") -> Access | None:
        """What the view behind a path declared; None where there is no view."""
        try:
            endpoint, _ = self.app.url_map.bind("localhost").match(urlsplit(path).path, method)
        except HTTPException:
            return None
        guard = guard_of(self.app.view_functions[endpoint])
        return guard.access if guard else None

    def inspect(self, response: TestResponse, path: str, *, part: bool = False) -> None:
        """Fail with everything that is wrong with an answer: its headers, and the markup of a page."""
        self.inspect_headers(response, path)
        if response.mimetype != "text/html" or "Location" in response.headers:
            return  # a redirect's own little page is read by nobody
        if response.request.method == "HEAD":
            return
        html = response.get_data(as_text=True)
        faults = faults_of(html if response.status_code < 400 else _without(path, html), whole=not part)
        assert not faults, f"{path} is not a good page:\n  " + "\n  ".join(faults)

    def inspect_headers(self, response: TestResponse, path: str) -> None:
        """What every answer carries, and what a public or a personal one must not."""
        headers = response.headers
        missing = [name for name in EVERY_ANSWER if name not in headers]
        assert not missing, f"{path} was answered without {missing}"
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy, f"{path} loosens the policy: {policy}"
        assert "default-src 'none'" in policy, f"{path} has no strict policy: {policy}"
        if response.mimetype == "text/html" and response.status_code == 200:
            assert response.mimetype_params.get("charset") == "utf-8", f"{path} does not say its charset"
        access = self.access_of(path, response.request.method)
        stored = headers.get("Cache-Control", "")
        if access is Access.PUBLIC:
            assert "Set-Cookie" not in headers, f"{path} is public and sets a cookie"
            assert "Cookie" not in headers.get("Vary", ""), f"{path} is public and depends on cookies"
        elif access is not None:
            assert "no-store" in stored, f"{path} is {access.name.lower()} and may be stored: {stored!r}"


def _without(path: str, html: str) -> str:
    """Errors that differ only by their plain address are one page: reading it once is enough."""
    below = path.partition("?")[0].strip("/").partition("/")[2]
    return html.replace(below, "x") if PLAIN.fullmatch(below) else html


def _here(address: str) -> str:
    """A path of our own; an address elsewhere is an error, tests never leave the site."""
    parts = urlsplit(address)
    assert parts.netloc in ("", "localhost"), f"leads elsewhere: {address}"
    return parts.path + (f"?{parts.query}" if parts.query else "")


def as_staff(site: Site, person: UUID) -> Site:
    """The same visitor, at the desk of this person."""
    site.sign_in(person, "staff")
    return site
