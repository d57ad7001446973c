"""What the log tells of an error of ours: where it happened, and nothing of whom it happened to."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from learning.db import session

NAME = "Triệu Thị Bí Mật"


def fall_over() -> str:
    try:
        session().execute(text("SELECT name FROM nowhere WHERE name = :name"), {"name": NAME})
    except Exception as error:
        raise ValueError(f"no such person: {NAME}") from error
    return ""


def test_the_log_names_the_place_and_no_person(
    make_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(environment="production")
    app.add_url_rule("/vi/hong/", view_func=fall_over)
    answer = app.test_client().get("/vi/hong/")
    assert answer.status_code == 500
    assert "của chúng tôi" in answer.text
    assert NAME not in answer.text + caplog.text
    assert "ValueError on fall_over" in caplog.text
    assert "OperationalError, raised in" in caplog.text or "ProgrammingError, raised in" in caplog.text
