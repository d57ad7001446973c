"""A real Chromium: a phone's screen, axe, a slow line; any console error or policy violation fails."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    Response,
    expect,
    sync_playwright,
)

PHONE = (360, 740)
NARROW = (320, 640)
DESKTOP = (1280, 800)
FLAGS = [
    "--no-sandbox",  # CI is root in a container of its own, where Chromium's sandbox cannot work
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
WITH_WINDOWS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
NAMES = ("chromium-headless-shell", *WITH_WINDOWS)
# Rules that judge a whole page; `best-practice` has our one-h1 and landmark rules in it.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Chromium's own numbers for "Slow 3G" are gentler than the design's 400 kbit/s and 400 ms.
SLOW_NETWORK = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
expect.set_options(timeout=10_000)  # as long as every other wait of a visitor


class NoBrowser(RuntimeError):
    """There is no Chromium; `.ci/browser` finds or installs one."""


def executable(playwright: Playwright) -> str:
    """CHROMIUM, else the system's, else the one Playwright downloaded."""
    if found := named_or_found():
        return found
    if Path(playwright.chromium.executable_path).exists():
        return playwright.chromium.executable_path
    raise NoBrowser("no Chromium here: run .ci/browser, which finds or installs one")


def named_or_found() -> str | None:
    """The browser of this machine; None leaves it to Playwright."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def with_windows() -> str | None:
    """The browser as people have it, with a history and whatever else it keeps in a profile."""
    return next(filter(None, map(shutil.which, WITH_WINDOWS)), None) or named_or_found()


@contextmanager
def launched() -> Iterator[Browser]:
    """One Chromium, headless."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(playwright), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Troubles:
    """What went wrong in the pages of one visitor, as the browser told it."""

    seen: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, part: str) -> None:
        """This test means it: a trouble with these words in it is no failure."""
        self.expected.append(part)

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.seen.append(f"uncaught: {error.error}"))
        context.on("requestfailed", self._on_failed)
        context.on("response", self._on_response)

    @property
    def unexpected(self) -> list[str]:
        return [one for one in self.seen if not any(part in one for part in self.expected)]

    def _on_console(self, message: ConsoleMessage) -> None:
        # Chromium repeats a failed answer without its address: `_on_response` says it better.
        # And a page that is left, or offline, before its service worker's script came needs none.
        passing = ("Failed to load resource", "unknown error occurred when fetching the script")
        if message.type in ("error", "warning") and not any(one in message.text for one in passing):
            self.seen.append(f"console {message.type}: {message.text}")

    def _on_failed(self, request: Request) -> None:
        # An aborted request is a page that was left, or a connection a test took away on purpose.
        # Of what went through the service worker the browser only says that it failed.
        if request.failure not in ("net::ERR_ABORTED", "net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED"):
            self.seen.append(f"request failed: {request.method} {request.url} {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.seen.append(f"answered {response.status}: {response.request.method} {response.url}")


class Visitor:
    """One person at one device: a browser context of their own, and what went wrong in it."""

    def __init__(self, browser: Browser, base_url: str, **options: Any) -> None:
        width, height = options.pop("screen_size", PHONE)
        settings = {
            "base_url": base_url,
            "viewport": {"width": width, "height": height},
            "locale": "vi-VN",
            "timezone_id": "Asia/Ho_Chi_Minh",
            "has_touch": width < 800,
            "reduced_motion": "reduce",
            **options,
        }
        self.troubles = Troubles()
        self.context = browser.new_context(**settings)
        self.context.set_default_timeout(10_000)
        self.context.set_default_navigation_timeout(30_000)  # a busy machine gives pages out slowly
        self.troubles.watch(self.context)
        self.page = self.context.new_page()

    def go(self, path: str) -> Page:
        """Open an address of the site and wait for its document."""
        self.page.goto(path, wait_until="load")
        return self.page

    def slow_down(self, *, cpu: int = 4, network: bool = True) -> None:
        """Be a three-year-old phone on a bad line."""
        session = self.context.new_cdp_session(self.page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": cpu})
        if network:
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", SLOW_NETWORK)

    def axe(self, *, without: tuple[str, ...] = ()) -> list[str]:
        """What axe finds on the page shown, one sentence each. `without` names rules; say why beside it."""
        self._whole()
        rules = {rule: {"enabled": False} for rule in without}
        only = {"type": "tag", "values": AXE_TAGS}
        asked = {
            "runOnly": only,
            "rules": rules,
            "resultTypes": ["violations"],
        }  # all else is long, and unread
        results = Axe().run(self.page, options=asked)
        return [
            f"{found['id']} ({found['impact']}): {found['help']} — {node['html'][:160]}"
            for found in results.response["violations"]
            for node in found["nodes"]
        ]

    def scrolls_sideways(self) -> bool:
        """Is anything wider than the screen? At 320 px nothing may be."""
        self._whole()
        wider: bool = self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        return wider

    def _whole(self) -> None:
        """A tap waits for a page to begin: its end, its look and its scripts may still be on their way."""
        self.page.wait_for_load_state("load")

    def leave(self) -> None:
        self.context.close()
