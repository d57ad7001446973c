"""Public pages and files: made once, compressed once, answered from memory with ETag and 304."""

import gzip
import hashlib
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from threading import Lock

import brotli
from cachetools import LRUCache
from flask import Response, request

from learning.web.site import site

PAGES_BYTES = 8 * 1024 * 1024
PATHS_KNOWN = 4096
# Ten minutes without asking, then ask while showing: a page changes with the content, not with people.
PAGE_CACHE = "public, max-age=600, stale-while-revalidate=86400"
IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
HTML = "text/html; charset=utf-8"
_INCOMPRESSIBLE = ("image/png", "image/jpeg", "font/woff2", "audio/")


@dataclass(frozen=True, slots=True)
class Stored:
    """One answer in every coding that we speak; a coding that would not make it smaller is left out.

    As it is it lies here only where gzip would not make it smaller: it is five times the size of the others,
    and hardly any browser asks for it.
    """

    mimetype: str
    etag: str
    uncoded: bytes | None
    coded: tuple[tuple[str, bytes], ...]

    @property
    def plain(self) -> bytes:
        """The body as it is."""
        return gzip.decompress(dict(self.coded)["gzip"]) if self.uncoded is None else self.uncoded

    @property
    def size(self) -> int:
        return len(self.uncoded or b"") + sum(len(body) for _, body in self.coded)


def store(body: bytes, mimetype: str) -> Stored:
    """Compress a body once, as small as it gets."""
    etag = hashlib.blake2b(body, digest_size=9).hexdigest()
    if mimetype.startswith(_INCOMPRESSIBLE):
        return Stored(mimetype, etag, body, ())
    mode = brotli.MODE_TEXT if mimetype.startswith("text/") else brotli.MODE_GENERIC
    both = (("br", brotli.compress(body, mode=mode)), ("gzip", gzip.compress(body, 9, mtime=0)))
    coded = tuple(pair for pair in both if len(pair[1]) < len(body))
    return Stored(mimetype, etag, None if "gzip" in dict(coded) else body, coded)


class PageStore:
    """Stored answers by key, within a budget of bytes; the ones longest unasked for go first.

    Of pages that a path alone names it knows the path too, for the shelf in front of Flask.
    """

    def __init__(self, most_bytes: int = PAGES_BYTES) -> None:
        self._kept: LRUCache[Hashable, Stored] = LRUCache(most_bytes, getsizeof=lambda stored: stored.size)
        self._paths: LRUCache[str, tuple[Hashable, str]] = LRUCache(PATHS_KNOWN)
        self._drops = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Stored]) -> Stored:
        """The stored answer, made on first asking. Two threads may both make it: the same bytes."""
        with self._lock:
            found, drops = self._kept.get(key), self._drops
        if found is None:
            found = make()
            if found.size <= self._kept.maxsize:
                with self._lock:
                    if drops == self._drops:  # else it may have been made with words of before
                        self._kept[key] = found
        return found

    def drop(self, codes: Collection[str] | None = None) -> None:
        """Forget what was made in these languages, or all: their words have changed."""
        with self._lock:
            self._drops += 1
            for key in list(self._kept):
                if codes is None or (isinstance(key, tuple) and any(code in key for code in codes)):
                    del self._kept[key]

    def name(self, path: str, key: Hashable, cache: str) -> None:
        """This path, without a query, is answered with what is stored under the key."""
        with self._lock:
            self._paths[path] = (key, cache)

    def at(self, path: str) -> tuple[Stored, str] | None:
        """What is stored for a path, and how long others may keep it."""
        with self._lock:
            named = self._paths.get(path)
            found = self._kept.get(named[0]) if named else None
        return (found, named[1]) if found and named else None


def serve_public(key: Hashable, render: Callable[[], str], *, cache: str = PAGE_CACHE) -> Response:
    """A page that is the same for everybody. `key` names all that it depends on, language included."""
    stored = site().pages.get(key, lambda: store(render().encode(), HTML))
    if not request.query_string:
        site().pages.name(request.environ["PATH_INFO"], key, cache)
    return send(stored, cache)


def send(stored: Stored, cache: str) -> Response:
    """The best coding this client takes, or 304. A strong ETag per coding (RFC 9110, 8.8.3)."""
    accepted = request.headers.get("Accept-Encoding", "")
    coding, body = next(
        (
            (name, coded)
            for name, coded in stored.coded
            # Order is our preference; a client that refuses by q=0 is honoured by the slow path.
            if name in accepted and (";" not in accepted or request.accept_encodings[name] > 0)
        ),
        ("", b""),
    )
    if is_known(stored, request.headers.get("If-None-Match")):
        return Response(status=304, headers=named(stored, coding, cache))
    headers = [*named(stored, coding, cache), *coding_header(coding)]
    return Response(body if coding else stored.plain, headers=headers, content_type=stored.mimetype)


def send_unkept(html: str) -> Response:
    """A page that is the same for everybody, but one of too many to keep: what somebody searched."""
    return Response(html, headers=[("Cache-Control", REVALIDATE)], content_type=HTML)


def named(stored: Stored, coding: str, cache: str) -> list[tuple[str, str]]:
    """The headers that an answer and its 304 share."""
    etag = f'"{stored.etag}{"-" + coding if coding else ""}"'
    return [("ETag", etag), ("Cache-Control", cache), ("Vary", "Accept-Encoding")]


def coding_header(coding: str) -> list[tuple[str, str]]:
    """The header that says how a body is compressed."""
    return [("Content-Encoding", coding)] if coding else []


def is_known(stored: Stored, asked: str | None) -> bool:
    """Does whoever asks have it already?"""
    return asked is not None and (asked.strip() == "*" or stored.etag in asked)
