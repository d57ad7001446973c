"""The document that describes the API: made from the shapes that the views use, and true."""

import json
import re
from typing import Any, get_args

from learning.records.events import Reason
from learning.sync import forms
from tests.support.site import Site

DOCUMENT = "/api/v1/openapi.json"


def document(site: Site) -> dict[str, Any]:
    found: dict[str, Any] = site.api("GET", DOCUMENT)
    return found


def test_every_address_of_the_api_is_described_and_no_other(site: Site) -> None:
    described = {
        (method.upper(), f"/api/v1{path}")
        for path, methods in document(site)["paths"].items()
        for method in methods
    }
    there = {
        (method, rule.rule)
        for rule in site.app.url_map.iter_rules()
        if rule.endpoint.startswith("sync.") and rule.rule != DOCUMENT
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert described == there


def test_it_is_openapi_3_1_and_every_reference_leads_somewhere(site: Site) -> None:
    found = document(site)
    assert found["openapi"].startswith("3.1")
    references = re.findall(r'"#/components/schemas/(\w+)"', json.dumps(found))
    assert set(references) <= set(found["components"]["schemas"])
    for path in found["paths"].values():
        for operation in path.values():
            assert operation["operationId"]
            assert all(answer["description"] for answer in operation["responses"].values())
            for scheme in operation.get("security", []):
                assert set(scheme) <= set(found["components"]["securitySchemes"])


def test_its_event_has_exactly_the_words_of_the_design(site: Site) -> None:
    schemas = document(site)["components"]["schemas"]
    event = schemas["Incoming"]
    assert set(event["properties"]) == {
        *("id", "verb", "module", "version", "question", "form", "attempt"),
        *("answer", "at", "seq", "language", "via"),
    }
    assert event["properties"]["via"]["enum"] == ["web", "offline", "kiosk", "trainer", "centre"]
    assert event["properties"]["verb"]["enum"] == ["opened", "answered", "practised", "reviewed"]
    assert set(schemas["EventRefused"]["properties"]["reason"]["enum"]) == set(get_args(Reason))
    assert schemas["EventsSent"]["properties"]["events"]["maxItems"] == forms.MOST_EVENTS


def test_it_is_the_same_for_everybody_and_cached(site: Site) -> None:
    first = site.app.test_client().get(DOCUMENT)
    again = site.app.test_client().get(DOCUMENT, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
