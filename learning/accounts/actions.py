"""The log of what staff do: a closed list of verbs that rooms register, and one way to write and read it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from learning.accounts import granting, queries
from learning.accounts.models import Person, StaffAction
from learning.clock import now
from learning.db import session
from learning.i18n import lazy_gettext as lazy
from learning.places.queries import below
from learning.places.words import VERBS
from learning.web.errors import Sentence
from learning.web.site import site

# Codes, numbers, ids and places; no word that anybody typed fits.
FIT_TO_KEEP = re.compile(r"[A-Za-z0-9_./:+-]{0,80}")
LONGEST_DETAILS = 400
THINGS = frozenset(
    {"person", "grant", "card", "class", "place", "dossier", "kiosk", "peer", "file", "job", "list"}
)
A_PAGE = 50

Detail = str | int | bool | None

_VERBS: dict[str, Sentence] = {}


def register(verbs: Mapping[str, Sentence]) -> None:
    """A room says at its import what its staff can do: the verb as it is kept, and its words on the page."""
    if twice := _VERBS.keys() & verbs.keys():
        raise ValueError(f"registered already: {sorted(twice)}")
    if long := [verb for verb in verbs if len(verb) > 32]:
        raise ValueError(f"too long to be kept: {long}")
    _VERBS.update(verbs)


def verbs() -> dict[str, Sentence]:
    """All that can stand in the log, with its words."""
    return dict(_VERBS)


register(
    {
        "staff-entered": lazy("Đăng nhập"),
        "second-factor-wrong": lazy("Nhập sai mã bước hai"),
        "second-factor-set": lazy("Cài mã bước hai"),
        "second-factor-reset": lazy("Gỡ mã bước hai"),
        "recovery-code-used": lazy("Vào bằng mã dự phòng"),
        "recovery-codes-made": lazy("Tạo mã dự phòng"),
        "password-changed": lazy("Đổi mật khẩu"),
        "password-link-made": lazy("Tạo liên kết đặt mật khẩu"),
        "staff-created": lazy("Thêm người làm việc"),
        "staff-blocked": lazy("Khóa tài khoản"),
        "staff-unblocked": lazy("Mở khóa tài khoản"),
        "sessions-ended": lazy("Cho thoát khỏi mọi máy"),
        "role-granted": lazy("Giao vai trò"),
        "role-ended": lazy("Kết thúc vai trò"),
        "role-handed-over": lazy("Bàn giao vai trò"),
        "card-issued": lazy("Phát thẻ học"),
        "card-reissued": lazy("Phát lại thẻ học"),
        "keys-revoked": lazy("Thu hồi quyền gửi kết quả của máy"),
        "person-exported": lazy("Xuất dữ liệu của một người"),
        "person-erased": lazy("Xóa dữ liệu của một người"),
    }
)


def log_action(
    verb: str,
    *,
    by: UUID | None,
    person: UUID | None = None,
    thing: tuple[str, UUID | str] | None = None,
    place: str | None = None,
    details: Mapping[str, Detail] | None = None,
) -> None:
    """Write down what somebody of the staff did, inside the caller's write block.

    `person` is the thing where a person is; else `thing` names kind and id. Without a place it happened where
    whoever did it works. Without `by` it was a command on the server.
    """
    _write(verb, by, [("person", person) if person is not None else thing or (None, None)], place, details)


def log_actions(
    verb: str, people: Sequence[UUID], *, by: UUID | None, details: Mapping[str, Detail] | None = None
) -> None:
    """The same done to many people at once: as many lines, written in one go."""
    _write(verb, by, [("person", person) for person in people], None, details)


def _write(
    verb: str,
    by: UUID | None,
    things: Sequence[tuple[str | None, UUID | str | None]],
    place: str | None,
    details: Mapping[str, Detail] | None,
) -> None:
    if verb not in _VERBS:
        raise ValueError(f"no such verb: {verb}")
    if unknown := {kind for kind, _id in things if kind is not None and kind not in THINGS}:
        raise ValueError(f"no such kind of thing: {unknown}")
    acting = granting.acting_role(held_by(by)) if by is not None else None
    at, kept = now(), _checked(details)
    session().add_all(
        StaffAction(
            at=at,
            actor_id=by,
            role=acting.role if acting else None,
            verb=verb,
            thing=kind,
            thing_id=None if id is None else str(id),
            place=place if place is not None else acting.place if acting else None,
            details=kept,
        )
        for kind, id in things
    )


def held_by(person: UUID) -> list[granting.Held]:
    """The roles that somebody holds now, as the rules of granting read them."""
    return [granting.Held(grant.role, grant.place) for grant in queries.grants_of(person)]


def place_of(person: UUID) -> str | None:
    """Where somebody works, as far as one place can say it: what is done to them is done there."""
    acting = granting.acting_role(held_by(person))
    return acting.place if acting else None


def _checked(details: Mapping[str, Detail] | None) -> dict[str, Any] | None:
    if not details:
        return None
    kept = dict(details)
    if not all(FIT_TO_KEEP.fullmatch(text) for text in (*kept, *kept.values()) if isinstance(text, str)):
        raise ValueError("details of the log are codes and numbers, not words")
    if len(json.dumps(kept)) > LONGEST_DETAILS:
        raise ValueError("too much for the details of one action")
    return kept


register(VERBS)

# --- reading ---


@dataclass(frozen=True, slots=True)
class Written:
    """One line of the log. Names are as they are now; None where the person is erased or it was a command."""

    id: UUID
    at: datetime
    actor: UUID | None
    actor_name: str | None
    role: str | None
    verb: str
    thing: str | None
    thing_id: str | None
    thing_name: str | None
    place: str | None
    details: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Sought:
    """What of the log somebody wants to see. `before` is the last line of the page before."""

    person: UUID | None = None
    verb: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: UUID | None = None


def written(reader: UUID, sought: Sought, most: int = A_PAGE) -> list[Written]:
    """What `reader` may read of the log, latest first: her own actions, and what was done at her places."""
    rows = session().execute(
        select(StaffAction, Person.display_name)
        .outerjoin(Person, Person.id == StaffAction.actor_id)
        .where(_may_read(reader), *_conditions(sought))
        .order_by(StaffAction.at.desc(), StaffAction.id.desc())
        .limit(most)
    )
    found = [(row[0], row[1]) for row in rows]
    named = _names({UUID(row.thing_id) for row, _ in found if row.thing == "person" and row.thing_id})
    return [
        Written(
            id=row.id,
            at=row.at,
            actor=row.actor_id,
            actor_name=name,
            role=row.role,
            verb=row.verb,
            thing=row.thing,
            thing_id=row.thing_id,
            thing_name=named.get(UUID(row.thing_id)) if row.thing == "person" and row.thing_id else None,
            place=row.place,
            details=row.details,
        )
        for row, name in found
    ]


def _may_read(reader: UUID) -> Any:
    places = granting.places_to_look(held_by(reader))
    if None in places:
        return StaffAction.id.is_not(None)
    # A line keeps the path that its place had then: after a merger that is another one.
    paths = {path for place in places if place is not None for path in site().places.paths_of(place)}
    hers = or_(StaffAction.actor_id == reader, *(below(StaffAction.place, path) for path in sorted(paths)))
    # Looked up by itself: else a quiet commune's lines are sought through the log of the whole country.
    found = select(StaffAction.id).where(hers).cte("hers").prefix_with("MATERIALIZED", dialect="postgresql")
    return StaffAction.id.in_(select(found.c.id))


def _conditions(sought: Sought) -> list[Any]:
    wanted: list[Any] = []
    if sought.person is not None:
        wanted.append(or_(StaffAction.actor_id == sought.person, StaffAction.thing_id == str(sought.person)))
    if sought.verb is not None:
        wanted.append(StaffAction.verb == sought.verb)
    if sought.since is not None:
        wanted.append(StaffAction.at >= sought.since)
    if sought.until is not None:
        wanted.append(StaffAction.at < sought.until)
    if sought.before is not None:
        last = select(StaffAction.at).where(StaffAction.id == sought.before).scalar_subquery()
        same = (StaffAction.at == last) & (StaffAction.id < sought.before)
        wanted.append(or_(StaffAction.at < last, same))
    return wanted


def _names(people: set[UUID]) -> dict[UUID, str | None]:
    """Names of staff only: of a learner the log shows a number, whoever reads it."""
    if not people:
        return {}
    wanted = select(Person.id, Person.display_name).where(Person.id.in_(people), Person.kind == "staff")
    return {row.id: row.display_name for row in session().execute(wanted)}
