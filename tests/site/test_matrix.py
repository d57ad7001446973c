"""Role × route × scope: other people's ids in every address, every field and every query open nothing.

Made from the route table and from the pages themselves: a new route, or a new field, is tried by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from lxml import html
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from learning import clock
from learning.web.access import ROLES, Access
from tests.conftest import MORNING, Clock
from tests.factories.accounts import a_learner
from tests.support.databases import Databases
from tests.support.sides import Side, a_side, places_of, rows_of
from tests.support.site import Site
from tests.support.world import ASKED, World

KEPT = "two_sides"
SHUT = {302, 303, 401, 403, 404, 405}
# Units of the State are no secret: whoever works anywhere may look one up. What staff may do there is tried.
OPEN_TO_ALL_STAFF = {("places.show", "commune")}
OURS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=dia-ban/)[a-z0-9./-]+?(?=/[a-z]|')")
KINDS = {"trainer", "branch", "association", "officer", "administrator", "author", "translator"}


@pytest.fixture(scope="module")
def sides(shared_app: Flask, databases: Databases) -> tuple[Side, Side]:
    """Both sides, made once. Each test begins with their rows as they are kept here."""
    address = shared_app.extensions["hocso"].settings.database_url
    databases.reset(address)
    with shared_app.app_context(), clock.fixed(MORNING):  # the evening of both classes goes on
        made = (
            a_side(shared_app, "Cần Thơ", "Nhà Mình", "nut"),
            a_side(shared_app, "Lào Cai", "Kín Đáo", "tyz"),
        )
    databases.keep(address, KEPT)
    return made


@pytest.fixture
def world(
    shared_app: Flask, databases: Databases, sides: tuple[Side, Side], wall_clock: Clock
) -> Iterator[World]:
    assert wall_clock.at == MORNING
    databases.reset(shared_app.extensions["hocso"].settings.database_url, KEPT)
    with shared_app.app_context():
        yield World(Site(shared_app), *sides)


def shows_theirs(world: World, answer: TestResponse) -> bool:
    return world.theirs.secret.encode() in answer.data


def is_open(world: World, rule: Rule, path: str) -> bool:
    """Is this theirs, and yet open to everybody who works anywhere?"""
    family = str(world.theirs.ids["place_id"][1])
    return (rule.endpoint, "commune") in OPEN_TO_ALL_STAFF and family not in path


@pytest.mark.parametrize("role", [*sorted(ROLES), "learner"])
def test_ids_of_others_in_an_address_open_nothing(world: World, role: str) -> None:
    assert ROLES == KINDS
    person, kind = (a_learner(), "card") if role == "learner" else (world.ours.staff[role], "staff")
    before = (rows_of(world.theirs), places_of(world.theirs))
    leaks = []
    for rule, method in world.routes():
        for path, foreign in world.addresses(rule):
            answer = world.open(method, path, person, kind, query_string=ASKED)
            refused = answer.status_code in SHUT or is_open(world, rule, path)
            if not refused or shows_theirs(world, answer):
                leaks.append(f"{method} {rule.endpoint} with their {sorted(foreign)}: {answer.status_code}")
    assert sorted(set(leaks)) == []
    assert (rows_of(world.theirs), places_of(world.theirs)) == before


def test_our_own_ids_do_open_what_is_tried(world: World) -> None:
    """Else all of the above could be refused for another reason, and prove nothing."""
    shut = []
    for rule, method in world.routes():
        if world.access_of(rule) is not Access.STAFF or method != "GET":
            continue
        answers = {
            world.open(method, path, world.ours.staff[role], query_string=ASKED).status_code
            for path, _foreign in world.addresses(rule, only_ours=True)
            for role in ("trainer", "association", "officer", "administrator", "translator")
        }
        if 200 not in answers:
            shut.append((rule.endpoint, sorted(answers)))
    # Data are for who administers everywhere; a province lies above both sides; two addresses lead on, and
    # nobody reads aloud in a language that learners cannot choose.
    beside = {"data.person", "offices.province", "reports.communes"}
    beside |= {"desk.following", "voices.following", "voices.text"}
    assert {endpoint for endpoint, _ in shut} <= beside, shut


# ── Fields and queries ──


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it stands on a page of ours: where it goes, and what it holds."""

    action: str
    method: str
    values: tuple[tuple[str, str], ...]

    def with_(self, names: tuple[str, ...], value: str) -> list[tuple[str, str]]:
        kept = [(known, held) for known, held in self.values if known not in names]
        return kept + [(name, value) for name in names]


def forms_of(world: World, person: UUID) -> Iterator[Sent]:
    """Every form of every staff page that somebody of ours can open; of those that differ by an id, one."""
    seen: set[str] = set()
    for rule in world.site.app.url_map.iter_rules():
        if world.access_of(rule) is not Access.STAFF or "GET" not in (rule.methods or ()):
            continue
        for path, _foreign in world.addresses(rule, only_ours=True):
            answer = world.open("GET", path, person, query_string=ASKED)
            assert not shows_theirs(world, answer), f"{path} shows what is theirs"
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            for form in html.document_fromstring(answer.get_data(as_text=True)).iter("form"):
                assert isinstance(form, html.FormElement)
                sent = Sent(form.action or path, form.method, tuple(_values(form)))
                if (kind := OURS.sub("*", repr(sent))) not in seen:
                    seen.add(kind)
                    yield sent


def _values(form: html.FormElement) -> Iterator[tuple[str, str]]:
    """What it holds, and something readable where it is empty."""
    held = dict(form.form_values())
    names = {one.get("name") or "" for one in form.iter("input", "select", "textarea", "button")} - {""}
    for name in sorted(names):
        yield name, held.get(name) or "1961"


EXTRA = ("ho-so", "la-ai", "nguoi", "class_id", "person_id", "place_id", "truoc", "sau", "dong-2")


@pytest.mark.parametrize("role", ["trainer", "association", "officer", "administrator", "translator"])
def test_ids_of_others_in_fields_and_queries_change_and_show_nothing(world: World, role: str) -> None:
    person = world.ours.staff[role]
    before = (rows_of(world.theirs), places_of(world.theirs))
    tried = leaks = 0
    told = []
    values = world.theirs.tried()
    for form in list(forms_of(world, person)):
        fields = dict.fromkeys(name for name, _held in form.values)
        for names in (*((name,) for name in fields), EXTRA):  # what it asks for one by one, the rest at once
            for value in values:
                sent = form.with_(names, value)
                where = {"query_string": sent} if form.method.upper() == "GET" else {"data": sent}
                answer = world.open(form.method.upper(), form.action, person, **_as_sent(where))
                tried += 1
                if answer.status_code >= 500 or shows_theirs(world, answer):
                    told.append(f"{form.method} {form.action} {names}={value}: {answer.status_code}")
        leaks += rows_of(world.theirs) != before[0]
        if leaks:
            told.append(f"{form.method} {form.action} changed a row of theirs")
            break
    assert told == []
    assert tried > 100
    assert (rows_of(world.theirs), places_of(world.theirs)) == before


def _as_sent(where: dict[str, list[tuple[str, str]]]) -> dict[str, Any]:
    return {name: MultiDict(values) for name, values in where.items()}
