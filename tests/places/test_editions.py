"""The official list: what is in it, loading it, and what a newer edition changes."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from learning.cli import register
from learning.db import session, write
from learning.ids import new_id
from learning.places import loading, queries, rules
from learning.places.editions import Edition, Known, Listed, UnreadableEdition, compare, packaged, read
from learning.places.models import Place
from tests.factories.places import MY_TU, a_commune, a_province, hamlets
from tests.places.worlds import counted

TODAY = date(2026, 11, 22)


def a_list(*communes: tuple[str, int], province: str = "Cần Thơ", code: int = 92) -> list[dict[str, Any]]:
    """One province as an edition writes it."""
    wards = [
        {"name": name, "code": code, "division_type": name.split()[0].lower()} for name, code in communes
    ]
    return [{"name": province, "code": code, "division_type": "tỉnh", "wards": wards}]


def edition(*provinces: list[dict[str, Any]], name: str = "thử") -> Edition:
    return read(json.dumps([one for each in provinces for one in each]), name)


def kept(given: Edition) -> list[Known]:
    """That edition, as if it had been loaded."""
    ids = {(one.kind, one.code): new_id() for one in given.listed}
    return [
        Known(
            ids[one.kind, one.code], one.kind, one.code, one.label, one.name,
            ids["province", one.province] if one.province else None,
        )
        for one in given.listed
    ]  # fmt: skip


def names(listed: Any) -> list[str]:
    return [one.listed.name if hasattr(one, "listed") else one.name for one in listed]


def test_the_list_holds_34_provinces_and_3321_communes() -> None:
    listed = packaged().listed
    assert Counter(one.kind for one in listed) == {"province": 34, "commune": 3321}
    labels = Counter(one.label for one in listed if one.kind == "commune")
    assert labels == {"xã": 2621, "phường": 687, "đặc khu": 13}


def test_no_two_communes_of_a_province_have_one_name() -> None:
    known = kept(packaged())
    changes = compare(known, packaged().listed)
    assert changes.is_none
    assert len(changes.same) == 3355


def test_prepare_has_loaded_it(app: Flask) -> None:
    many = select(Place.kind, func.count()).group_by(Place.kind)
    assert dict(session().execute(many).all()) == {"province": 34, "commune": 3321}
    commune = a_commune(MY_TU)
    assert a_province().path == "/92/"
    assert rules.above_all(commune.path)[0] == "/92/"
    assert commune.valid_from == date(2025, 7, 1)


def test_ids_and_paths_are_the_same_on_every_server_whatever_its_edition(app: Flask) -> None:
    """An edition that numbers the communes otherwise gives them the same ids and paths."""
    before = session().execute(select(Place.id, Place.path)).all()
    renumbered = tuple(
        replace(one, code=f"9{one.code}") if one.kind == "commune" else one for one in packaged().listed
    )
    with write() as current:
        current.execute(delete(Place).where(Place.parent_id.is_not(None)))
        current.execute(delete(Place))
        loading.load_first(Edition("khác", renumbered))
    assert set(session().execute(select(Place.id, Place.path)).all()) == set(before)


def test_loading_all_of_it_takes_a_handful_of_statements(app: Flask) -> None:
    with write() as current:
        current.execute(delete(Place).where(Place.parent_id.is_not(None)))
        current.execute(delete(Place))

    def load() -> None:
        with write():
            assert loading.load_first(packaged()) == 3355

    assert counted(load) <= 3


def test_loading_again_changes_nothing(app: Flask) -> None:
    assert loading.changes_of(packaged()).is_none
    with write():
        assert loading.load_first(packaged()) == 0


def test_codes_that_were_exchanged_move_nobody() -> None:
    old = edition(a_list(("Phường Phủ Lý", 1), ("Phường Phù Vân", 2), ("Phường Châu Sơn", 3)))
    new = edition(a_list(("Phường Phủ Lý", 3), ("Phường Phù Vân", 1), ("Phường Châu Sơn", 2)))
    changes = compare(kept(old), new.listed)
    assert sorted(names(changes.recoded)) == ["Châu Sơn", "Phù Vân", "Phủ Lý"]
    assert changes == replace(changes, renamed=(), new=(), gone=(), moved=())


def test_a_name_written_otherwise_is_the_same_name() -> None:
    old = edition(a_list(("Xã Mộc Hoá", 1), ("Xã D'Ran", 2)))
    changes = compare(kept(old), edition(a_list(("Xã  Mộc Hóa", 1), ("xã D’Ran", 2))).listed)
    assert sorted(names(changes.spelled)) == ["D’Ran", "Mộc Hóa"]
    assert not changes.renamed


def test_new_gone_renamed_and_moved_are_told_apart() -> None:
    old = edition(
        a_list(("Xã An Bình", 1), ("Xã Mỹ Tú", 2), ("Xã Cũ", 3), ("Xã Long Phú", 4)),
        a_list(("Xã Khác", 9), province="Cà Mau", code=96),
    )
    new = edition(
        a_list(("Phường An Bình", 1), ("Xã Mỹ Tú Mới", 2), ("Xã Vừa Lập", 7)),
        a_list(("Xã Khác", 9), ("Xã Long Phú", 4), province="Tỉnh Cà Mau", code=96),
    )
    changes = compare(kept(old), new.listed)
    assert sorted(names(changes.renamed)) == ["An Bình", "Mỹ Tú Mới"]
    assert names(changes.moved) == ["Long Phú"]
    assert names(changes.new) == ["Vừa Lập"]
    assert names(changes.gone) == ["Cũ"]


@given(st.permutations(list(range(12))))
def test_the_order_of_a_list_plays_no_part(order: list[int]) -> None:
    old = edition(a_list(*((f"Xã Số {one}", one) for one in range(12))))
    listed: list[Listed] = [old.listed[0], *(old.listed[1 + place] for place in order)]
    assert compare(kept(old), listed).is_none


def test_a_newer_edition_is_applied_with_its_day_and_nothing_is_deleted(app: Flask) -> None:
    commune = a_commune(MY_TU)
    inside = hamlets(commune)
    newer = Edition("mới", tuple(one for one in packaged().listed if one.code != commune.code))
    changes = loading.changes_of(newer)
    assert names(changes.gone) == ["Mỹ Tú"]
    with write():
        loading.apply_edition(newer, changes, TODAY)
    ended = queries.place_of(commune.id)
    assert ended is not None
    assert ended.valid_to == TODAY
    assert queries.children_of(commune.id) == inside
    assert loading.changes_of(newer).is_none


def test_a_commune_of_another_province_takes_along_what_lies_in_it(app: Flask) -> None:
    commune = a_commune(MY_TU)
    hamlet = hamlets(commune)[0]
    other = a_province("Cà Mau")
    newer = Edition(
        "mới",
        tuple(
            Listed("commune", one.code, one.label, one.name, "96") if one.code == commune.code else one
            for one in packaged().listed
        ),
    )
    with write():
        loading.apply_edition(newer, loading.changes_of(newer), TODAY)
    moved = queries.place_of(hamlet.id)
    assert moved is not None
    assert moved.path.startswith(other.path)
    assert queries.by_path(hamlet.path) == moved


def test_a_new_commune_may_have_a_code_that_another_had(app: Flask) -> None:
    commune = a_commune(MY_TU)
    fresh = Listed("commune", commune.code or "", "xã", "Hoàn Toàn Mới Lạ", "92")
    recoded = Listed("commune", "99999", commune.label, commune.name, "92")
    others = (one for one in packaged().listed if one.code != commune.code)
    newer = Edition("mới", (*others, fresh, recoded))
    with write():
        loading.apply_edition(newer, loading.changes_of(newer), TODAY)
    made = next(one for one in queries.communes_of(a_province().id) if one.name == fresh.name)
    assert (made.code, made.path == commune.path) == (commune.code, False)
    kept = queries.place_of(commune.id)
    assert kept is not None
    assert kept.code == "99999"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        '[{"name": "A"}]',
        "[]",
        "null",
        '[{"name":"A","code":1,"division_type":"x","wards":[]}]',
    ],
)
def test_what_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(UnreadableEdition):
        read(text, "hỏng")


def test_the_command_shows_first_and_writes_then(app: Flask, tmp_path: Path) -> None:
    register(app)
    shown = json.loads(json.dumps(a_list(("Xã Mỹ Tú", 31570))))
    file = tmp_path / "2026-12.json"
    file.write_text(json.dumps(shown), encoding="utf-8")
    run = app.test_cli_runner().invoke
    dry = run(args=["places", "load", "--file", str(file), "--dry-run"])
    assert "gone: " in dry.output
    assert queries.children_of(None)[0].valid_to is None
    again = run(args=["places", "load"])
    assert "Nothing changes." in again.output
    assert len(queries.children_of(None)) == 34


def test_the_command_finds_paths_by_name(app: Flask) -> None:
    register(app)
    result = app.test_cli_runner().invoke(args=["places", "find", "my tu"])
    assert result.output.splitlines()[0] == f"{a_commune(MY_TU).path}  Xã Mỹ Tú, Thành phố Cần Thơ"


def test_the_newest_day_a_file_can_have_is_today(app: Flask) -> None:
    register(app)
    result = app.test_cli_runner().invoke(args=["places", "load", "--on", "2999-01-01"])
    assert result.exit_code != 0
    assert "future" in result.output
