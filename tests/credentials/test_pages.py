"""Anyone checks a certificate on a page: scripts off, by number, by what a scanner typed, by file."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask

from learning.clock import now
from learning.credentials import guesses, operations, rules
from learning.credentials.queries import Issued
from learning.db import write
from learning.factory import create_app
from tests.conftest import Clock, close
from tests.factories.credentials import a_certificate
from tests.support import papers
from tests.support.page import Page
from tests.support.site import Site

HERE = "/vi/xac-minh/"


def verdict(page: Page) -> str:
    return page.texts(".verdict h2")[0]


def checked(site: Site, number: str, **options: Any) -> Page:
    return site.post(HERE, {"number": number}, **options)


def test_a_number_leads_to_what_the_paper_should_say(site: Site) -> None:
    issued = a_certificate(is_verified=True)
    page = checked(site, rules.spaced_number(issued.number))
    assert page.path == f"{HERE}{issued.number}"
    assert verdict(page) == "Giấy thật, còn giá trị"
    assert page.texts(".verdict .verdict-facts dd")[:3] == [
        "Nguyễn Thị Hoa",
        "Công dân học tập",
        "Số 128/QĐ-UBND ngày 20/11/2026",
    ]


def test_rules_that_nobody_compared_are_said_to_be_so(site: Site) -> None:
    page = site.get(f"{HERE}{a_certificate(is_verified=False).number}")
    assert "chưa được đối chiếu với văn bản gốc" in page.text


def test_a_withdrawn_paper_is_said_to_be_withdrawn_and_since_when(site: Site) -> None:
    issued = withdrawn("decision")
    assert verdict(site.get(f"{HERE}{issued.number}")) == "Giấy thật, nhưng đã bị thu hồi"
    assert verdict(checked(site, issued.twin or "")) == "Giấy thật, nhưng đã bị thu hồi"


def withdrawn(why: rules.Why) -> Issued:
    issued = a_certificate()
    with write():
        operations.revoke(issued.subject, why, at=now())
    return issued


def test_an_erased_person_is_named_nowhere(site: Site) -> None:
    issued = a_certificate()
    with write():
        operations.forget(issued.subject, at=now())
    page = site.get(f"{HERE}{issued.number}")
    assert verdict(page) == "Giấy thật, nhưng đã bị thu hồi"
    assert "Nguyễn Thị Hoa" not in page.text
    site.get(f"{HERE}{issued.number}/huy-hieu.jwt", status=404)


def test_what_a_scanner_types_is_read_and_stands_in_no_address(site: Site) -> None:
    issued = a_certificate()
    page = checked(site, f"https://hoc.example.vn/vi/xac-minh/{issued.number}#{issued.twin}")
    assert verdict(page) == "Giấy thật, còn giá trị"
    assert page.path == HERE


def test_the_credential_is_a_file_that_this_page_reads_again(site: Site) -> None:
    issued = a_certificate()
    file = site.get(f"{HERE}{issued.number}/huy-hieu.jwt").response
    assert file.text == issued.token
    assert verdict(of_file(site, file.data)) == "Giấy thật, còn giá trị"
    assert verdict(of_file(site, b"\xff\x00")) == "Đây không phải mã của giấy xác nhận"


def of_file(site: Site, content: bytes) -> Page:
    return site.post(HERE, {"tep": (io.BytesIO(content), "huy-hieu.jwt")}, content_type="multipart/form-data")


def test_a_paper_of_others_is_not_ours_and_without_any_book_nobody_can_say(site: Site) -> None:
    twin = papers.both()[0]
    assert verdict(checked(site, twin)) == "Chưa kết luận được: máy này chưa có danh sách"
    a_certificate()
    assert verdict(checked(site, twin)) == "Giấy này không phải do chúng tôi ký"


def test_once_their_book_is_trusted_here_their_papers_are_read(site: Site) -> None:
    with write():
        operations.trust(papers.a_book(), is_new=True, at=now())
    assert verdict(checked(site, papers.both(papers.WITHDRAWN)[0])) == "Giấy thật, nhưng đã bị thu hồi"


def test_every_page_of_checking_may_ask_for_the_camera(site: Site) -> None:
    for path in (HERE, f"{HERE}{a_certificate().number}"):
        assert "camera=(self)" in site.get(path).response.headers["Permissions-Policy"]


@pytest.mark.parametrize("typed", ["", "123", "1234 5678 9012 3456", "không phải số"])
def test_what_is_no_number_is_said_at_the_field(site: Site, typed: str) -> None:
    assert checked(site, typed, status=422).all(".field-error")


def test_who_guesses_numbers_has_to_wait_whichever_worker_answers(site: Site, app: Flask) -> None:
    here, there, most = "203.0.113.77", "203.0.113.78", guesses.MISSED.times
    path, wrong = f"{HERE}{a_certificate().number}", f"{HERE}{rules.number_of(1)}"
    assert verdict(site.get(wrong, status=404)) == "Không có giấy nào mang số này"
    workers = [app, create_app(app.extensions["hocso"].settings)]
    assert [asked(workers[turn % 2], wrong, here) for turn in range(most)] == [404] * most
    for worker in workers:
        assert (asked(worker, path, here), asked(worker, path, there)) == (429, 200)
    close(workers[1])


def test_who_must_wait_is_told_how_long_and_then_may_ask_again(
    site: Site, app: Flask, wall_clock: Clock
) -> None:
    path = f"{HERE}{a_certificate().number}"
    for _ in range(guesses.MISSED.times):
        guesses.missed("203.0.113.77")
    wall_clock.advance(minutes=4)
    refused = app.test_client().get(path, environ_base={"REMOTE_ADDR": "203.0.113.77"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "360")
    wall_clock.advance(minutes=6)
    assert asked(app, path, "203.0.113.77") == 200


def asked(app: Flask, path: str, address: str) -> int:
    return app.test_client().get(path, environ_base={"REMOTE_ADDR": address}).status_code
