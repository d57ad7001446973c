"""Reading one event: what is taken, what is refused, and with which reason."""

import json
from typing import Any

import pytest

from learning.records.events import MOST_CHARACTERS, Refused, id_of, read
from tests.factories.records import Version, a_practice, a_version, an_answer, an_event

VERSION = a_version(stored=False)


def reason_of(raw: object) -> str:
    with pytest.raises(Refused) as refused:
        read(raw)
    return refused.value.reason


def answered(**changes: Any) -> dict[str, Any]:
    return {**an_answer(VERSION, "cau-01", form=1, attempt=1), **changes}


def test_an_event_of_each_verb_is_read() -> None:
    for raw in (an_event(VERSION), answered(), a_practice(VERSION), answered(form=None, attempt=None)):
        assert read(raw).verb == raw["verb"]


def test_what_is_missing_counts_as_null() -> None:
    raw = {name: value for name, value in an_event(VERSION).items() if value is not None}
    assert read(raw).question is None


def test_an_attempt_may_be_a_number_or_a_short_text() -> None:
    assert read(answered(attempt=7)).attempt == read(answered(attempt="7")).attempt == "7"
    assert read(answered(attempt="x" * 64)).attempt == "x" * 64


def test_a_device_says_neither_whose_it_is_nor_how_well_it_is_evidenced() -> None:
    event = read({**answered(), "person": "somebody", "device": "other", "evidence": "confirmed"})
    assert not {"person", "device", "evidence"} & set(type(event).model_fields)


def test_instants_come_with_any_offset_and_are_kept_in_utc() -> None:
    assert read(an_event(VERSION, at="2026-11-22T08:00:00.5+07:00")).at.isoformat() == (
        "2026-11-22T01:00:00.500000+00:00"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "not a uuid"},
        {"id": "{0f8fad5b-d9cb-469f-a165-70867728950e}"},
        {"id": 5},
        {"id": None},
        {"module": "Không phải mã"},
        {"module": "a" * 41},
        {"module": "a\x00b"},
        {"module": "\ud800"},
        {"version": "xyz"},
        {"version": "A" * 16},
        {"question": ""},
        {"question": None},
        {"answer": None},
        {"form": 0},
        {"form": -1},
        {"form": 1.0},
        {"form": "1"},
        {"form": True},
        {"form": 2**53},
        {"attempt": None},
        {"attempt": ""},
        {"attempt": "x" * 65},
        {"attempt": "a\x00b"},
        {"attempt": "\udfff"},
        {"attempt": -1},
        {"attempt": 2**53},
        {"attempt": 1.5},
        {"attempt": True},
        {"attempt": ["1"]},
        {"at": "2026-11-22T01:00:00"},
        {"at": "2026-11-22"},
        {"at": "2026-13-22T01:00:00Z"},
        {"at": "2026-11-22T01:00:60Z"},
        {"at": "1969-12-31T23:59:59Z"},
        {"at": "9999-01-01T00:00:00Z"},
        {"at": "9999-12-31T23:59:59-23:59"},
        {"at": "0001-01-01T00:00:00+23:59"},
        {"at": "٢٠٢٦-11-22T01:00:00Z"},
        {"at": 1763773200},
        {"seq": -1},
        {"seq": 2**53},
        {"seq": 10**300},
        {"seq": 1.5},
        {"seq": "1"},
        {"seq": None},
        {"language": ""},
        {"language": "tiếng Việt"},
        {"language": "x" * 17},
        {"via": "telepathy"},
        {"via": None},
        {"verb": 5},
        {"verb": "flown", "seq": -1},
    ],
)
def test_what_is_not_an_event_is_malformed(changes: dict[str, Any]) -> None:
    assert reason_of({**answered(), **changes}) == "malformed"


@pytest.mark.parametrize("name", ["id", "verb", "module", "version", "at", "seq", "language", "via"])
def test_an_event_without_one_of_its_parts_is_malformed(name: str) -> None:
    raw = answered()
    del raw[name]
    assert reason_of(raw) == "malformed"


@pytest.mark.parametrize("raw", [None, True, 5, 5.5, "text", [], ["id"], {}, {"id": "x"}])
def test_what_is_no_object_or_an_empty_one_is_malformed(raw: object) -> None:
    assert reason_of(raw) == "malformed"


@pytest.mark.parametrize(
    "raw",
    [
        an_event(VERSION, "opened", answer="x"),
        an_event(VERSION, "opened", question="cau-01"),
        an_event(VERSION, "practised"),
        an_event(VERSION, "practised", question="cau-01", answer=[]),
        an_event(VERSION, "practised", form=1, attempt=1, answer=[]),
        an_event(VERSION, "reviewed", question="cau-01", form=1, attempt=1, answer="dung"),
        an_event(VERSION, "reviewed", answer="dung"),
    ],
)
def test_an_event_brings_what_its_verb_needs_and_nothing_else(raw: dict[str, Any]) -> None:
    assert reason_of(raw) == "malformed"


@pytest.mark.parametrize("verb", ["observed", "confirmed", "flown", ""])
def test_a_verb_that_devices_may_not_use_is_named(verb: str) -> None:
    assert reason_of(answered(verb=verb)) == "unknown_verb"


def test_an_event_that_is_too_large_is_named() -> None:
    assert reason_of(answered(answer="x" * MOST_CHARACTERS)) == "too_large"
    assert reason_of(["x" * MOST_CHARACTERS]) == "too_large"


def test_depth_that_would_break_a_program_is_malformed() -> None:
    raw: Any = []
    for _ in range(5000):
        raw = [raw]
    assert reason_of({**answered(), "answer": raw}) == "malformed"


def test_an_id_comes_back_as_it_was_sent() -> None:
    assert id_of({"id": "KEIN-UUID\ud800"}) == "KEIN-UUID\ud800"
    assert id_of({"id": 5}) is None
    assert id_of([]) is None


def test_every_way_to_write_an_id_names_the_same_event() -> None:
    raw = an_event(VERSION)
    assert read(raw).id == read({**raw, "id": raw["id"].upper()}).id


def test_an_event_survives_json() -> None:
    raw = answered()
    assert read(json.loads(json.dumps(raw))) == read(raw)


def test_versions_are_told_apart_by_what_marks_them() -> None:
    other: Version = a_version(right="sai", stored=False)
    assert other.version != VERSION.version
