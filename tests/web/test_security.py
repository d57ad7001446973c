"""Requests from elsewhere, bodies over the limit, and the headers of every answer."""

import pytest

from tests.support.site import Site

FORM = "/vi/bai/quet-ma-qr/kiem-tra/1/"
OWN = "http://localhost"


@pytest.mark.parametrize(
    ("headers", "is_let_in"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": OWN}, False),
        ({"Origin": OWN}, True),
        ({"Origin": "http://localhost:8001"}, False),
        ({"Origin": "https://localhost"}, False),
        ({"Origin": "http://elsewhere.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://["}, False),
        ({"Origin": "http://[x]"}, False),
        ({"Origin": "http://localhost@elsewhere.example"}, False),
        ({"Referer": OWN + "/vi/"}, False),
        ({}, False),
    ],
)
def test_a_form_is_taken_only_from_our_own_pages(
    site: Site, headers: dict[str, str], *, is_let_in: bool
) -> None:
    answer = site.client.post(FORM, headers=headers)
    assert (answer.status_code != 403) is is_let_in


def test_a_body_over_the_limit_is_refused_in_words(site: Site) -> None:
    page = site.post(FORM, {"x": "y" * 70_000}, status=413)
    assert "quá lớn" in page.text


def test_a_form_with_a_thousand_parts_is_refused(site: Site) -> None:
    site.post(FORM, {f"q{number}": "x" for number in range(20_000)}, status=413)


def test_a_secure_line_gets_secure_cookies_and_a_plain_one_does_not(site: Site) -> None:
    plain = site.client.get("/?ngon-ngu=en").headers["Set-Cookie"]
    secure = site.client.get("/?ngon-ngu=en", base_url="https://localhost").headers["Set-Cookie"]
    assert "Secure" not in plain
    assert "Secure" in secure
    assert "HttpOnly" in secure
    assert "SameSite=Lax" in secure


def test_only_a_secure_line_asks_to_stay_secure(site: Site) -> None:
    assert "Strict-Transport-Security" not in site.client.get("/vi/").headers
    secure = site.client.get("/vi/", base_url="https://localhost")
    assert "Strict-Transport-Security" in secure.headers
