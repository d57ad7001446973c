"""Guards: every view declares exactly one, and this is the table of who may do what.

A view without a guard stops the app from starting; tests/site walks the whole route table.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask, current_app, g, make_response, request
from flask.typing import ResponseReturnValue

from learning.web.errors import Forbidden, NotSignedIn, StaffNotSignedIn

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
    """What a view declared. `roles` narrows STAFF; empty means any grant."""

    access: Access
    roles: frozenset[str] = frozenset()


ROLES = frozenset({"trainer", "officer", "author", "translator", "administrator"})


@dataclass(frozen=True, slots=True)
class Gatekeeper:
    """How this layer asks about people without knowing them; handed in by the factory.

    `key_holder` turns a bearer token into whatever the views read as `g.record_key`, or raises NotSignedIn.
    `peer_caller` is the paired server that signed this request, which is `g.peer`, or it raises NotSignedIn.
    `signed_in` is the person of the session, `roles_of` the roles of that person's open grants.
    """

    key_holder: Callable[[str], Any]
    signed_in: Callable[[], UUID | None]
    roles_of: Callable[[UUID], Iterable[str]]
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


def staff_only(*roles: str) -> Callable[[View], View]:
    """For staff with one of these roles, or with any role where none is named."""
    if unknown := set(roles) - ROLES:
        raise ValueError(f"unknown roles {sorted(unknown)}")

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **values: Any) -> ResponseReturnValue:
            keeper = _gatekeeper()
            person = keeper.signed_in()
            if person is None:
                raise StaffNotSignedIn
            held = set(keeper.roles_of(person))
            if not held or (roles and not held & set(roles)):
                raise Forbidden
            return _unstored(view(*args, **values))

        return _declare(guarded, Guard(Access.STAFF, frozenset(roles)))  # type: ignore[return-value]  # as above

    return guard


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
