"""Walks the site by its links, as a visitor with much time: every page there is, and what leads nowhere."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from tests.support.markup import found
from tests.support.page import Page
from tests.support.site import Site

# Forms and rehearsals go on without end; a few of each kind of address stand for all.
MOST_OF_A_KIND = 12


def addresses_on(page: Page) -> Iterator[str]:
    """What this page leads to or loads, within the site."""
    for address in found(page.root, "//a/@href | //link/@href | //script/@src | //img/@src | //source/@src"):
        whole = urljoin(page.path, address)
        if not urlsplit(whole).netloc and not whole.startswith(("tel:", "sms:", "mailto:", "data:")):
            yield whole


def kind_of(path: str) -> str:
    """One name for all addresses that only a number, a query or, below a module, its name tell apart."""
    plain = re.sub(r"\d+", "n", path.partition("?")[0])
    return re.sub(r"/(bai|noi-dung)/[^/]+/(?=.)", r"/\1/x/", plain) + ("?" if "?" in path else "")


def walk(
    site: Site, start: str, look: Callable[[Page], None] = lambda _page: None
) -> tuple[dict[str, Page], list[str]]:
    """Every page that can be reached by links, and every anchor that leads nowhere.

    `look` is shown each page of ours as it comes: its tree is there then, and would be made anew later.
    """
    pages: dict[str, Page] = {}
    ids: dict[str, set[str]] = {}
    kinds: Counter[str] = Counter()
    waiting = deque([start])
    anchors: set[tuple[str, str, str]] = set()
    while waiting:
        path = waiting.popleft()
        kinds[kind_of(path)] += 1
        if path in pages or kinds[kind_of(path)] > MOST_OF_A_KIND:
            continue
        pages[path] = page = site.get(path)
        if page.response.mimetype != "text/html":
            continue
        ids[path] = set(found(page.root, "//@id"))
        look(page)
        for address in addresses_on(page):
            target, anchor = urldefrag(address)
            if anchor and not target.endswith(".svg"):
                anchors.add((path, target, anchor))
            waiting.append(target)
    broken = [
        f"{path} points at #{anchor} of {target}"
        for path, target, anchor in anchors
        if target in pages and anchor not in ids.get(target, ())
    ]
    return pages, sorted(broken)
