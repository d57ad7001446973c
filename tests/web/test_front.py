"""The front door: which language, and where the language switch may lead."""

import pytest
from flask import Flask

from learning.web.views import local_path
from tests.support.site import Site


@pytest.mark.parametrize(
    ("cookie", "accept", "language"),
    [
        ("", "", "vi"),
        ("", "en-US,en;q=0.9", "en"),
        ("", "fr,de", "vi"),
        ("", "km", "km"),
        ("", "fr;q=1, en;q=0.1", "en"),
        ("en", "vi", "en"),
        ("km", "en", "km"),
        ("tyz", "en", "en"),
        ("../../etc", "vi", "vi"),
        ("\x00", "nonsense;;q=zz", "vi"),
    ],
)
def test_the_door_opens_in_the_visitors_language(site: Site, cookie: str, accept: str, language: str) -> None:
    if cookie:
        site.client.set_cookie("lang", cookie)
    answer = site.client.get("/", headers={"Accept-Language": accept})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{language}/")


def test_choosing_a_language_is_remembered_and_leads_back(site: Site) -> None:
    page = site.get("/vi/bai/quet-ma-qr/").follow("English")
    assert page.path == "/en/bai/quet-ma-qr/"
    assert site.client.get("/").headers["Location"] == "/en/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/vi/",
        "//elsewhere.example/vi/",
        "//[",
        "http://[x]/vi/",
        "/\\elsewhere.example",
        "/vi\\..\\..",
        "javascript:alert(1)",
        "/vi/\r\nSet-Cookie: a=b",
        "/en/",
        "vi/",
        "/vi/" + "x" * 600,
        "",
        None,
    ],
)
def test_the_switch_leads_nowhere_else(shared_app: Flask, elsewhere: str | None) -> None:
    vietnamese = shared_app.extensions["hocso"].languages.source
    assert local_path(elsewhere, vietnamese) is None


def test_the_door_is_never_kept_by_a_cache(site: Site) -> None:
    answer = site.client.get("/")
    assert "no-store" in answer.headers["Cache-Control"]
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in answer.headers["Vary"].split(",")}


def test_an_unknown_language_is_not_found_in_words(site: Site) -> None:
    for path in ("/xx/", "/tyz/", "/vi/khong-co/", "/en/bai/khong-co/"):
        assert "500" not in site.get(path, status=404).text


def test_a_lost_page_speaks_the_language_of_its_address(site: Site) -> None:
    site.client.set_cookie("lang", "vi")
    assert site.get("/en/nowhere/", status=404).one("html").get("lang") == "en"


def test_the_name_of_the_host_never_reaches_a_kept_page(site: Site) -> None:
    poisoned = site.client.get("/vi/", headers={"Host": "elsewhere.example"})
    assert b"elsewhere" not in poisoned.data
