"""A learner's own phone: a Chromium whose profile outlives it, and a network that is really taken away."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.support.browser import FLAGS, PHONE, named_or_found
from tests.support.server import Server

AT_HAND = "[data-at-hand]"


class Phone:
    """A browser with a profile that outlives it."""

    def __init__(self, chromium: Browser, profile: Path, server: Server) -> None:
        self._chromium, self._profile, self.server = chromium, profile, server
        self.open()

    def open(self) -> None:
        width, height = PHONE
        self.context = self._chromium.browser_type.launch_persistent_context(
            self._profile,
            executable_path=named_or_found(),
            args=FLAGS,
            base_url=self.server.url,
            viewport={"width": width, "height": height},
            locale="vi-VN",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(15_000)
        self.context.set_default_navigation_timeout(30_000)
        self.page = self.context.pages[0]

    def close(self) -> None:
        self.context.close()

    def go(self, path: str) -> Page:
        self.page.goto(path, wait_until="load")
        return self.page

    def visit(self, path: str) -> Page:
        """Look at a page until all that is kept because of it is kept."""
        page = self.go(path)
        page.locator(AT_HAND).wait_for(state="attached", timeout=60_000)  # a worker, and all of a module
        return page

    def lose_the_network(self) -> None:
        """And what the browser keeps by itself, which would hide what the worker has not got."""
        self.forget_what_the_browser_keeps()
        self.server.stop()

    def forget_what_the_browser_keeps(self) -> None:
        session = self.context.new_cdp_session(self.page)
        session.send("Network.clearBrowserCache")
        session.detach()

    def find_the_network(self) -> None:
        self.server.restart()

    def caches(self) -> list[str]:
        names: list[str] = self.page.evaluate("caches.keys()")
        return names
