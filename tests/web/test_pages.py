"""Public pages kept in memory: codings, validators, and the budget of bytes."""

import gzip

import brotli
import pytest
from flask import Flask

from learning.web.pages import HTML, PAGE_CACHE, PageStore, Stored, send, store

PAGE = ("<p>" + "Bình dân học vụ số " * 200 + "</p>").encode()


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.1, gzip;q=1.0", "br"),
        ("identity", None),
        ("", None),
    ],
)
def test_each_client_gets_the_smallest_coding_it_takes(
    shared_app: Flask, accepted: str, coding: str | None
) -> None:
    with shared_app.test_request_context(headers={"Accept-Encoding": accepted}):
        response = send(store(PAGE, HTML), PAGE_CACHE)
    decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert response.headers.get("Content-Encoding") == coding
    assert decode(response.get_data()) == PAGE
    assert response.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("asked", ["{etag}", 'W/"x", {etag}', "*"])
def test_a_page_that_did_not_change_is_not_sent_again(shared_app: Flask, asked: str) -> None:
    kept = store(PAGE, HTML)
    with shared_app.test_request_context(headers={"If-None-Match": asked.format(etag=f'"{kept.etag}-br"')}):
        response = send(kept, PAGE_CACHE)
    assert (response.status_code, response.get_data()) == (304, b"")


def test_another_page_is_sent_whole(shared_app: Flask) -> None:
    other = store(b"other", HTML)
    with shared_app.test_request_context(headers={"If-None-Match": f'"{other.etag}"'}):
        assert send(store(PAGE, HTML), PAGE_CACHE).status_code == 200


def test_a_coding_that_would_not_make_it_smaller_is_left_out() -> None:
    assert store(b"ok", "text/plain").coded == ()
    assert store(PAGE, "font/woff2").coded == ()


def test_a_page_is_made_once() -> None:
    made = []

    def make() -> Stored:
        made.append(1)
        return store(PAGE, HTML)

    pages = PageStore()
    for _ in range(3):
        pages.get("home", make)
    assert made == [1]


def test_the_memory_for_pages_has_an_end() -> None:
    one = store(PAGE, HTML)
    pages = PageStore(most_bytes=one.size * 3)
    for number in range(50):
        pages.get(number, lambda: one)
    assert len(pages._kept) == 3


def test_a_page_larger_than_the_memory_is_still_answered() -> None:
    pages = PageStore(most_bytes=10)
    assert pages.get("large", lambda: store(PAGE, HTML)).plain == PAGE
