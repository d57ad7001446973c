"""The yardstick: what Flask costs before any site stands on it; `… bare PORT WORKERS` serves it."""

from __future__ import annotations

import sys

from flask import Flask

from learning.cli.server import serve_forked

app = Flask(__name__, static_folder=None)


@app.get("/")
def empty() -> str:
    return ""


if __name__ == "__main__":
    serve_forked(app, "127.0.0.1", int(sys.argv[1]), int(sys.argv[2]))
