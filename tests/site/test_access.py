"""The access census: every route has one guard, and answers strangers, nonsense and elsewhere sanely."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from learning.accounts import colleagues, queries
from learning.catalog.content import Catalog
from learning.ids import new_id
from learning.voices import rules
from learning.web.access import ROLES, SEEING_OTHERS, Access, guard_of
from learning.web.pages import PageStore
from tests.factories.accounts import a_guest, a_learner, a_staff_member
from tests.factories.desk import a_translator
from tests.factories.voices import a_clip_that_is_played, ogg
from tests.support.site import Site

ROOT = Path(__file__).resolve().parent.parent.parent
GUARDS = {"public", "personal", "bearer", "peer_only", "staff_only"}
ROUTES = {"get", "post", "put", "patch", "delete", "route"}
SAFE = {"GET", "HEAD", "OPTIONS"}
OWN = {"Sec-Fetch-Site": "same-origin"}
ELSEWHERE: list[dict[str, str]] = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "http://elsewhere.example"},
    {"Origin": "null"},
    {},
]
UNKNOWN = "9b1f2d64-0d0a-4c53-9d2e-7a5a4e1f0c11"
NONSENSE: list[dict[str, Any]] = [
    {},
    {"data": b"\xff\xfe\x00%zz=%ff&=&a", "content_type": "application/x-www-form-urlencoded"},
    {"data": b"\x00" * 2048, "content_type": "application/octet-stream"},
    {"data": b"[" * 20_000, "content_type": "application/json"},
    {"data": b'{"events": [{"id": "\xff"}]}', "content_type": "application/json"},
    {"data": b"a=" + b"x" * 3_000_000, "content_type": "application/x-www-form-urlencoded"},
    {
        "data": b"--x\r\nContent-Disposition: form-data\r\n\r\n",
        "content_type": "multipart/form-data; boundary=x",
    },
]


@dataclass(frozen=True)
class Route:
    """One view as it can be reached: an address that exists, by one method."""

    endpoint: str
    method: str
    path: str
    access: Access
    roles: frozenset[str] = frozenset()
    arguments: frozenset[str] = frozenset()


@pytest.fixture
def routes(app: Flask) -> list[Route]:
    """The whole route table, with real values in every address."""
    return list(_routes(app, app.extensions["hocso"].catalog))


def _routes(app: Flask, catalog: Catalog) -> Iterator[Route]:
    module = next(one for one in catalog.modules if one.practice and one.pictures)
    values: dict[str, Any] = {
        "code": "tyz",
        "course_id": module.course_id,
        "domain": "facts",
        "grant_id": UNKNOWN,
        "person_id": UNKNOWN,
        "file": next(iter(module.pictures)),
        "form": 1,
        "language": "vi",
        "module_id": module.id,
        "path": "css/site.css",
        "class_id": new_id(),
        "job_id": new_id(),
        "kid": "khong-co",
        "key": "0123456789abcdef",
        "kiosk_id": new_id(),
        "dossier_id": new_id(),
        "list_id": new_id(),
        "title_id": "cong-dan-hoc-tap",
        "day": "2026-11-22",
        "number": 1,
        "paper": "1234567890123452",
        "peer_id": new_id(),
        "thing_id": new_id(),
        "place_id": new_id(),
        "question_id": new_id(),
        "suggestion_id": new_id(),
        "token": "khong-phai-the-that",
        "clip_id": new_id(),
        "name": rules.name_of(ogg(), "ogg"),
        "extension": "pdf",
        "set_id": "cong-dan-hoc-tap",
        "year": 2026,
        "id": "0123456789abcdef",
    }
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            unknown = rule.arguments - set(values)
            assert not unknown, f"tell the census what {unknown} of {rule} may be"
            path = app.url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})
            yield from _of_rule(app, rule, path)


def _of_rule(app: Flask, rule: Rule, path: str) -> Iterator[Route]:
    guard = guard_of(app.view_functions[rule.endpoint])
    assert guard is not None, f"{rule.endpoint} has no guard"
    for method in sorted((rule.methods or set()) - {"OPTIONS"}):
        yield Route(rule.endpoint, method, path, guard.access, guard.roles, frozenset(rule.arguments))


def _views() -> Iterator[tuple[str, list[str]]]:
    """Each function behind a route, with the names of its decorators from the outside in."""
    for path in sorted((ROOT / "learning").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.decorator_list:
                yield (
                    f"{path.relative_to(ROOT)}:{node.lineno} {node.name}",
                    [_name(one) for one in node.decorator_list],
                )


def _name(decorator: ast.expr) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    if isinstance(called, ast.Attribute):
        owner = called.value.id if isinstance(called.value, ast.Name) else ""
        return f"{owner}.{called.attr}"
    return called.id if isinstance(called, ast.Name) else ""


def faults_of_decorators(names: list[str]) -> list[str]:
    """What is wrong with the guards of one view, read as written."""
    routes = [place for place, name in enumerate(names) if name.startswith("bp.") and name[3:] in ROUTES]
    guards = [place for place, name in enumerate(names) if name in GUARDS]
    if not routes:
        return []
    if len(guards) != 1:
        return [f"has {len(guards)} guards"]
    return [] if guards[0] > max(routes) else ["has its guard outside of the route, where it guards nothing"]


def test_every_view_is_written_with_exactly_one_guard() -> None:
    faults = [f"{where} {fault}" for where, names in _views() for fault in faults_of_decorators(names)]
    assert faults == []


@pytest.mark.parametrize(
    "names", [["bp.get"], ["bp.get", "public", "personal"], ["staff_only", "bp.post"], ["bp.route", "cached"]]
)
def test_a_missing_doubled_or_misplaced_guard_is_found(names: list[str]) -> None:
    assert faults_of_decorators(names) != []


def test_every_route_answers_a_stranger(site: Site, routes: list[Route]) -> None:
    a_clip_that_is_played(a_translator("Chị Nọi"), a_translator("Anh Sinh"), "Trang chủ")
    for route in routes:
        response = site.client.open(route.path, method=route.method, headers=OWN)
        status = response.status_code
        site.inspect(response, route.path, part=route.endpoint.endswith("_part"))
        if route.access is Access.PUBLIC:
            assert status in (200, 301), f"{route} gave {status}"
        elif route.access in (Access.BEARER, Access.PEER):
            assert status == 401, f"{route} let a stranger in: {status}"
        elif route.access is Access.STAFF:
            assert status in (302, 303, 401, 403), f"{route} let a stranger in: {status}"
        else:
            assert status < 500, f"{route} gave {status}"


def test_public_routes_only_read(routes: list[Route]) -> None:
    assert [route for route in routes if route.access is Access.PUBLIC and route.method not in SAFE] == []


def test_unsafe_requests_from_elsewhere_are_refused(site: Site, routes: list[Route]) -> None:
    for route in routes:
        if route.method in SAFE or route.path.startswith("/api/"):
            continue
        for headers in ELSEWHERE:
            response = site.client.open(route.path, method=route.method, headers=headers)
            assert response.status_code == 403, f"{route} with {headers} gave {response.status_code}"
            site.inspect(response, route.path)


def test_nonsense_is_answered_with_a_sentence(site: Site, routes: list[Route]) -> None:
    for route in routes:
        for nonsense in () if route.method in SAFE else NONSENSE:
            response = site.client.open(route.path, method=route.method, headers=OWN, **nonsense)
            assert response.status_code < 500, (
                f"{route} with {str(nonsense)[:80]} gave {response.status_code}"
            )
            site.inspect(response, route.path)


@pytest.mark.parametrize(
    "path", ["/vi/%ff/", "/vi/bai/%00/", "/xx/", "/vi/bai/khong-co/", "/vi/" + "a" * 3000]
)
def test_addresses_that_lead_nowhere_say_so(site: Site, path: str) -> None:
    page = site.get(path, status=404)
    assert page.heading
    assert page.links


def test_the_api_says_in_json_what_is_wrong(site: Site) -> None:
    assert site.api("GET", "/api/v1/khong-co", status=404)["error"] == "not_found"


def test_public_pages_are_the_same_for_everybody(site: Site, routes: list[Route]) -> None:
    public = [route for route in routes if route.access is Access.PUBLIC and route.method == "GET"]
    for_a_stranger = [site.client.get(route.path).data for route in public]
    site.sign_in(a_guest(), "guest")
    assert site.client.get_cookie("so_hoc") is not None
    site.app.extensions["hocso"].pages = PageStore()  # made anew, while somebody is here
    for route, seen in zip(public, for_a_stranger, strict=True):
        assert site.client.get(route.path).data == seen, f"{route.path} differs for someone signed in"


# --- every staff route, as everybody there is ---


@pytest.fixture
def staff_routes(routes: list[Route]) -> list[Route]:
    return [route for route in routes if route.access is Access.STAFF]


def _status(site: Site, route: Route, path: str | None = None) -> int:
    response = site.client.open(path or route.path, method=route.method, headers=OWN)
    site.inspect(response, route.path, part=route.endpoint.endswith("_part"))
    return response.status_code


def test_a_learner_sees_no_staff_page(site: Site, staff_routes: list[Route]) -> None:
    site.sign_in(a_learner())
    for route in staff_routes:
        assert _status(site, route) == 401, f"{route} let a learner in"


@pytest.mark.parametrize("role", sorted(ROLES))
def test_without_the_second_factor_who_sees_others_sees_nothing(
    site: Site, staff_routes: list[Route], role: str
) -> None:
    person = a_staff_member(role=role)
    for route in staff_routes:
        site.arrive(person, "staff", second_factor=False)
        status = _status(site, route)
        if role in SEEING_OTHERS:
            assert status == 401, f"{route} let a {role} in with the password alone: {status}"
        elif route.roles and role not in route.roles:
            assert status == 403, f"{route} let a {role} in: {status}"
        else:
            assert status < 500, f"{route} gave {status}"


@pytest.mark.parametrize("role", sorted(ROLES))
def test_with_it_each_role_opens_what_the_guards_say_and_no_more(
    site: Site, staff_routes: list[Route], role: str
) -> None:
    person = a_staff_member(role=role)
    for route in staff_routes:
        site.arrive(person, "staff")
        status = _status(site, route)
        if route.roles and role not in route.roles:
            assert status == 403, f"{route} let a {role} in: {status}"
        else:
            assert status not in (401, 403), f"{route} refused a {role}: {status}"
            assert status < 500, f"{route} gave {status}"


@pytest.mark.parametrize("role", ["officer", "administrator"])
def test_a_grant_elsewhere_opens_nothing_here(site: Site, staff_routes: list[Route], role: str) -> None:
    here = a_staff_member("Anh Ba", "trainer", "/94/31117/")
    found = colleagues.colleague(here, [None])
    assert found is not None
    values: dict[str, Any] = {"language": "vi", "person_id": here, "grant_id": found.grants[0].id}
    person = a_staff_member("Cô Tư", role, "/92/")
    of_accounts = [
        route
        for route in staff_routes
        if route.endpoint.startswith(("staff.", "data.")) and route.arguments & {"person_id", "grant_id"}
    ]
    assert len(of_accounts) > 8
    for route in of_accounts:
        site.arrive(person, "staff")
        with site.app.test_request_context():
            path = site.app.url_for(route.endpoint, **{name: values[name] for name in route.arguments})
        assert _status(site, route, path) in (403, 404), f"{route} reached beyond its place"
    assert queries.roles_of(here) == {"trainer"}
