"""What can be done with people, links, cards and staff; inside the caller's write block unless it says so."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import current_app
from sqlalchemy import exists, or_, select, update

from learning import ids
from learning.accounts import hashing, links, queries, rules
from learning.accounts.actions import log_action, log_actions
from learning.accounts.models import (
    BlankCard,
    Card,
    Person,
    PersonLink,
    RevokedKey,
    RoleGrant,
    SetupToken,
    StaffCredential,
)
from learning.accounts.throttle import (
    GUESTS_BY_ADDRESS,
    GUESTS_BY_DEVICE,
    Caller,
    take,
)
from learning.clock import now
from learning.db import insert_into, session, write
from learning.places import following
from learning.places.others import Follow
from learning.web.access import ROLES
from learning.web.errors import TooMany
from learning.web.site import site

__all__ = ["Caller", "log_action", "log_actions", "take"]


class NameTaken(ValueError):
    """Somebody of the staff has this name already."""

    def __init__(self) -> None:
        super().__init__("Somebody of the staff has this name already.")


class NotLinkable(ValueError):
    """The two are one person already, or the first is linked to somebody else."""


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card just issued. The token is known here only: the database keeps its hash."""

    person: UUID | None
    number: str
    token: str

    @property
    def path(self) -> str:
        return f"/the/{self.token}"

    @property
    def spaced_number(self) -> str:
        return rules.spaced_number(self.number)


# --- persons ---


def make_guest(device: UUID, language: str, address: str = "", turn: UUID | None = None) -> UUID:
    """Somebody without a name. Two turns at one device are two guests: nobody is given another's answers.

    Asked for from outside, `address` says from where: TooMany where this device, or last and far more
    generously this address, makes too many. With a `turn`, the device's own secret name for one person's
    stretch at it, it is the same guest each time, whoever brings what was kept in it.
    """
    guest = ids.new_id() if turn is None else ids.hidden_id("guest", turn)
    if turn is not None and queries.person(guest) is not None:
        # Who asks knows the turn and nothing else: a guest that staff shut, or erased, is opened for nobody.
        return guest if queries.is_open_guest(guest) else make_guest(device, language, address)
    if address:
        _require_few_guests(Caller(str(device), address))
    made = insert_into(Person, session().get_bind().dialect.name).values(
        id=guest, kind="guest", language=language, created_at=now()
    )
    session().execute(made.on_conflict_do_nothing(index_elements=[Person.id]))
    return guest


def _require_few_guests(caller: Caller) -> None:
    for limit, who in ((GUESTS_BY_DEVICE, caller.device or ""), (GUESTS_BY_ADDRESS, caller.network)):
        if wait := take(limit.bucket, who, limit.times, limit.per):
            raise TooMany(retry_after=int(wait.total_seconds()) + 1)


def make_learner(name: str | None, year_of_birth: int | None, language: str) -> UUID:
    """A learner whom a trainer or a command enters."""
    return make_learners([(name, year_of_birth)], language)[0]


def make_learners(entered: Sequence[tuple[str | None, int | None]], language: str) -> list[UUID]:
    """Learners whom a trainer enters together, by name and year of birth; their ids in that order."""
    at = now()
    if any(born is not None and not rules.EARLIEST_BIRTH <= born <= at.year for _name, born in entered):
        raise ValueError("nobody alive was born in that year")
    learners = [
        Person(
            id=ids.new_id(),
            kind="learner",
            display_name=rules.clean_name(name) if name else None,
            year_of_birth=born,
            language=language,
            created_at=at,
        )
        for name, born in entered
    ]
    session().add_all(learners)
    session().flush()
    return [learner.id for learner in learners]


def link(guest: UUID, person: UUID, by: UUID | None) -> bool:
    """From now on what `guest` kept counts for `person`; `unlink` undoes it. Returns whether that is new."""
    target = links.canonical(person)
    held = links.canonical(guest)
    if held == target and guest != target:
        return False
    if held != guest or guest == target:
        raise NotLinkable
    links.look_anew_at_links()
    session().add(PersonLink(guest_id=guest, person_id=target, linked_at=now(), linked_by=by))
    session().flush()
    return True


def unlink(guest: UUID, by: UUID | None) -> bool:
    """End the link of a guest; returns whether there was one. What happened meanwhile stays written."""
    ended = session().execute(
        update(PersonLink)
        .where(PersonLink.guest_id == guest, PersonLink.unlinked_at.is_(None))
        .values(unlinked_at=now(), unlinked_by=by)
        .returning(PersonLink.id)
    )
    return ended.scalar_one_or_none() is not None


# --- cards ---


def issue_card(person: UUID, by: UUID | None) -> NewCard:
    """A new card, which ends the one there was. What was learned is the person's and stays."""
    made = draw_card(person)
    _hand_over(person, made.number, hashing.token(made.token), by)
    return made


def make_blank_card(by: UUID | None) -> NewCard:
    """A card for whoever will hold it: it opens nothing until it is bound."""
    made = draw_card(None)
    keep_blank_cards([made], by)
    return made


def draw_card(person: UUID | None) -> NewCard:
    """A card that nothing knows of yet, with a number that is free: to be drawn on paper first, then kept."""
    return NewCard(person, _free_number(), ids.token(128))


def keep_blank_cards(drawn: Sequence[NewCard], by: UUID | None) -> None:
    """Cards that were drawn for nobody are cards from now on."""
    at = now()
    session().add_all(
        BlankCard(number=card.number, token_hash=hashing.token(card.token), made_at=at, made_by=by)
        for card in drawn
    )
    session().flush()


def keep_first_cards(drawn: Sequence[NewCard], by: UUID | None) -> bool:
    """Cards that were drawn for people are theirs now; False, and nothing, where one has a card by now."""
    people = [card.person for card in drawn if card.person is not None]
    if queries.card_numbers(people):
        return False
    for card in drawn:
        assert card.person is not None
        _give(card.person, card.number, hashing.token(card.token), by, "card-issued")
    return True


def bind_card(blank: UUID, person: UUID, by: UUID | None) -> bool:
    """The blank card is this person's now, and ends the one there was; False if somebody was quicker."""
    bound = update(BlankCard).where(BlankCard.id == blank, BlankCard.bound_at.is_(None))
    columns = (BlankCard.number, BlankCard.token_hash)
    taken = session().execute(bound.values(bound_at=now()).returning(*columns)).one_or_none()
    if taken is None:
        return False
    _hand_over(person, taken.number, taken.token_hash, by)
    return True


def _hand_over(person: UUID, number: str, token_hash: bytes, by: UUID | None) -> None:
    replaced = session().execute(
        update(Card)
        .where(Card.person_id == person, Card.ended_at.is_(None))
        .values(ended_at=now())
        .returning(Card.id)
    )
    action = "card-reissued" if replaced.scalar_one_or_none() else "card-issued"
    _give(person, number, token_hash, by, action)


def _give(person: UUID, number: str, token_hash: bytes, by: UUID | None, action: str) -> None:
    at = now()
    session().add(Card(person_id=person, number=number, token_hash=token_hash, issued_at=at, issued_by=by))
    log_action(action, by=by, person=person)
    session().flush()


def _free_number() -> str:
    while True:
        number = rules.card_number(10_000_000 + secrets.randbelow(90_000_000))
        taken = or_(exists().where(Card.number == number), exists().where(BlankCard.number == number))
        if not session().execute(select(taken)).scalar_one():
            return number


# --- record keys ---


def revoke_key(key_id: str, by: UUID | None) -> None:
    """This one key opens nothing any more."""
    known = session().execute(select(exists().where(RevokedKey.key_id == key_id))).scalar_one()
    if not known:
        session().add(RevokedKey(key_id=key_id, revoked_at=now(), revoked_by=by))
        session().flush()


def revoke_keys_of(person: UUID, before: datetime, by: UUID | None) -> None:
    """No key of this person made before that instant opens anything any more."""
    session().add(RevokedKey(person_id=person, made_before=before, revoked_at=now(), revoked_by=by))
    log_action("keys-revoked", by=by, person=person)
    session().flush()


# --- staff ---


def create_staff(name: str, password: str, by: UUID | None = None) -> UUID:
    """Somebody who works here, without a role yet. Opens its own write block: it hashes.

    Raises NameTaken, rules.UnusableName or rules.WeakPassword.
    """
    rules.require_good_password(password, name)
    kept_name, kept_hash = rules.clean_name(name), hashing.slow(rules.plain_password(password))
    with write():
        return add_staff(kept_name, kept_hash, by)


def grant(person: UUID, role: str, place: str | None = None, by: UUID | None = None) -> None:
    """Give a role, at a place and below it or everywhere. Giving it twice changes nothing.

    For commands and the first administrator; what one of the staff gives another goes through `grants`.
    """
    if role not in ROLES:
        raise ValueError(f"no such role: {role}")
    if any(held.role == role and held.place == place for held in queries.grants_of(person)):
        return
    session().add(RoleGrant(person_id=person, role=role, place=place, starts_at=now(), granted_by=by))
    log_action("role-granted", by=by, person=person, place=place, details={"role": role})
    session().flush()


def follow_places(moves: Sequence[Follow]) -> None:
    """Grants at places that moved hold where those are now.

    A grant at a unit that ended stays with it: nobody's reach grows by a merger. It is given anew.
    """
    following.rewrite(RoleGrant.place, moves, to_successors=False)


def offer_setup() -> str | None:
    """The one-time address where the first administrator is made, or None once somebody works here.

    Each call gives a new address and closes those given before.
    """
    if queries.has_staff():
        return None
    at, token = now(), ids.token(128)
    session().execute(update(SetupToken).where(SetupToken.used_at.is_(None)).values(used_at=at))
    session().add(SetupToken(token_hash=hashing.token(token), made_at=at))
    session().flush()
    address = {"token": token, "language": site().languages.source}
    return current_app.url_map.bind("").build("accounts.setup", address)


def use_setup(token: str, name: str, password: str) -> queries.StaffFacts | None:
    """Make the first administrator, once; None where somebody was quicker. Opens its own write block."""
    kept_name, kept_hash = rules.clean_name(name), hashing.slow(rules.plain_password(password))
    with write():
        # Asked again in here: of two who press at the same moment, one makes the administrator.
        if not queries.is_setup_open(token):
            return None
        used = update(SetupToken).where(
            SetupToken.token_hash == hashing.token(token), SetupToken.used_at.is_(None)
        )
        first = session().execute(used.values(used_at=now()).returning(SetupToken.id))
        if first.scalar_one_or_none() is None:
            return None
        person = add_staff(kept_name, kept_hash, None)
        grant(person, "administrator", by=person)
        return queries.staff_by_name(kept_name)


def add_staff(name: str, password_hash: str, by: UUID | None) -> UUID:
    """Somebody who works here; with an empty hash nothing opens until they have chosen a password."""
    if queries.staff_by_name(name) is not None:
        raise NameTaken
    at = now()
    staff = Person(
        id=ids.new_id(),
        kind="staff",
        display_name=name,
        language=site().languages.source.code,
        created_at=at,
    )
    session().add(staff)
    session().flush()
    session().add(
        StaffCredential(
            person_id=staff.id,
            name=name,
            name_key=rules.name_key(name),
            password_hash=password_hash,
            changed_at=at,
        )
    )
    log_action("staff-created", by=by, person=staff.id)
    session().flush()
    return staff.id
