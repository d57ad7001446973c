"""The yardsticks: what Flask costs before any site stands on it, and when a page of some weight can show.

`… bare PORT WORKERS` serves them.
"""

from __future__ import annotations

import sys

from flask import Flask, Response

from learning.cli.server import serve_forked

app = Flask(__name__, static_folder=None)


@app.get("/")
def empty() -> str:
    return ""


@app.get("/floor/<int:page>/<int:style>")
def floor(page: int, style: int) -> str:
    """One line of text under a stylesheet; the rest of its bytes says nothing."""
    links = f'<link rel="icon" href="data:,"><link rel="stylesheet" href="/floor/{style}.css">'
    head = f"<!DOCTYPE html><title>floor</title>{links}<p>floor<!--"
    return head + "x" * (page - len(head))


@app.get("/floor/<int:style>.css")
def floor_style(style: int) -> Response:
    head = "p{color:#333}/*"
    return Response(head + "x" * (style - len(head) - 2) + "*/", mimetype="text/css")


if __name__ == "__main__":
    serve_forked(app, "127.0.0.1", int(sys.argv[1]), int(sys.argv[2]))
