"""Public pages are kept for everybody: whoever asks first can leave nothing of their own in them."""

import pytest

from tests.support.site import Site

CHECK = "/vi/bai/quet-ma-qr/kiem-tra/"


@pytest.mark.parametrize("written", ["٧", "७", "07", "0000007", "+7", "7.0", "0", "201", "9" * 5000])
def test_a_form_has_one_address_only(site: Site, written: str) -> None:
    """The page names its own address; kept under another spelling, it would send everybody there."""
    assert site.client.get(f"{CHECK}{written}/").status_code == 404
    shown = site.client.get(f"{CHECK}7/").text
    assert f'rel="canonical" href="{CHECK}7/"' in shown
    assert f"tiep={CHECK}7/" in shown


def test_what_stands_behind_the_question_mark_changes_no_kept_page(site: Site) -> None:
    asked = site.client.get(
        f"{CHECK}8/?tiep=//elsewhere.example&x=<b>", base_url="http://elsewhere.example"
    ).text
    assert asked == site.client.get(f"{CHECK}8/").text
    assert "elsewhere" not in asked


def test_an_address_of_odd_letters_is_written_into_a_page_as_an_address(site: Site) -> None:
    shown = site.get("/vi/khong-co/%00%22&tiep=x/", status=404)
    assert 'hreflang="en" href="/en/khong-co/%00%22%26tiep%3Dx/"' in shown.response.text
