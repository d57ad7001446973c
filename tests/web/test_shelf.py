"""The shelf in front of Flask: the same answer, only sooner; it steps aside for what is not ordinary."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest
from flask import Flask, request, request_started
from werkzeug.test import TestResponse

from learning.kiosk.session import MARKER
from learning.web.access import Access
from learning.web.pages import PageStore
from tests.support.site import Site

BROWSER = {"Accept-Encoding": "gzip, deflate, br"}
PAGE = "/vi/bai/quet-ma-qr/"


@pytest.fixture(autouse=True)
def emptied(shared_app: Flask) -> None:
    shared_app.extensions["hocso"].pages = PageStore()


@contextmanager
def flask_at_work(app: Flask) -> Iterator[list[str]]:
    """The paths that Flask was asked for meanwhile."""
    seen: list[str] = []

    def note(_sender: Flask, **_: object) -> None:
        seen.append(request.full_path)

    with request_started.connected_to(note, app):
        yield seen


def ask(
    app: Flask, path: str = PAGE, headers: Mapping[str, str] = BROWSER, method: str = "GET"
) -> TestResponse:
    return app.test_client(use_cookies=False).open(path, method=method, headers=headers)


def told(response: TestResponse) -> tuple[int, bytes, list[tuple[str, str]]]:
    return response.status_code, response.data, sorted(response.headers)


@pytest.mark.parametrize(
    "path", ["/vi/", PAGE, f"{PAGE}kiem-tra/1/", f"{PAGE}thuc-hanh/", "/en/khoa/doi-song/"]
)
@pytest.mark.parametrize("coding", ["gzip, deflate, br", "gzip", "identity", "br;q=0, gzip", None])
@pytest.mark.parametrize("known", [None, "it", "*", '"other"'])
def test_the_second_answer_is_the_first(
    shared_app: Flask, path: str, coding: str | None, known: str | None
) -> None:
    headers = {"Accept-Encoding": coding} if coding else {}
    first = ask(shared_app, path, headers)
    if known:
        headers["If-None-Match"] = first.headers["ETag"] if known == "it" else known
    shared_app.extensions["hocso"].pages = PageStore()
    from_flask = ask(shared_app, path, headers)
    with flask_at_work(shared_app) as seen:
        from_shelf = ask(shared_app, path, headers)
    assert told(from_shelf) == told(from_flask)
    assert seen == ([f"{path}?"] if coding and ";" in coding else [])


@pytest.mark.parametrize(
    ("path", "headers", "method"),
    [
        (PAGE, {}, "HEAD"),
        (PAGE, {}, "POST"),
        (PAGE + "?x=1", {}, "GET"),
        (PAGE, {"Cookie": f"{MARKER}=1"}, "GET"),
        (PAGE, {"Cookie": f"so=1; {MARKER}=2"}, "GET"),
        ("/vi/bai/quet-ma-qr", {}, "GET"),
        ("//vi/bai/quet-ma-qr/", {}, "GET"),
    ],
)
def test_it_steps_aside(shared_app: Flask, path: str, headers: Mapping[str, str], method: str) -> None:
    ask(shared_app)
    with flask_at_work(shared_app) as seen:
        ask(shared_app, path, {**BROWSER, **headers}, method)
    assert len(seen) == 1


def test_a_shared_device_is_given_nothing_to_keep_though_others_may(shared_app: Flask) -> None:
    ask(shared_app)
    response = ask(shared_app, headers={**BROWSER, "Cookie": f"{MARKER}=2"})
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Refresh" in response.headers


def test_only_public_pages_lie_on_it(site: Site) -> None:
    pages = site.app.extensions["hocso"].pages
    for path in (PAGE, f"{PAGE}kiem-tra/1/", "/vi/khong-co/"):
        site.client.get(path)
    for rule in site.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and set(rule.arguments) <= {"language"}:
            site.client.get(site.address(rule.endpoint))
    assert {site.access_of(path) for path in pages._paths} == {Access.PUBLIC}


def test_what_was_never_found_is_not_there_later(shared_app: Flask) -> None:
    for _ in range(2):
        assert ask(shared_app, "/vi/bai/khong-co/").status_code == 404
    assert list(shared_app.extensions["hocso"].pages._paths) == []


def test_paths_that_were_pushed_out_are_made_anew(shared_app: Flask) -> None:
    pages = shared_app.extensions["hocso"].pages
    first = ask(shared_app)
    pages._kept.clear()
    assert told(ask(shared_app)) == told(first)


def test_whoever_writes_content_goes_without(make_app: Callable[..., Flask]) -> None:
    app = make_app(environment="development")
    ask(app)
    with flask_at_work(app) as seen:
        ask(app)
    assert len(seen) == 1
