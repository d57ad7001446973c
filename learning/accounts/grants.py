"""Roles given, ended and handed over by one of the staff to another. Every door asks here who may.

Inside the caller's write block.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update

from learning.accounts import actions, granting, second_factor, staff
from learning.accounts.granting import Held, LastAdministrator, OutOfReach
from learning.accounts.models import RoleGrant, StaffCredential
from learning.accounts.operations import add_staff
from learning.clock import now
from learning.db import session
from learning.web.site import site


def give(person: UUID, wanted: Held, by: UUID, reason: str = "assigned") -> None:
    """Give somebody a role that one may give. Giving it twice changes nothing."""
    _require(granting.may_give(actions.held_by(by), wanted, site().places.is_below))
    if reason not in granting.REASONS:
        raise ValueError(f"no such reason: {reason}")
    if _open_grant(person, wanted) is None:
        _add(person, wanted, by, reason=reason, at=now())
        details: dict[str, actions.Detail] = {"role": wanted.role, "reason": reason}
        actions.log_action("role-granted", by=by, person=person, place=wanted.place, details=details)


def invite(name: str, wanted: Held, by: UUID) -> staff.NewLink:
    """Somebody new with a role, and the link under which they choose a password. Raises NameTaken."""
    _require(granting.may_give(actions.held_by(by), wanted, site().places.is_below))
    person = add_staff(name, "", by)
    give(person, wanted, by)
    return staff.make_link(person, by)


def end(grant: UUID, by: UUID, reason: str) -> None:
    """End a role that one could have given. Raises OutOfReach or LastAdministrator."""
    found = _live(grant)
    _require(granting.may_give(actions.held_by(by), _held(found), site().places.is_below))
    if reason not in granting.END_REASONS:
        raise ValueError(f"no such reason: {reason}")
    _require_another(found)
    _end(found, by, now(), reason)
    details: dict[str, actions.Detail] = {"role": found.role, "reason": reason}
    actions.log_action("role-ended", by=by, person=found.person_id, place=found.place, details=details)


def hand_over(grant: UUID, to: UUID, by: UUID, from_at: datetime | None = None) -> None:
    """One step: from that instant the role is `to`'s and no longer the holder's."""
    at = max(from_at or now(), now())
    found = _live(grant)
    wanted = _held(found)
    _require(granting.may_give(actions.held_by(by), wanted, site().places.is_below))
    if to == found.person_id:
        raise OutOfReach
    _end(found, by, at, "handed-over")
    if _open_grant(to, wanted) is None:
        _add(to, wanted, by, reason="handed-over", at=at, follows=found.id)
    details: dict[str, actions.Detail] = {
        "role": wanted.role, "from": str(found.person_id), "on": at.date().isoformat(),
    }  # fmt: skip
    actions.log_action("role-handed-over", by=by, person=to, place=wanted.place, details=details)


def hand_over_to_new(grant: UUID, name: str, by: UUID, from_at: datetime | None = None) -> staff.NewLink:
    """The same, to somebody who does not work here yet. Raises NameTaken."""
    person = add_staff(name, "", by)
    hand_over(grant, person, by, from_at)
    return staff.make_link(person, by)


# --- looking after a colleague ---


def look_after(person: UUID, task: str, by: UUID) -> staff.NewLink | None:
    """Block, unblock, end sessions, take away a lost second factor, or make a new link for a password."""
    theirs = [_held(one) for one in _all_live(person)]
    allowed = granting.may_look_after(actions.held_by(by), theirs, site().places.is_below)
    _require(allowed and person != by)
    if task == "new-link":
        return staff.make_link(person, by)
    if task == "block":
        staff.block(person, by)
    elif task == "unblock":
        staff.unblock(person, by)
    elif task == "reset-second-factor":
        second_factor.reset(person, by)
    elif task == "end-sessions":
        staff.end_sessions(person)
        actions.log_action("sessions-ended", by=by, person=person, place=actions.place_of(person))
    else:
        raise ValueError(f"no such task: {task}")
    return None


# --- rows ---


def _require(allowed: bool) -> None:  # noqa: FBT001  # reads as a sentence at every call
    if not allowed:
        raise OutOfReach


def _held(grant: RoleGrant) -> Held:
    return Held(grant.role, grant.place)


def _live(grant: UUID) -> RoleGrant:
    """A grant that is not over, held until the block ends, so that it is ended once."""
    wanted = select(RoleGrant).where(RoleGrant.id == grant, _not_over()).with_for_update()
    found = session().execute(wanted).scalar_one_or_none()
    if found is None:
        raise OutOfReach
    return found


def _all_live(person: UUID) -> list[RoleGrant]:
    wanted = select(RoleGrant).where(RoleGrant.person_id == person, _not_over())
    return list(session().execute(wanted).scalars())


def _open_grant(person: UUID, wanted: Held) -> UUID | None:
    same = (RoleGrant.role == wanted.role) & (RoleGrant.place.is_not_distinct_from(wanted.place))
    there = select(RoleGrant.id).where(RoleGrant.person_id == person, same, RoleGrant.ends_at.is_(None))
    return session().execute(there).scalars().first()


def _add(
    person: UUID, wanted: Held, by: UUID, *, reason: str, at: datetime, follows: UUID | None = None
) -> None:
    session().add(
        RoleGrant(
            person_id=person,
            role=wanted.role,
            place=wanted.place,
            starts_at=at,
            granted_by=by,
            reason=reason,
            follows_id=follows,
        )
    )
    session().flush()


def _end(grant: RoleGrant, by: UUID, at: datetime, reason: str) -> None:
    ended = update(RoleGrant).where(RoleGrant.id == grant.id)
    session().execute(ended.values(ends_at=at, ended_by=by, end_reason=reason))


def _require_another(grant: RoleGrant) -> None:
    if grant.role != "administrator" or grant.place is not None:
        return
    others = (
        select(RoleGrant.id)
        .join(StaffCredential, StaffCredential.person_id == RoleGrant.person_id)
        .where(RoleGrant.role == "administrator", RoleGrant.place.is_(None), RoleGrant.id != grant.id)
        .where(RoleGrant.starts_at <= now(), RoleGrant.ends_at.is_(None))
        .where(StaffCredential.blocked_at.is_(None), StaffCredential.password_hash != "")
        .with_for_update(of=RoleGrant)  # two who end each other's at once: one of them waits, and is told
    )
    if session().execute(others).scalars().first() is None:
        raise LastAdministrator


def _not_over() -> ColumnElement[bool]:
    return or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > now())
