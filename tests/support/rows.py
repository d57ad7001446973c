"""How many statements some work takes, and how many rows come back from the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from sqlalchemy import event
from sqlalchemy.engine.cursor import CursorFetchStrategy

from learning.db import db


@dataclass
class Asked:
    """What was asked of the database."""

    statements: int = 0
    rows: int = 0


@contextmanager
def asking() -> Iterator[Asked]:
    """Count while it lasts: the library's own fetching is looked at, not replaced."""
    found = Asked()

    def note(*_: object) -> None:
        found.statements += 1

    def counting(fetch: Callable[..., Any]) -> Callable[..., Any]:
        def fetched(*given: Any, **more: Any) -> Any:
            rows = fetch(*given, **more)
            found.rows += len(rows) if isinstance(rows, list) else rows is not None
            return rows

        return fetched

    event.listen(db.engine, "before_cursor_execute", note)
    with ExitStack() as stack:
        stack.callback(event.remove, db.engine, "before_cursor_execute", note)
        for name in ("fetchone", "fetchmany", "fetchall"):
            looked_at = counting(getattr(CursorFetchStrategy, name))
            stack.enter_context(patch.object(CursorFetchStrategy, name, looked_at))
        yield found
