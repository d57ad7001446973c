"""Guards: every view declares exactly one, and this is the table of who may do what.

A view without a guard stops the app from starting; tests/site walks the whole route table.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask, current_app, g, make_response, request
from flask.typing import ResponseReturnValue

from learning.web.errors import (
    NotSignedIn,
    RoleMissing,
    SecondFactorMissing,
    SecondFactorStale,
    StaffNotSignedIn,
)

View = TypeVar("View", bound=Callable[..., Any])


class Access(Enum):
    """Who a view is for."""

    PUBLIC = "the same for everybody, cacheable, sees no session"
    PERSONAL = "anyone; the answer depends on the session and is never stored"
    BEARER = "the holder of a record key"
    PEER = "a server that we are paired with"
    STAFF = "someone with a grant"


@dataclass(frozen=True, slots=True)
class Guard:
    """What a view declared. `roles` narrows STAFF; empty means any grant. `is_grave`: see `staff_only`."""

    access: Access
    roles: frozenset[str] = frozenset()
    is_grave: bool = False


ROLES = frozenset({"trainer", "branch", "association", "officer", "author", "translator", "administrator"})
# They see other people's data: a password alone opens nothing to them.
SEEING_OTHERS = frozenset({"trainer", "branch", "association", "officer", "administrator"})
ON_CONTENT = frozenset({"author", "translator", "administrator"})
# Before the gravest steps the second factor is asked for again; what was begun in time may be sent later.
FRESH = timedelta(minutes=15)
FRESH_TO_SEND = timedelta(minutes=30)

# Who may do what with which kind of thing, at a place that their grant reaches. `shape` is what others build
# on: ending, merging and splitting, and marking a place as difficult.
_NEAR = frozenset({"trainer", "officer", "administrator"})
_OFFICE = frozenset({"officer", "administrator"})
_HEAD = frozenset({"administrator"})
WHO_MAY: Mapping[tuple[str, str], frozenset[str]] = {
    ("see", "place"): _NEAR,
    ("see", "results"): _OFFICE,
    ("see", "device"): _NEAR,
    ("see", "rows"): _OFFICE,
    ("write", "population"): _OFFICE,
    ("write", "province"): _HEAD,
    ("write", "commune"): _HEAD,
    ("write", "hamlet"): _NEAR,
    ("write", "centre"): _NEAR,
    ("write", "school"): _OFFICE,
    ("write", "agency"): _OFFICE,
    ("write", "clan"): _OFFICE,
    ("write", "family"): _OFFICE,
    ("shape", "province"): _HEAD,
    ("shape", "commune"): _HEAD,
    ("shape", "hamlet"): _OFFICE,
    ("shape", "centre"): _OFFICE,
    ("shape", "school"): _OFFICE,
    ("shape", "agency"): _OFFICE,
    ("shape", "clan"): _OFFICE,
    ("shape", "family"): _OFFICE,
    # Recognition: each step of a dossier has its own office, and nobody who administers takes one.
    ("endorse", "dossier"): frozenset({"branch"}),
    ("propose", "dossier"): frozenset({"association"}),
    ("decide", "dossier"): frozenset({"officer"}),
    ("see", "dossier"): frozenset({"branch", "association", "officer", "administrator"}),
    ("see", "list"): frozenset({"association", "officer", "administrator"}),
    # Who may be the witness of a draw, and look again after it: anybody of these but whoever proposed.
    ("check", "list"): frozenset({"trainer", "branch", "association", "officer", "administrator"}),
    ("ask", "correction"): frozenset({"branch", "association", "officer"}),
    ("answer", "appeal"): frozenset({"association", "officer"}),
}


@dataclass(frozen=True, slots=True)
class Gatekeeper:
    """How this layer asks about people without knowing them; handed in by the factory.

    `key_holder` turns a bearer token into whatever the views read as `g.record_key`, or raises NotSignedIn.
    `peer_caller` is the paired server that signed this request, which is `g.peer`, or it raises NotSignedIn.
    `signed_in` is the person of the session, `roles_of` the roles of that person's open grants. `roles_at`
    are those whose grant reaches a place, `places_of` the paths at which somebody has one of some roles (None
    is everywhere). `second_factor_shown`: has this session shown it, within that time if one is named?
    """

    key_holder: Callable[[str], Any]
    signed_in: Callable[[], UUID | None]
    roles_of: Callable[[UUID], Iterable[str]]
    second_factor_shown: Callable[[timedelta | None], bool]
    roles_at: Callable[[UUID, UUID | None], Iterable[str]]
    places_of: Callable[[UUID, Iterable[str]], Iterable[str | None]]
    peer_caller: Callable[[], Any]


def public(view: View) -> View:
    """For pages that are the same for everybody. Adds nothing at run time: these are the fast ones."""
    return _declare(view, Guard(Access.PUBLIC))


def personal(view: View) -> View:
    """For pages that depend on who asks: anyone may, nobody's cache may keep the answer."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> ResponseReturnValue:
        return _unstored(view(*args, **values))

    return _declare(guarded, Guard(Access.PERSONAL))  # type: ignore[return-value]  # wraps keeps the signature


def bearer(view: View) -> View:
    """For the API: `Authorization: Bearer <record key>`; cookies are not looked at."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> ResponseReturnValue:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise NotSignedIn
        g.record_key = _gatekeeper().key_holder(token.strip())
        return _unstored(view(*args, **values))

    return _declare(guarded, Guard(Access.BEARER))  # type: ignore[return-value]  # wraps keeps the signature


def peer_only(view: View) -> View:
    """For servers that are paired with this one: every request is signed; cookies are not looked at."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> ResponseReturnValue:
        g.peer = _gatekeeper().peer_caller()
        return _unstored(view(*args, **values))

    return _declare(guarded, Guard(Access.PEER))  # type: ignore[return-value]  # wraps keeps the signature


def staff_only(*roles: str, at: str | None = None, is_grave: bool = False) -> Callable[[View], View]:
    """For staff with one of these roles, or with any role where none is named.

    `at` names the part of the address that is a place's id: only a grant at that place or above it counts.
    Who sees other people's data must have shown the second factor; for what is grave, a short while ago.
    """
    if unknown := set(roles) - ROLES:
        raise ValueError(f"unknown roles {sorted(unknown)}")

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **values: Any) -> ResponseReturnValue:
            keeper = _gatekeeper()
            person = keeper.signed_in()
            if person is None:
                raise StaffNotSignedIn
            if not keeper.second_factor_shown(None) and SEEING_OTHERS & set(keeper.roles_of(person)):
                raise SecondFactorMissing
            held = set(keeper.roles_at(person, values[at]) if at else keeper.roles_of(person))
            if not held or (roles and not held & set(roles)):
                raise RoleMissing
            if is_grave and not keeper.second_factor_shown(
                FRESH if request.method == "GET" else FRESH_TO_SEND
            ):
                raise SecondFactorStale
            g.staff = person
            return _unstored(view(*args, **values))

        return _declare(guarded, Guard(Access.STAFF, frozenset(roles), is_grave))  # type: ignore[return-value]  # as above

    return guard


def who_may(act: str, *kinds: str) -> frozenset[str]:
    """The roles that may do this with any of these kinds, or with any kind there is."""
    return frozenset().union(
        *(roles for (done, kind), roles in WHO_MAY.items() if done == act and (not kinds or kind in kinds))
    )


def staff_here() -> UUID:
    """Who asks, inside a view that is for staff: its guard has seen them."""
    found: UUID = g.staff
    return found


def may_here(act: str, kind: str, place: UUID | None) -> bool:
    """May whoever asks do this with that kind of thing at a place? Without a place: everywhere."""
    kept: dict[UUID | None, frozenset[str]] = g.setdefault("roles_at", {})
    if place not in kept:
        kept[place] = frozenset(_gatekeeper().roles_at(staff_here(), place))
    return bool(kept[place] & who_may(act, kind))


def places_here(*roles: str) -> list[str | None]:
    """The paths at which whoever asks has one of these roles; None is everywhere."""
    return list(_gatekeeper().places_of(staff_here(), roles))


def doors_here(*endpoints: str) -> frozenset[str]:
    """Those of these pages that the roles of whoever asks open."""
    held = set(_gatekeeper().roles_of(staff_here()))
    guards = {name: guard_of(current_app.view_functions[name]) for name in endpoints}
    return frozenset(
        name for name, guard in guards.items() if guard and (not guard.roles or guard.roles & held)
    )


def guard_of(view: Callable[..., Any]) -> Guard | None:
    """What a view declared, for the census."""
    found: Guard | None = getattr(view, "guard", None)
    return found


def require_guards(app: Flask) -> None:
    """Refuse to start with a view that nobody thought about."""
    open_doors = [name for name, view in app.view_functions.items() if guard_of(view) is None]
    if open_doors:
        raise RuntimeError(f"views without a guard: {', '.join(sorted(open_doors))}")


def _declare(view: View, guard: Guard) -> View:
    if guard_of(view) is not None:
        raise ValueError(f"{view} has two guards")
    view.guard = guard  # type: ignore[attr-defined]  # functions carry attributes
    return view


def _unstored(answer: ResponseReturnValue) -> ResponseReturnValue:
    response = make_response(answer)
    response.headers["Cache-Control"] = "private, no-store"
    response.vary.add("Cookie")
    return response


def _gatekeeper() -> Gatekeeper:
    found: Gatekeeper = current_app.extensions["gatekeeper"]
    return found
