"""Ten thousand bodies that no device of ours would send: always an answer in words, never a 500."""

import json
import random
from itertools import chain, count, repeat
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.accounts import keys
from learning.ids import new_id
from learning.records import operations
from tests.factories.accounts import a_guest
from tests.factories.records import a_check, a_practice, a_version
from tests.support.databases import wanted_kind
from tests.support.site import Site

EVENTS = "/api/v1/events"
SHAPES = {200: {"stored", "known", "refused"}, 413: {"error", "say"}, 422: {"error", "say"}}
texts = st.text(st.characters(exclude_categories=()), max_size=40)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
    | st.sampled_from(["dung", "sai", "noi-wifi", "cau-01", "9" * 100, "2026-11-22T01:00:00Z"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)


def ask(site: Site, key: str, body: bytes) -> Any:
    headers = {"Authorization": f"Bearer {key}"}
    response = site.app.test_client().post(
        EVENTS, data=body, headers=headers, content_type="application/json"
    )
    answer = response.get_json()
    assert set(answer) == SHAPES[response.status_code]
    return answer


@pytest.fixture
def key(site: Site) -> str:
    return keys.mint(a_guest(), new_id())


def fuzzed(examples: int) -> settings:
    return settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.sqlite  # what nobody can read never gets as far as a database
@pytest.mark.timeout(600)
def test_any_json(site: Site, key: str) -> None:
    @fuzzed(1500)  # slow to think up; bytes are not
    @given(values | st.fixed_dictionaries({"events": values | st.lists(values, max_size=4)}))
    def holds(body: object) -> None:
        ask(site, key, json.dumps(body).encode())

    holds()


@pytest.mark.sqlite
@pytest.mark.timeout(600)
def test_any_bytes(site: Site, key: str) -> None:
    good = json.dumps({"events": a_check(a_version())}).encode()

    @fuzzed(6500)
    @given(st.binary(max_size=200), st.integers(0, len(good)), st.integers(0, 40))
    def holds(noise: bytes, start: int, length: int) -> None:
        ask(site, key, good[:start] + noise + good[start + length :])

    holds()


@pytest.mark.timeout(600)
def test_events_with_something_wrong_in_them_never_harm_their_neighbours(site: Site) -> None:
    version = a_version()
    people = chain.from_iterable(repeat(keys.mint(a_guest(), new_id()), 50) for _ in count())
    sound = [*a_check(version), a_practice(version)]
    changes = st.dictionaries(st.sampled_from(sorted(sound[0])), values, min_size=1, max_size=3)

    @fuzzed(2000 if wanted_kind() == "sqlite" else 500)  # what is refused is refused before any database
    @given(st.lists(st.tuples(st.sampled_from(sound), changes), min_size=1, max_size=6), st.randoms())
    def holds(wrong: list[tuple[dict[str, Any], dict[str, Any]]], chance: random.Random) -> None:
        neighbour = {**sound[0], "id": str(new_id())}
        sent = [neighbour, *({**event, "id": str(new_id()), **changed} for event, changed in wrong)]
        chance.shuffle(sent)
        answer = ask(site, next(people), json.dumps({"events": sent}).encode())
        assert neighbour["id"] in answer["stored"]
        assert sum(map(len, answer.values())) == len(sent)

    holds()
    assert list(operations.rebuild(verify=True)) == []
