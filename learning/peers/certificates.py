"""Books of certificates between servers: keys and what was withdrawn, so that each checks the others' papers.

A book is signed by its issuer, so whoever carries it can change nothing in it. What pairing adds is whose
first book is believed: the one that a peer says is its own, and whatever the province passes on.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Session

from learning.carrying import Carried, Record, read_as
from learning.clock import now
from learning.credentials import jws, operations, published, queries
from learning.credentials.keyring import KeyLost
from learning.credentials.operations import NotTrusted
from learning.peers.models import Peer

MOST_ISSUERS = 1000


class _Book(Carried):
    """A book as peers know it."""

    id: str = Field(min_length=36, max_length=36)
    text: str = Field(max_length=jws.LONGEST)
    is_own: bool = Field(strict=True)


def renew(_current: Session) -> None:
    """What we say ourselves is told anew each day, and whenever something is withdrawn or a key changes."""
    try:
        text = published.own_text()
    except KeyLost:  # nothing new can be signed; what was told last goes on saying what it says
        return
    if text is not None:
        operations.keep_own_book(text, at=now())


def told(_current: Session, rows: Sequence[str]) -> Mapping[str, Record]:
    """Books as peers hear of them."""
    return {
        one.told_as: {"id": one.told_as, "text": one.text, "is_own": one.is_own}
        for one in queries.kept_books(rows)
    }


def keep(current: Session, peer: UUID, records: Sequence[Record]) -> int:
    """Keep the books that a peer tells; returns how many were refused."""
    is_upstream = current.get_one(Peer, peer).is_upstream
    return sum(not _keep_one(record, is_upstream=is_upstream) for record in records)


def _keep_one(record: Record, *, is_upstream: bool) -> bool:
    book = read_as(_Book, record)
    if book is None:
        return False
    is_new = (is_upstream or book.is_own) and queries.count_books() < MOST_ISSUERS
    try:
        operations.trust(book.text, is_new=is_new, at=now())
    except NotTrusted as refused:
        return str(refused) in ("own", "older")  # ours came back, or we know more already
    return True
