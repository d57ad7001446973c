"""Slow, endless and broken-off senders: the site stays open to all others, and no half of a form is used."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from threading import Event
from typing import Any

import httpx
import pytest
from flask import Flask

from learning.web.bodies import AT_ONCE, Bodies
from learning.web.errors import Busy, TooSlow
from tests.support.server import Server
from tests.support.site import Site

FORM = "/vi/bai/quet-ma-qr/kiem-tra/1/"
OURS = {"Sec-Fetch-Site": "same-origin"}
HALF_A_FORM = (
    b"POST /vi/vao/ HTTP/1.1\r\nHost: here\r\nSec-Fetch-Site: same-origin\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nnumber="
)
NO_BODY_AT_ALL = b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n"


class Stuck(BytesIO):
    """A line on which nothing comes until it is cut."""

    def __init__(self) -> None:
        super().__init__()
        self.cut = Event()

    def read(self, _size: int | None = -1, /) -> bytes:
        self.cut.wait()
        return b""


@pytest.mark.parametrize(("sent", "how_many"), [(HALF_A_FORM, 60), (NO_BODY_AT_ALL, 300)])
def test_those_who_send_nothing_more_keep_nobody_out(live_server: Server, sent: bytes, how_many: int) -> None:
    with ExitStack() as lines:
        for _ in range(how_many):
            line = lines.enter_context(socket.create_connection(("127.0.0.1", live_server.port)))
            line.sendall(sent)
        assert httpx.get(f"{live_server.url}/vi/", timeout=10).status_code == 200
    until_forms_are_taken_in(live_server)


def until_forms_are_taken_in(server: Server) -> None:
    """Whoever hangs up gives their place back. Other tests send this server their answers."""
    deadline = time.monotonic() + 60
    while httpx.post(server.url + FORM, data={"x": "y"}, headers=OURS, timeout=60).status_code == 503:
        assert time.monotonic() < deadline, "the places were not given back"
        time.sleep(0.05)


def test_a_body_that_does_not_say_its_size_is_bounded_too(live_server: Server) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(70):
            yield b"x" * 1024

    answer = httpx.post(live_server.url + FORM, content=endless(), headers=OURS, timeout=60)
    assert answer.status_code == 413
    assert "quá lớn" in answer.text


def test_half_a_form_is_no_form(site: Site) -> None:
    answer = site.client.post(
        FORM,
        input_stream=BytesIO(b"version=1"),
        content_type="application/x-www-form-urlencoded",
        headers=OURS,
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": "1000"},
    )
    assert answer.status_code == 422
    assert "<form" not in answer.text


def test_a_late_body_is_not_waited_for_and_gives_its_place_back(shared_app: Flask) -> None:
    bodies = Bodies(seconds=0.05)
    lines = [Stuck() for _ in range(AT_ONCE)]
    for line in lines:
        with pytest.raises(TooSlow):
            take_in(shared_app, bodies, line)
    with pytest.raises(Busy) as refused:
        take_in(shared_app, bodies, BytesIO(b"x" * 10))
    assert refused.value.status == 503
    for line in lines:
        line.cut.set()
    bodies.seconds = bodies.seconds_for_a_place = 60  # however busy this machine is
    assert take_in(shared_app, bodies, BytesIO(b"x" * 10)) == b"x" * 10


def take_in(app: Flask, bodies: Bodies, line: BytesIO) -> bytes:
    environ: dict[str, Any] = {"wsgi.input_terminated": True, "CONTENT_LENGTH": "10"}
    with app.test_request_context(
        "/vi/ra/", method="POST", input_stream=line, environ_overrides=environ
    ) as context:
        bodies.take_in()
        return context.request.get_data()
