"""What a device keeps to learn without a network: named truly, and light."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask

from learning.web.pages import store
from learning.web.worker import HANDING, LOOK
from tests.support.site import Site

# Design, section 11: 12 KB on a public page, 30 KB all that a learner ever loads, the worker included. Where
# less is used, what is here keeps it from growing. A build's digests make it 20 bytes more or less.
WORKER, PAGE_SCRIPTS, ALL_SCRIPTS = 2_850, 8_600, 30_000
# Counted apart: handing over comes with the worker, taking over is loaded by those who take.
GIVING, TAKING, READING_CODES = 4_150, 2_450, 40_000
COURSE = "/api/v1/packs/vi/an-toan"
AS_PHONES_ASK = {"Accept-Encoding": "gzip, deflate, br"}


def told(site: Site, path: str) -> Any:
    answer = site.client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.headers["Cache-Control"].startswith("public")
    return json.loads(answer.data)


def test_every_part_of_a_pack_is_there_with_that_digest_and_weight(site: Site) -> None:
    pack = told(site, COURSE)
    assert len(pack["modules"]) == 6
    for module in pack["modules"]:
        assert module["bytes"] == sum(weight for _, _, weight in module["files"])
        for address, digest, weight in module["files"]:
            answer = site.client.get(address, headers=AS_PHONES_ASK)
            assert answer.headers["ETag"] == f'"{digest}-br"'
            assert len(answer.data) == weight
            assert answer.headers["Cache-Control"].startswith("public")
    assert all("immutable" in site.client.get(path).headers["Cache-Control"] for path in pack["look"])


def test_one_module_is_described_as_in_its_course(site: Site) -> None:
    module = told(site, COURSE)["modules"][2]
    assert told(site, f"/api/v1/packs/vi/bai/{module['id']}")["modules"] == [module]


def test_another_language_is_another_version(site: Site) -> None:
    vietnamese, english = told(site, COURSE), told(site, COURSE.replace("/vi/", "/en/"))
    assert all(
        one["version"] != other["version"]
        for one, other in zip(vietnamese["modules"], english["modules"], strict=True)
    )


@pytest.mark.parametrize("path", ["/api/v1/packs/vi/khong-co", "/api/v1/packs/vi/bai/khong-co"])
def test_what_is_not_taught_has_no_pack(site: Site, path: str) -> None:
    answer = site.client.get(path)
    assert (answer.status_code, json.loads(answer.data)["error"]) == (404, "not_found")


def test_a_course_weighs_300_kb_at_most(site: Site) -> None:
    courses = site.app.extensions["hocso"].catalog.courses
    weights = {course.id: told(site, f"/api/v1/packs/vi/{course.id}")["bytes"] for course in courses}
    assert {id: weight for id, weight in weights.items() if weight > 300_000} == {}


def test_the_worker_is_small_is_asked_for_anew_and_names_this_build(site: Site) -> None:
    answer = site.client.get("/sw.js", headers=AS_PHONES_ASK)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert len(answer.data) <= WORKER
    assert site.app.extensions["hocso"].assets.build in site.client.get("/sw.js").text
    assert site.client.get("/sw.js", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_scripts_stay_light_with_the_worker(shared_app: Flask) -> None:
    found = shared_app.extensions["hocso"]

    def weight(name: str) -> int:
        return len(store(found.assets.files[name], "text/javascript").coded[0][1])

    worker = len(found.worker.coded[0][1])
    entries = {name: weight(name) for name in LOOK if name.startswith("js/") and name != "js/site.js"}
    assert weight("js/site.js") + max(entries.values()) <= PAGE_SCRIPTS
    everything = worker + weight("js/site.js") + sum(entries.values())
    everything += weight("js/pictures.js") + weight("vendor/htmx/htmx.min.js")
    assert everything <= ALL_SCRIPTS
    handing = [name for name in HANDING if name.endswith(".js")]
    assert sum(map(weight, handing)) <= GIVING
    assert weight("js/takeover.js") <= TAKING
    reader = ("js/decoder.js", "vendor/qr/decode.js", "vendor/qr/index.js")  # where a browser has none
    assert sum(map(weight, reader)) <= READING_CODES
