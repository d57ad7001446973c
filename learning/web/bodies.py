"""What comes in is taken in whole before a view runs: bounded in size, in time, and in how many at once.

A server thread that waits for a slow sender serves nobody else, and there are few. So of those threads only
some may wait, none of them for ever, and the others go on giving out pages.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from io import BytesIO
from threading import BoundedSemaphore
from typing import IO

from flask import Flask, request
from werkzeug.wsgi import get_input_stream

from learning.web.errors import BadInput, Busy, TooLarge, TooSlow

AT_ONCE = 10  # of the sixteen threads that the server gives a worker (cli/server.py)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SECONDS_FOR_A_PLACE = 0.1
SECONDS_TO_ARRIVE = (
    20.0  # what our pages send at once is 20 KB at most, and two bars of 2G carry 2 KB a second
)
PIECE = 64 * 1024


class Bodies:
    """Takes in the bodies of one process. Reading goes on in threads of its own, which can be left behind."""

    def __init__(self, seconds: float = SECONDS_TO_ARRIVE) -> None:
        self.seconds = seconds
        self.seconds_for_a_place = SECONDS_FOR_A_PLACE
        self._places = BoundedSemaphore(AT_ONCE)
        self._readers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="body")

    def take_in(self) -> None:
        """Put the whole body in the place of the line that it comes on. Raises what to tell the sender."""
        length = request.content_length
        ends_itself = request.environ.get("wsgi.input_terminated", False)
        if (
            not length
            and not ends_itself
            and "chunked" not in request.headers.get("Transfer-Encoding", "").lower()
        ):
            return
        most = request.max_content_length or 0
        if (length or 0) > most:
            raise TooLarge
        body = self._read(get_input_stream(request.environ), most)
        if len(body) > most:
            raise TooLarge
        if length is not None and len(body) < length:
            raise BadInput  # the line broke: half a form is none
        request.environ["wsgi.input"] = BytesIO(body)
        request.environ["CONTENT_LENGTH"] = str(len(body))

    def _read(self, line: IO[bytes], most: int) -> bytes:
        if not self._places.acquire(timeout=self.seconds_for_a_place):
            raise Busy(retry_after=10)
        reading: Future[bytes] = self._readers.submit(_whole, line, most)
        # One that is late is left behind: the server ends it with the connection, once we have answered.
        reading.add_done_callback(lambda _: self._places.release())
        try:
            return reading.result(self.seconds)
        except Late:
            raise TooSlow from None


def install(app: Flask) -> None:
    """Behind the checks that need no body: what is refused by its head alone is not waited for."""
    bodies = Bodies()

    @app.before_request
    def take_in() -> None:
        if request.method not in SAFE_METHODS and request.routing_exception is None:
            bodies.take_in()


def _whole(line: IO[bytes], most: int) -> bytes:
    """All of it, or one byte more than the most there may be."""
    body = b""
    while len(body) <= most and (piece := line.read(min(PIECE, most + 1 - len(body)))):
        body += piece
    return body
