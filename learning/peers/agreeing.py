"""What both sides may change: where one did, it holds; where both did, ours stays and a person decides."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.accounts.operations import log_action
from learning.carrying import Record
from learning.clock import now
from learning.db import session
from learning.peers.models import Peer, PeerConflict, PeerDecision, PeerProfile
from learning.peers.rules import settle
from learning.peers.things import Profile, shared

_NEVER = "\x00"  # nothing that is ever said is this


class Told(Protocol):
    """A thing as a peer tells it."""

    @property
    def id(self) -> UUID: ...
    @property
    def profile(self) -> Profile: ...


@dataclass(frozen=True, slots=True)
class Carrier:
    """How a room takes in things of a feed.

    `read` gives None for a record that cannot be taken; it is told the place of the server that says it.
    `add` is for what is new here and may still refuse; `also` keeps what only adds up. `unsaid` is what
    counts as agreed on where nothing was agreed on yet.
    """

    feed: str
    told: Callable[[Session, Sequence[str]], Mapping[str, Record]]
    read: Callable[[Session, Record, str | None], Any]
    add: Callable[[Session, Any], bool]
    also: Callable[[Session, Any], None]
    unsaid: Profile = field(default_factory=dict)

    def tell(self, current: Session, rows: Sequence[str]) -> Mapping[str, Record]:
        """Things as their room tells them, with what somebody here decided about them."""
        return with_decisions(current, self.feed, self.told(current, rows))

    def keep(self, current: Session, peer: UUID, records: Sequence[Record]) -> int:
        """Take in what a peer says; returns how many records were refused."""
        home = current.get_one(Peer, peer).place
        return sum(not self._keep_one(current, peer, record, home) for record in records)

    def _keep_one(self, current: Session, peer: UUID, record: Record, home: str | None) -> bool:
        one: Told | None = self.read(current, record, home)
        if one is None:
            return False
        things = shared(self.feed)
        ours = things.hold(current, one.id)
        if ours is None:
            if not self.add(current, one):
                return False
            ours = one.profile
        decided = record.get("decided")
        said = agreed(current, peer, self.feed, one, ours, decided=decided, unsaid=self.unsaid)
        if said != ours:
            things.change(current, one.id, said)
        self.also(current, one)
        return True


def with_decisions(current: Session, feed: str, told: Mapping[str, Record]) -> Mapping[str, Record]:
    """Records, each with the decision that somebody here made about its thing."""
    things = [UUID(record["id"]) for record in told.values()]
    asked = select(PeerDecision).where(PeerDecision.feed == feed, PeerDecision.thing_id.in_(things))
    decided = {str(one.thing_id): one for one in current.execute(asked).scalars()}
    for record in told.values():
        if (one := decided.get(record["id"])) is not None and "erased_at" not in record:
            record["decided"] = {"over": one.over, "at": one.at.isoformat()}
    return told


def agreed(
    current: Session, peer: UUID, feed: str, told: Told, ours: Profile, *, decided: object, unsaid: Profile
) -> Profile:
    """What both say from now on, ours where both changed it: then theirs waits for a person."""
    theirs = told.profile
    overruled = _overruled(current, feed, told.id, decided)
    before = current.get(PeerProfile, (peer, feed, told.id))
    # Where nothing was agreed on yet, whatever differs is a conflict: neither side is the older one.
    base = before.profile if before else {**dict.fromkeys(theirs, _NEVER), **unsaid}
    settled = settle(ours if overruled == ours else base, ours, theirs)
    if before is None:
        current.add(PeerProfile(peer_id=peer, feed=feed, thing_id=told.id, profile=theirs))
    else:
        before.profile = theirs
    _note(current, peer, feed, told, is_conflict=bool(settled.conflicts), agree=theirs == settled.profile)
    return dict(settled.profile)


def decide(peer: UUID, feed: str, thing: UUID, theirs: Collection[str], by: UUID) -> bool:
    """Of two, these members are taken from theirs, and the others are ours; then both have the same.

    In the caller's write block. False where there is nothing to be decided any more.
    """
    things = shared(feed)
    conflict, ours = session().get(PeerConflict, (peer, feed, thing)), things.hold(session(), thing)
    if conflict is None or ours is None:
        return False
    chosen = {name: conflict.theirs[name] if name in theirs else ours[name] for name in ours}
    session().merge(PeerDecision(feed=feed, thing_id=thing, over=conflict.theirs, at=now()))
    session().delete(conflict)
    session().flush()
    # Even where ours stays: this is how the other side hears of it.
    things.change(session(), thing, chosen)
    person = thing if feed == "people" else None
    log_action("peer-settled", by=by, person=person, thing=("peer", peer), details={feed: str(thing)})
    return True


def _overruled(current: Session, feed: str, thing: UUID, decided: object) -> object:
    """What somebody there decided against, unless somebody here decided later."""
    if not isinstance(decided, dict):
        return None
    try:
        at = datetime.fromisoformat(str(decided.get("at")))
    except ValueError:
        return None
    ours = current.get(PeerDecision, (feed, thing))
    if at.tzinfo is None or (ours is not None and ours.at >= at):
        return None
    if ours is not None:
        current.delete(ours)
        current.flush()
    return decided.get("over")


def _note(current: Session, peer: UUID, feed: str, told: Told, *, is_conflict: bool, agree: bool) -> None:
    found = current.get(PeerConflict, (peer, feed, told.id))
    if found is not None and agree:
        current.delete(found)
    elif found is not None:
        found.theirs = told.profile
    elif is_conflict:
        current.add(PeerConflict(peer_id=peer, feed=feed, thing_id=told.id, theirs=told.profile))
    current.flush()
