"""Cards in a browser: issued as the command line does it, and used for the first time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page

from tests.support.server import SECRET, Server

ROOT = Path(__file__).resolve().parents[2]


def new_card(server: Server, name: str) -> str:
    """The address on a new card."""
    environment = {
        **os.environ,
        "DATA_DIR": str(server.data_dir),
        "DATABASE_URL": server.database_url,
        "SECRET_KEY": SECRET,
    }
    command = [sys.executable, "-m", "flask", "--app", "app", "cards", "issue", "--name", name]
    said = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"/the/[\w-]+", said)
    assert found, said
    return found[0]


def come_in(page: Page, card: str) -> None:
    """Scan the card and choose its three pictures for the first time."""
    _choose(page, card)
    page.click('button[name="confirm"]')
    page.wait_for_url(re.compile("/vao/chao/"))


def come_back(page: Page, card: str) -> None:
    """Scan the card again and choose the same three."""
    _choose(page, card)
    page.wait_for_url(re.compile("/vao/chao/"))


def _choose(page: Page, card: str) -> None:
    page.goto(card)
    for place in range(3):
        page.locator(".picture-button").nth(place).click()
