"""The site on a phone's home screen: its name, its own drawings, one icon for all languages."""

import json
import struct

from tests.support.site import Site


def test_a_page_leads_to_the_manifest_of_its_language(site: Site) -> None:
    for language in ("vi", "en"):
        address = site.get(f"/{language}/").one("link[rel=manifest]").get("href", "")
        answer = site.client.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "application/manifest+json")
        told = json.loads(answer.data)
        assert (told["id"], told["lang"], told["start_url"]) == ("/", language, f"/{language}/")


def test_every_drawing_is_there_in_the_size_that_is_said(site: Site) -> None:
    icons = json.loads(site.client.get("/vi/manifest.webmanifest").data)["icons"]
    assert {icon["purpose"] for icon in icons} == {"any", "maskable"}
    for icon in icons:
        drawing = site.client.get(icon["src"])
        assert (drawing.status_code, drawing.mimetype) == (200, icon["type"])
        if icon["type"] == "image/png":
            width, height = struct.unpack(">II", drawing.data[16:24])
            assert icon["sizes"] == f"{width}x{height}"


def test_a_manifest_that_has_not_changed_is_not_sent_again(site: Site) -> None:
    first = site.client.get("/vi/manifest.webmanifest")
    again = site.client.get("/vi/manifest.webmanifest", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
