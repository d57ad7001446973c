"""A centre on SQLite, and a province's running server on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from learning.cli import register
from learning.factory import create_app
from tests.conftest import close, settings_for, sqlite_databases
from tests.support.databases import Databases, SqliteDatabases
from tests.support.pair import SECRET, Pair
from tests.support.server import Server


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A centre on SQLite and a province on PostgreSQL: one run tries both, and two would try the same."""
    for item in items:
        if "apart" in getattr(item, "fixturenames", ()):
            item.add_marker("postgresql")


@pytest.fixture(scope="session")
def files(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Makes the centre's databases: files, whatever lies under the province."""
    return databases if isinstance(databases, SqliteDatabases) else sqlite_databases(tmp_path_factory)


@pytest.fixture
def apart(
    make_server: Callable[..., Server], files: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pair]:
    """Both, before they are paired."""
    province = make_server()
    settings = settings_for(files.prepared(), tmp_path_factory.mktemp("centre"))
    centre = create_app(replace(settings, secret_key=SECRET, upstream_url=province.url))
    register(centre)
    yield Pair(centre, province)
    close(centre)


@pytest.fixture
def pair(apart: Pair) -> Pair:
    """Both, paired for everybody."""
    apart.join()
    return apart
