"""Books travel by file: `flask credentials` writes and takes them in, and believes no stranger unasked."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from flask import Flask

from learning.cli import register
from learning.credentials import queries
from tests.factories.credentials import a_certificate
from tests.support import papers
from tests.support.server import SECRET


def run(app: Flask, *words: str) -> str:
    if "credentials" not in app.cli.commands:
        register(app)
    return app.test_cli_runner().invoke(args=["credentials", *words]).output


def a_file(folder: Path, *texts: str) -> str:
    file = folder / "so-tra.json"
    file.write_text(json.dumps({"books": texts}), encoding="ascii")
    return str(file)


def test_a_book_of_a_stranger_is_taken_only_when_somebody_says_so(app: Flask, tmp_path: Path) -> None:
    file = a_file(tmp_path, papers.a_book())
    assert "nobody here trusted yet" in run(app, "trust", file)
    assert queries.all_books() == []
    assert "1 of 1 books taken in" in run(app, "trust", file, "--new")
    later = a_file(tmp_path, papers.a_book(papers.BOOK_DAY + timedelta(days=3)))
    assert "1 of 1 books taken in" in run(app, "trust", later)
    assert "older than the one here" in run(app, "trust", a_file(tmp_path, papers.a_book()))
    assert "2 keys, 1 withdrawn" in run(app, "status")


def test_what_is_no_book_changes_nothing(app: Flask, tmp_path: Path) -> None:
    broken = tmp_path / "x.json"
    for content in ("", "[]", "{}", '{"books": 1}'):
        broken.write_text(content)
        assert "no book of certificates" in run(app, "trust", str(broken), "--new")
    assert "damaged" in run(app, "trust", a_file(tmp_path, papers.a_book()[:-2]), "--new")


def test_our_own_book_is_written_and_the_keys_are_listed(app: Flask, tmp_path: Path) -> None:
    assert "No key yet" in run(app, "keys")
    a_certificate()
    file = tmp_path / "own.json"
    run(app, "book", str(file))
    assert "our own" in run(app, "trust", str(file))
    assert "signs now" in run(app, "rotate")
    listed = run(app, "keys").splitlines()
    assert [line.split()[2] == "in" for line in listed] == [False, True]
    assert "1 issued, 0 withdrawn" in run(app, "status")


def test_a_key_that_cannot_be_opened_is_said_and_can_be_left_behind(app: Flask) -> None:
    issued = a_certificate()
    settings = app.extensions["hocso"].settings
    object.__setattr__(settings, "secret_key", "x" * 40)
    try:
        assert "SECRET_KEY is not the one" in run(app, "rotate")
        assert "signs now" in run(app, "rotate", "--lost")
    finally:
        object.__setattr__(settings, "secret_key", SECRET)
    assert queries.of_number(issued.number) == issued
