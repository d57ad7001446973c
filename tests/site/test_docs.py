"""The documentation is true where a program can tell: its links lead somewhere, its commands exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from learning.cli import register

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
NAMES = [path.relative_to(ROOT).as_posix() for path in PAGES]


def links(text: str) -> Iterator[str]:
    """Where a page leads within the repository, without anchors."""
    prose = re.sub(r"```.*?```|`[^`\n]+`", "", text, flags=re.DOTALL)
    for address in re.findall(r"\]\(([^)\s]+)\)", prose):
        target = address.partition("#")[0]
        if target and "://" not in target and not target.startswith("mailto:"):
            yield target


def commands(text: str, program: str) -> set[str]:
    """What the page says after a program's name, in code."""
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, flags=re.DOTALL))
    return set(re.findall(rf"(?:^|[`\s]){program} ([a-z][a-z-]*)", code))


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name: str) -> None:
    page = ROOT / name
    targets = links(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_make_command_exists(name: str) -> None:
    known = set(
        re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    )
    assert commands((ROOT / name).read_text(encoding="utf-8"), "make") - known == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_flask_command_exists(name: str, shared_app: Flask) -> None:
    register(shared_app)
    said = commands((ROOT / name).read_text(encoding="utf-8"), "flask")
    assert said - set(shared_app.cli.commands) == set()


def test_a_dead_link_and_an_invented_command_are_found() -> None:
    text = "See [this](gone.md#x) and `make coffee`, `flask brew`; make haste."
    assert list(links(text)) == ["gone.md"]
    assert commands(text, "make") == {"coffee"}
    assert commands(text, "flask") == {"brew"}
