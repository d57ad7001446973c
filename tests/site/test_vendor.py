"""Files of other people that we serve: each is listed with version, source, licence and hash."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).resolve().parent.parent.parent / "static" / "vendor"
FACTS = {"path", "name", "version", "source", "sha256", "licence"}


def listed() -> list[dict[str, Any]]:
    table = tomllib.loads((VENDOR / "VERSIONS.toml").read_text(encoding="utf-8"))
    return list(table["file"])


def test_every_entry_says_all_there_is_to_know() -> None:
    assert [entry["path"] for entry in listed() if not all(entry.get(fact) for fact in FACTS)] == []


def test_every_file_is_the_one_that_was_listed() -> None:
    hashes = {entry["path"]: entry["sha256"] for entry in listed()}
    found = {path: hashlib.sha256((VENDOR / path).read_bytes()).hexdigest() for path in hashes}
    assert found == hashes


def test_every_served_file_is_listed() -> None:
    served = {
        path.relative_to(VENDOR).as_posix()
        for path in VENDOR.rglob("*")
        if path.suffix in (".js", ".css", ".woff2")
    }
    assert served == {entry["path"] for entry in listed()}


def test_every_licence_lies_beside_its_file() -> None:
    folders = {path.parent for entry in listed() for path in [VENDOR / entry["path"]]}
    assert [folder.name for folder in folders if not list(folder.glob("LICENSE*"))] == []
