"""How other rooms, which keep paths of places, follow when those change."""

from collections.abc import Sequence

from sqlalchemy import func, literal, update
from sqlalchemy.orm import InstrumentedAttribute

from learning.db import session
from learning.places.others import Follow


def rewrite(
    column: InstrumentedAttribute[str | None], moves: Sequence[Follow], *, to_successors: bool
) -> None:
    """The paths in a column as they are after these moves, inside the caller's write block.

    `to_successors`: what is at a place that ended is at its successor now; else it stays where it was.
    """
    for move in moves:
        if move.itself == "successor" and not to_successors:
            continue
        here = column == move.old
        if move.itself == "same":
            here = column.startswith(move.old, autoescape=True)
        moved = literal(move.new).concat(func.substr(column, len(move.old) + 1))
        session().execute(update(column.class_).where(here).values({column: moved}))
