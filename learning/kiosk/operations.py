"""Making a pairing code, pairing a device with it, ending a kiosk; inside the caller's write block."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, update

from learning import ids
from learning.accounts import hashing
from learning.accounts.actions import register
from learning.accounts.operations import log_action, take
from learning.accounts.throttle import Caller, Limit
from learning.clock import now
from learning.db import session
from learning.i18n import lazy_gettext as lazy
from learning.kiosk import rules
from learning.kiosk.models import Kiosk, KioskPairing
from learning.places import following
from learning.places.others import Follow
from learning.web.errors import TooMany

register({"kiosk-paired": lazy("Ghép máy dùng chung"), "kiosk-ended": lazy("Ngừng máy dùng chung")})

BUCKET = "kiosk-code"
# Ten million codes, of which a handful are open for a quarter of an hour.
WRONG_BY_ADDRESS = Limit("kiosk-address", 60, rules.CODE_OPEN_FOR)


@dataclass(frozen=True, slots=True)
class Pairing:
    """A new code. It is known here only: the database keeps a keyed hash."""

    code: str
    label: str

    @property
    def spaced(self) -> str:
        return rules.spaced_code(self.code)


def open_pairing(label: str, place: str | None, class_id: UUID | None, by: UUID) -> Pairing:
    """A code with which one device becomes a kiosk, of a class or of none. Old codes are forgotten."""
    at = now()
    session().execute(delete(KioskPairing).where(KioskPairing.made_at <= at - rules.CODE_OPEN_FOR))
    made = Pairing(rules.pairing_code(secrets.randbelow(10 ** (rules.CODE_DIGITS - 1))), label)
    session().add(
        KioskPairing(
            code_hash=_hash(made.code), label=label, place=place, class_id=class_id, made_at=at, made_by=by
        )
    )
    session().flush()
    return made


def pair(code: str, caller: Caller) -> str | None:
    """Turn the calling device into a kiosk; returns its token, or None where the code opens nothing.

    No error, which would undo the counting of the try. Raises TooMany for guessing.
    """
    at = now()
    if wait := take(WRONG_BY_ADDRESS.bucket, caller.network, WRONG_BY_ADDRESS.times, WRONG_BY_ADDRESS.per):
        raise TooMany(retry_after=int(wait.total_seconds()) + 1)
    row = KioskPairing
    used = (
        update(row)
        .where(row.code_hash == _hash(code), row.used_at.is_(None), row.made_at > at - rules.CODE_OPEN_FOR)
        .values(used_at=at)
        .returning(row.label, row.place, row.class_id, row.made_by)
    )
    found = session().execute(used).one_or_none()
    if found is None:
        return None
    token = ids.token(128)
    label, place, class_id, by = found
    made = Kiosk(
        id=ids.new_id(),
        label=label,
        place=place,
        class_id=class_id,
        token_hash=hashing.token(token),
        paired_at=at,
        paired_by=by,
    )
    session().add(made)
    log_action("kiosk-paired", by=by, thing=("kiosk", made.id), place=place)
    session().flush()
    return token


def end(kiosk: UUID, by: UUID) -> bool:
    """This device is no kiosk any more, from its next page on. Returns whether it was one."""
    ended = session().execute(
        update(Kiosk)
        .where(Kiosk.id == kiosk, Kiosk.ended_at.is_(None))
        .values(ended_at=now(), ended_by=by)
        .returning(Kiosk.id, Kiosk.place)
    )
    found = ended.one_or_none()
    if found is not None:
        log_action("kiosk-ended", by=by, thing=("kiosk", found.id), place=found.place)
    return found is not None


def _hash(code: str) -> str:
    return hashing.subject(BUCKET, code)


def follow_places(moves: Sequence[Follow]) -> None:
    """Devices at places that moved, or that became another, are where those are now."""
    for column in (Kiosk.place, KioskPairing.place):
        following.rewrite(column, moves, to_successors=True)
