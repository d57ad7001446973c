"""Machines in trouble under the running server: no false receipt, a sentence, and it goes on by itself."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.support import postgres
from tests.support.databases import Databases, held_by_another
from tests.support.disks import Disk, Limited, a_small_disk
from tests.support.hell import phones_for, record_of, what_differs, with_trouble
from tests.support.loops import run_apart
from tests.support.phone import Phone
from tests.support.server import Server

Make = Callable[..., Any]
SEED = 4
SAY_AGAIN = "Máy chủ đang bận, chưa giữ được kết quả. Bác chờ một phút rồi gửi lại."
NO_KEY = "Bác cần vào bằng thẻ học trước."  # to phones with a key from before


def live_through(
    server: Server,
    phones: Sequence[Phone],
    begin: Callable[[], object],
    end: Callable[[], object],
    **trouble: float,
) -> int:
    """The phones send, trouble comes and goes, each learns the truth; how many pages were read meanwhile."""
    pages = run_apart(with_trouble(server, phones, begin, end, **trouble))
    assert {status for phone in phones for status in phone.statuses} <= {200, 201, 401, 503}
    assert {sentence for phone in phones for sentence in phone.said} <= {SAY_AGAIN, NO_KEY}
    assert what_differs(phones, record_of(server)) == []
    assert "Traceback" not in server.log
    return len(pages)


def test_a_database_that_another_process_holds(make_server: Make) -> None:
    """Whoever only reads gets her pages: if all threads waited for the lock, it would be one in 5 s."""
    server = make_server(workers=2)
    phones = phones_for(server, SEED, phones=60, events=30)
    other = held_by_another(server.database_url)
    end = partial(other.__exit__, None, None, None)
    assert live_through(server, phones, other.__enter__, end, seconds=6) > 4


def fall_and_rise(server: Server, disk: Disk) -> None:
    phones = phones_for(server, SEED, phones=30, events=100)
    live_through(server, phones, disk.fill, disk.free)


@contextmanager
def a_server_on(folder: Path, databases: Databases) -> Iterator[Server]:
    file = folder / "hocso.db"
    shutil.copyfile(databases.prepared().removeprefix("sqlite:///"), file)
    server = Server(folder, f"sqlite:///{file}", workers=2)
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.mark.sqlite
def test_a_disk_that_is_full_for_a_while(databases: Databases, tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    with a_small_disk(folder) as disk, a_server_on(folder, databases) as server:
        fall_and_rise(server, disk(server))


@pytest.mark.sqlite
def test_a_disk_that_takes_nothing_for_a_while(make_server: Make) -> None:
    server = make_server(workers=2)
    fall_and_rise(server, Limited(server, most=0))


@pytest.mark.postgresql
def test_a_postgresql_that_crashes_and_comes_back(tmp_path: Path) -> None:
    """Nobody starts the site anew: it finds its database again by itself."""
    with postgres.own() as own:
        with psycopg.connect(own.url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE site")
        url = own.url.replace("postgresql://", "postgresql+psycopg://").rpartition("/")[0] + "/site"
        server = Server(tmp_path, url, workers=2)
        try:
            server.start()
            phones = phones_for(server, SEED, phones=30, events=100)
            live_through(server, phones, own.stop, own.start)
        finally:
            server.stop()
