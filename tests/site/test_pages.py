"""Every public page of every language, found by walking the links: well made, and no link leads nowhere."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from flask import Flask

from tests.support.markup import found, parsed
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
    """One name for all addresses that only a number, a query or a module tell apart."""
    plain = re.sub(r"\d+", "n", path.partition("?")[0])
    return re.sub(r"/(bai|khoa|noi-dung)/[^/]+/", r"/\1/x/", plain) + ("?" if "?" in path else "")


def walk(site: Site, start: str) -> tuple[dict[str, Page], list[str]]:
    """Every page that can be reached by links, and every anchor that leads nowhere."""
    pages: dict[str, Page] = {}
    kinds: Counter[str] = Counter()
    waiting = deque([start])
    anchors: set[tuple[str, str, str]] = set()
    while waiting:
        path = waiting.popleft()
        kinds[kind_of(path)] += 1
        if path in pages or kinds[kind_of(path)] > MOST_OF_A_KIND:
            continue
        pages[path] = page = site.get(path)
        for address in addresses_on(page) if page.response.mimetype == "text/html" else ():
            target, anchor = urldefrag(address)
            if anchor and not target.endswith(".svg"):
                anchors.add((path, target, anchor))
            waiting.append(target)
    broken = [
        f"{path} points at #{anchor} of {target}"
        for path, target, anchor in anchors
        if target in pages and anchor not in found(parsed(pages[target].html)[0], "//@id")
    ]
    return pages, sorted(broken)


@pytest.fixture(scope="module")
def languages(shared_app: Flask) -> list[str]:
    return [language.code for language in shared_app.extensions["hocso"].languages.offered]


def test_no_link_leads_nowhere_and_every_page_is_good(site: Site, languages: list[str]) -> None:
    for language in languages:
        pages, broken = walk(site, f"/{language}/")
        assert broken == []
        modules = site.app.extensions["hocso"].catalog.modules
        assert {f"/{language}/bai/{module.id}/" for module in modules} <= set(pages)


def test_public_pages_say_where_they_live_in_every_language(site: Site, languages: list[str]) -> None:
    catalog = site.app.extensions["hocso"].catalog
    for path in ["", f"khoa/{catalog.courses[0].id}/", f"bai/{catalog.modules[0].id}/"]:
        for language in languages:
            page = site.get(f"/{language}/{path}")
            assert page.one("link[rel=canonical]").get("href", "").endswith(f"/{language}/{path}")
            named = {link.get("hreflang", ""): link.get("href", "") for link in page.all("link[hreflang]")}
            assert set(languages) <= set(named)
            assert all(named[code].endswith(f"/{code}/{path}") for code in languages)


def test_public_pages_are_answered_from_the_visitors_own_copy_when_nothing_changed(site: Site) -> None:
    first = site.get("/vi/").response
    again = site.client.get("/vi/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_public_pages_come_compressed(site: Site, coding: str) -> None:
    plain = site.client.get("/vi/")
    small = site.client.get("/vi/", headers={"Accept-Encoding": coding})
    assert small.headers["Content-Encoding"] == coding
    assert "Accept-Encoding" in small.headers["Vary"]
    assert len(small.data) < len(plain.data) / 2
    assert small.headers["ETag"] != plain.headers["ETag"]
