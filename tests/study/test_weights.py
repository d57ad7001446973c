"""The weight of every lesson as it is served: what somebody who has been here pays for the next one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from learning.catalog.content import Module
from learning.study import addresses

LESSON, PICTURE = 12_000, 4_096  # bytes on the wire, headers included


@pytest.fixture(scope="module")
def modules(shared_app: Flask) -> tuple[Module, ...]:
    """All modules of the site."""
    found: tuple[Module, ...] = shared_app.extensions["hocso"].catalog.modules
    assert len(found) == 30
    return found


def on_the_wire(app: Flask, path: str, accepted: str) -> int:
    answer: TestResponse = app.test_client().get(path, headers={"Accept-Encoding": accepted})
    assert answer.status_code == 200
    heads = "".join(f"{name}: {value}\r\n" for name, value in answer.headers)
    return len(heads) + len(answer.get_data())


def addresses_of_pictures(app: Flask, module: Module) -> Iterator[str]:
    with app.test_request_context():
        yield from [addresses.picture(module, file) for file in module.pictures]


@pytest.mark.parametrize("accepted", ["gzip, deflate, br", "gzip"], ids=["https", "plain http"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_next_lesson_weighs_12_kb_at_most(
    shared_app: Flask, modules: tuple[Module, ...], language: str, accepted: str
) -> None:
    weights = {each.id: on_the_wire(shared_app, f"/{language}/bai/{each.id}/", accepted) for each in modules}
    assert {id: weight for id, weight in weights.items() if weight > LESSON} == {}


def test_a_picture_weighs_4_kb_at_most(shared_app: Flask, modules: tuple[Module, ...]) -> None:
    paths = [path for module in modules for path in addresses_of_pictures(shared_app, module)]
    weights = {path: on_the_wire(shared_app, path, "gzip, deflate") for path in paths}
    assert len(weights) > 100
    assert {path: weight for path, weight in weights.items() if weight > PICTURE} == {}
