"""Who is signed in on this browser: starting, reading and ending the cookie session; which browser it is."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, cast
from uuid import UUID

from flask import Flask, Response, after_this_request, g, request, session
from flask_login import LoginManager, current_user, login_user, logout_user

from learning.accounts import links, operations, queries
from learning.accounts.throttle import Caller
from learning.clock import now
from learning.db import write
from learning.ids import new_id
from learning.web.site import site

Kind = Literal["guest", "card", "staff"]

DEVICE = "may"  # a random name for this browser, kept when people come and go
MARKER = "so"  # readable by scripts, says only that there is something personal to fetch
OWN_DEVICE = timedelta(days=400)  # as long as browsers keep a cookie
SHARED_DEVICE = timedelta(hours=2)  # a kiosk asks after a minute; this is for one that nobody touches again
STAFF_DAY = timedelta(hours=12)
RENEWED_AFTER = timedelta(days=30)

# What our cookie holds besides Flask-Login's own: until when, and the guest that was on this device before.
UNTIL = "until"
GUEST = "guest"
ASKED = "asked"
SHOWN = "shown"  # when the second factor was last shown
SINCE = "since"
NUMBER = "number"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person of this browser's session: what Flask-Login calls the user. `record`: see queries.Here."""

    person_id: UUID
    kind: Kind
    credential: str
    device: UUID
    name: str | None
    language: str
    record: int | None

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return f"{self.kind} {self.person_id} {self.credential}"


class Sessions(LoginManager):
    """Flask-Login without what touches the session of every request or writes addresses into it."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Flask-Login has no types
        # Phones change their address all day.
        self.session_protection = None  # type: ignore[assignment]  # documented, but inferred as str
        self._session_identifier_generator = str
        self.user_loader(_load)  # type: ignore[no-untyped-call]  # as above

    def _update_remember_cookie(self, response: Response) -> Response:
        return (
            response  # we set no such cookie, and looking for it would make every public page vary by cookie
        )


def install(app: Flask) -> None:
    """Let this application know who is signed in."""
    app.config["PERMANENT_SESSION_LIFETIME"] = OWN_DEVICE
    Sessions().init_app(app, add_context_processor=False)  # type: ignore[no-untyped-call]  # as above


def current() -> SignedIn | None:
    """Who is signed in, or None. Asks the database once a request."""
    user = current_user._get_current_object()  # noqa: SLF001  # how werkzeug names "the object behind a proxy"
    return user if isinstance(user, SignedIn) else None


def current_staff() -> UUID | None:
    """Who came in by name and password. A card identifies in a village; it opens no staff page."""
    user = current()
    return user.person_id if user is not None and user.kind == "staff" else None


def start(person_id: UUID, kind: Kind, credential: str = queries.NO_CREDENTIAL) -> SignedIn:
    """Sign in. Whatever the session held before is gone, so that nobody can have prepared it.

    The guest of this device stays known, until the person says whether those answers are theirs.
    """
    before = current()
    guest = str(before.person_id) if before is not None and before.kind == "guest" else session.get(GUEST)
    began = session.get(SINCE)
    logout_user()
    session.clear()
    if kind != "guest" and guest is not None:
        session[GUEST] = guest
    session.permanent = kind != "staff" and not site().is_shared_device()
    session[UNTIL] = _from_now(_life_of(kind))
    if site().is_shared_device():
        session[SINCE] = began or _from_now()
    user = _known(person_id, kind, credential)
    if user is None:
        raise LookupError("somebody signs in with what opens nothing")
    login_user(user)
    _mark(_life_of(kind) if session.permanent else None)
    return user


def start_guest(language: str, at_device: UUID | None = None, turn: UUID | None = None) -> SignedIn:
    """The first answer that somebody wants kept makes a guest. Opens its own write block.

    A guest of that turn who counts for somebody by now is not opened again: then it is a new one.
    """
    at, address = at_device or device(), request.remote_addr or ""
    with write():
        person = operations.make_guest(at, language, address, turn)
        if turn is not None and links.canonical(person) != person:
            person = operations.make_guest(at, language, address)
    return start(person, "guest")


def end() -> None:
    """Sign out. A guest that was left aside is there again: those answers belong to this device."""
    guest = session.get(GUEST)
    logout_user()
    session.clear()
    if guest is not None:
        start(UUID(guest), "guest")
    else:
        _unmark()


def note_second_factor() -> None:
    """They have just shown what their phone knows."""
    session[SHOWN] = _from_now()


def second_factor_shown(within: timedelta | None = None) -> bool:
    """Has this session shown the second factor: at all, or within that time?"""
    shown_at = session.get(SHOWN)
    return shown_at is not None and (within is None or shown_at > _from_now(-within))


def go_on(credential: str) -> None:
    """The same person on this browser with a new password: every other session has ended, not this one."""
    here, shown_at = current(), session.get(SHOWN)
    if here is not None and here.kind == "staff":
        start(here.person_id, "staff", credential)
        if shown_at is not None:
            session[SHOWN] = shown_at


def forget_everybody() -> None:
    """On a shared device: nobody is here, and nobody was."""
    logout_user()
    session.clear()
    _unmark()


def since() -> datetime:
    """When the sitting of whoever is here began."""
    return datetime.fromtimestamp(session.get(SINCE, _from_now()), UTC)


def waiting_guest() -> UUID | None:
    """The guest who was on this device when somebody signed in by card."""
    guest = session.get(GUEST)
    return UUID(guest) if guest is not None else None


def forget_guest() -> None:
    """The guest's answers have found their person."""
    session.pop(GUEST, None)


def was_asked() -> bool:
    """Has the person said already that the guest is somebody else?"""
    return ASKED in session


def note_asked() -> None:
    """The guest is somebody else: do not ask again."""
    session[ASKED] = True


def note_number(number: str) -> None:
    """The card coming in, kept out of the forms of a shared device: its browser would remember them."""
    session[NUMBER] = number


def noted_number() -> str | None:
    """The number noted last."""
    found: str | None = session.get(NUMBER)
    return found


def device() -> UUID:
    """The name of this browser; a new one where it has none yet."""
    if "device" not in g:
        g.device = _named_device() or _new_device()
    named: UUID = g.device
    return named


def caller() -> Caller:
    """Whom to count tries against. A browser without our cookie counts by its address, more strictly."""
    named = _named_device()
    return Caller(str(named) if named else None, request.remote_addr or "")


def _named_device() -> UUID | None:
    try:
        return UUID(request.cookies.get(DEVICE, ""))
    except ValueError:
        return None


def _new_device() -> UUID:
    made = new_id()

    @after_this_request
    def name(response: Response) -> Response:
        secure = request.is_secure
        response.set_cookie(
            DEVICE, str(made), max_age=OWN_DEVICE, samesite="Lax", secure=secure, httponly=True
        )
        return response

    return made


def _load(user_id: str) -> SignedIn | None:
    kind, person_id, credential = user_id.split(" ", 2)
    until = session.get(UNTIL, 0)
    user = _known(UUID(person_id), cast("Kind", kind), credential) if until > _from_now() else None
    if user is None:
        _unmark()
        return None
    if session.permanent and until < _from_now(OWN_DEVICE - RENEWED_AFTER):
        session[UNTIL] = _from_now(OWN_DEVICE)
        _mark(OWN_DEVICE)
    return user


def _known(person_id: UUID, kind: Kind, credential: str) -> SignedIn | None:
    known = queries.signed_in(kind, person_id, credential)
    if known is None:
        return None
    return SignedIn(person_id, kind, credential, device(), known.name, known.language, known.record)


def _life_of(kind: Kind) -> timedelta:
    if kind == "staff":
        return STAFF_DAY
    return SHARED_DEVICE if site().is_shared_device() else OWN_DEVICE


def _from_now(after: timedelta = timedelta(0)) -> int:
    return int((now() + after).timestamp())


def _mark(life: timedelta | None) -> None:
    @after_this_request
    def mark(response: Response) -> Response:
        response.set_cookie(
            MARKER, "1", max_age=life, samesite="Lax", secure=request.is_secure, httponly=False
        )
        return response


def _unmark() -> None:
    @after_this_request
    def unmark(response: Response) -> Response:
        response.delete_cookie(MARKER, samesite="Lax", secure=request.is_secure)
        return response
