"""How quickly a decided list becomes signed and printed certificates, by the long work of one worker."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from learning.cli import register
from learning.config import Settings
from learning.db import db, write
from learning.factory import create_app
from learning.jobs import operations, queries, running
from learning.recognition import lists
from learning.recognition.papers import batch
from tests.bench.report import Line, Part
from tests.factories.papers import a_decided_list, some_offices
from tests.support.databases import let_go
from tests.support.server import SECRET

PART = Part("papers, on SQLite, one worker")
MANY = 1000


def papers() -> Iterator[Line]:
    """A thousand, in files of fifty."""
    with tempfile.TemporaryDirectory(prefix="hocso-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'hocso.db'}"
        settings = Settings(data_dir=Path(folder), database_url=url, secret_key=SECRET, environment="testing")
        app = create_app(settings)
        register(app)
        app.test_cli_runner().invoke(args=["prepare"], catch_exceptions=False)
        with app.app_context():
            yield _certificates()
            let_go(db.engine)


def _certificates() -> Line:
    offices = some_offices()
    list_id = a_decided_list(offices, [f"Nguyễn Thị Huỳnh {number}" for number in range(MANY)])
    told = batch.arguments(lists.entries_of(list_id))
    with write():
        job = operations.begin(batch.CERTIFICATES.name, told, MANY, offices.officer, "vi")
    begun = time.perf_counter()
    running.run_waiting()
    took = time.perf_counter() - begun
    made = queries.job(job)
    assert made is not None
    assert made.state == "done"
    note = f"{made.done:,} in {took:.0f} s, {len(queries.parts_of(job))} files"
    return PART.least("certificates signed, printed and kept", made.done / took, "/s", 20, note)
