"""The client of tests: each request in an application context of its own, as on a real server.

Tests themselves stand in one, to make rows; Flask would lend it to the requests, and with it what the
request before left in `g`: who was signed in, and in which language.
"""

from __future__ import annotations

from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from learning.db import db


class Visit(FlaskClient):
    """Flask's client that shares nothing with the test but the database."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        if has_app_context():
            db.session.rollback()  # the test reads afterwards what the request left, not what was before
        with self.application.app_context():
            return super().open(*args, **options)
