"""Every public page of every language, found by walking the links: well made, and no link leads nowhere."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.site.walk import walk
from tests.support.site import Site


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


@pytest.mark.parametrize("path", ["", "vao/", "on-tap/", "khong-co/"])
def test_the_language_switch_leads_to_the_same_page_in_that_language(site: Site, path: str) -> None:
    status = 404 if path == "khong-co/" else 200
    page = site.get(f"/vi/{path}", status=status)
    assert page.follow("English", status=status).path == f"/en/{path}"
