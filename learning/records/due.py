"""For whom figures of places have to be counted anew: marked in the transaction of what changed, taken later.

A mark says only that; whoever counts looks at what is then, so marks may come in any order and twice.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Table, delete, func, select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.db import Base, insert_into, session
from learning.records import models

DUE: Table = Base.metadata.tables[models.TallyDue.__tablename__]


def mark(current: Session | Connection, people: Collection[UUID]) -> None:
    """What counts for these has changed. Inside the caller's write block.

    A mark that is there already is written again, so that whoever takes it waits for what we did.
    """
    if not people:
        return
    connection = current.connection() if isinstance(current, Session) else current
    inserted = insert_into(DUE, connection.dialect.name)
    at = now()
    connection.execute(
        inserted.on_conflict_do_update(
            index_elements=[DUE.c.person_id], set_={"person_id": inserted.excluded.person_id}
        ),
        [{"person_id": person, "since": at} for person in sorted(set(people))],
    )


def take(most: int) -> dict[UUID, datetime]:
    """Some of the marked, and since when; their marks are gone with the caller's write block.

    Who is being written about at this moment is left for the next time.
    """
    wanted = select(DUE.c.person_id, DUE.c.since).order_by(DUE.c.person_id).limit(most)
    taken = dict(session().execute(wanted.with_for_update(skip_locked=True)).all())
    if taken:
        session().execute(delete(DUE).where(DUE.c.person_id.in_(taken)))
    return taken


def waiting() -> tuple[int, datetime | None]:
    """How many are marked, and since when the first of them."""
    many, since = session().execute(select(func.count(), func.min(DUE.c.since))).one()
    return many, since
