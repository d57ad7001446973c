"""What a Chromium page takes over the wire, request by request, as its own network panel counts it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

QUIET_MS = 1200
PATIENCE_MS = 60_000


@dataclass(slots=True)
class Fetched:
    """One answer: its bytes on the wire, and how many of them were headers."""

    url: str
    kind: str = "Other"
    head: int = 0
    wire: int = 0

    @property
    def body(self) -> int:
        return max(0, self.wire - self.head)


@dataclass(frozen=True, slots=True)
class Weight:
    """The answers that came over the wire for one step of a visit."""

    fetched: tuple[Fetched, ...]

    @property
    def requests(self) -> int:
        return len(self.fetched)

    @property
    def wire(self) -> int:
        return sum(each.wire for each in self.fetched)

    def of(self, *kinds: str) -> Weight:
        return Weight(tuple(each for each in self.fetched if each.kind in kinds))

    @property
    def body(self) -> int:
        return sum(each.body for each in self.fetched)

    @property
    def kinds(self) -> str:
        """How many bytes of each kind, the heaviest first."""
        sums = {kind: self.of(kind).wire for kind in {each.kind for each in self.fetched}}
        told = sorted(sums.items(), key=lambda pair: -pair[1])
        return ", ".join(f"{kind.lower()} {wire / 1000:.1f}" for kind, wire in told)


@dataclass  # no slots: Playwright writes a mark of its own onto whoever listens
class Wire:
    """Listens to one page. `take` gives what came since it was last asked, once the line is quiet."""

    page: Page
    _under_way: dict[str, Fetched] = field(default_factory=dict)
    _done: list[Fetched] = field(default_factory=list)

    def __post_init__(self) -> None:
        session = self.page.context.new_cdp_session(self.page)
        session.on("Network.requestWillBeSent", self._on_request)
        session.on("Network.responseReceived", self._on_response)
        session.on("Network.loadingFinished", self._on_finished)
        session.on("Network.loadingFailed", self._on_failed)
        session.send("Network.enable")

    def take(self) -> Weight:
        quiet = waited = 0
        while quiet < QUIET_MS and waited < PATIENCE_MS:
            before = len(self._done)
            self.page.wait_for_timeout(200)
            waited += 200
            quiet = 0 if self._under_way or len(self._done) > before else quiet + 200
        done, self._done = self._done, []
        return Weight(tuple(each for each in done if each.wire > 0))

    def _on_request(self, told: dict[str, Any]) -> None:
        url = told["request"]["url"]
        if before := told.get("redirectResponse"):
            bytes_ = int(before["encodedDataLength"])
            self._done.append(Fetched(before["url"], "Redirect", bytes_, bytes_))
        if not url.startswith(("data:", "blob:")):
            self._under_way[told["requestId"]] = Fetched(url)

    def _on_response(self, told: dict[str, Any]) -> None:
        if fetched := self._under_way.get(told["requestId"]):
            fetched.kind = told["type"]
            fetched.head = int(told["response"]["encodedDataLength"])

    def _on_failed(self, told: dict[str, Any]) -> None:
        self._under_way.pop(told["requestId"], None)

    def _on_finished(self, told: dict[str, Any]) -> None:
        if fetched := self._under_way.pop(told["requestId"], None):
            fetched.wire = int(told["encodedDataLength"])
            self._done.append(fetched)


def together(weights: Iterable[Weight]) -> Weight:
    """Several steps as one; what came twice counts once."""
    first = {each.url: each for weight in weights for each in weight.fetched}
    return Weight(tuple(first.values()))
