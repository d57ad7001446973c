"""Static files: joined, versioned in the path, kept for ever where the address names this build."""

import re
from posixpath import normpath

from tests.support.site import Site


def test_a_file_of_this_build_is_kept_for_ever(site: Site) -> None:
    address = site.get("/vi/").one("link[rel=stylesheet]").get("href", "")
    answer = site.client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/css")
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_page_from_before_an_update_gets_todays_file_and_keeps_it_not(site: Site) -> None:
    answer = site.client.get("/static/v-00000000/css/site.css")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")


def test_the_stylesheet_is_one_file(site: Site) -> None:
    assert b"@import" not in site.client.get("/static/css/site.css").data


def test_modules_import_within_their_own_build(site: Site) -> None:
    assets = site.app.extensions["hocso"].assets
    scripts = {name: body.decode() for name, body in assets.files.items() if name.startswith("js/")}
    named = {part for body in scripts.values() for part in re.findall(r"from\s*['\"]([^'\"]+)['\"]", body)}
    assert named
    assert {normpath(f"js/{part}") for part in named} <= set(assets.files)


def test_nothing_outside_the_folder_is_served(site: Site) -> None:
    for path in ("../app.py", "%2e%2e/app.py", "v-00000000/../../app.py", "css", "", "js/x.py"):
        assert site.client.get(f"/static/{path}").status_code == 404
