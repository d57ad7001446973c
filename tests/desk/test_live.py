"""Who looks for approved words: a thread that a request starts, and that no request waits for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import Client

from learning.desk.live import Watch
from tests.factories.desk import a_suggestion, a_translator, approve, text

HOME = "Trang chủ"


def visitor(app: Flask) -> Client:
    """Somebody at a server that looks at every request."""
    return Client(Watch(app, app.wsgi_app, seconds=0))


def until_looked() -> None:
    for thread in threading.enumerate():
        if thread.name == "desk-look":
            thread.join(30)


def test_the_next_page_after_a_look_says_what_was_approved(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    with app.app_context():
        first, second = a_translator("Chị Nọi", "en"), a_translator("Anh Sinh", "en")
        approve(second, a_suggestion(first, text(HOME), "Front door", code="en"), ["Front door"], "en")
    reader = visitor(app)
    reader.get("/en/")
    until_looked()
    assert b"Front door" in reader.get("/en/").data
    until_looked()


def test_a_database_that_does_not_answer_takes_no_page_away(
    make_app: Callable[..., Flask], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(database_url=f"sqlite:///{tmp_path / 'no-such-folder' / 'x.db'}")
    reader = visitor(app)
    for _again in range(2):
        assert reader.get("/en/").status_code == 200
        until_looked()
    assert "pages go on as they are" in caplog.text
