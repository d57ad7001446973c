"""The locks pin everything that is asked for, with hashes, and name no place to get it from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ["requirements.txt", "tests/requirements.txt"]


def plain(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", name.strip())[0]).lower()


def pinned(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==([\w.]+)", text, flags=re.MULTILINE))


def test_all_that_the_site_asks_for_is_pinned() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert {plain(name) for name in asked} - set(pinned("requirements.txt")) == set()


def test_all_that_the_tests_ask_for_is_pinned() -> None:
    lines = (ROOT / "tests" / "requirements.in").read_text(encoding="utf-8").splitlines()
    asked = {plain(line) for line in lines if line and not line.startswith(("#", "-"))}
    assert asked - set(pinned("tests/requirements.txt")) == set()


def test_site_and_tests_agree_on_versions() -> None:
    site, tests = (pinned(lock) for lock in LOCKS)
    assert {
        name: (site[name], tests[name]) for name in site.keys() & tests if site[name] != tests[name]
    } == {}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(lock: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text(encoding="utf-8").partition("\n#    ")[2])
    assert [block.splitlines()[0] for block in blocks[1:] if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_a_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"\S+://\S+|--\S*index\S*|--find-links\S*", text) == []
