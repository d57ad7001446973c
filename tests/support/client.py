"""The client of tests: each request in an application context of its own, as on a real server.

Tests themselves stand in one, to make rows; Flask would lend it to the requests, and with it what the
request before left in `g`: who was signed in, and in which language.
"""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Visit(FlaskClient):
    """Flask's client that shares nothing with the test but the database."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        with self.application.app_context():
            return super().open(*args, **options)
