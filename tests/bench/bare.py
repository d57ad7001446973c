"""The yardstick: what Flask costs before any site stands on it."""

from __future__ import annotations

from flask import Flask

app = Flask(__name__, static_folder=None)


@app.get("/")
def empty() -> str:
    return ""
