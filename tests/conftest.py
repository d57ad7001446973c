"""What every room's tests stand on: database, app, site, server, browser. Rows come from factories."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from playwright.sync_api import Browser

from learning import clock
from learning.cli import register
from learning.config import Settings
from learning.db import db
from learning.factory import create_app
from tests.support import content, postgres
from tests.support.browser import Visitor, launched
from tests.support.client import Visit
from tests.support.databases import Databases, PostgresDatabases, SqliteDatabases, let_go, wanted_kind
from tests.support.ownphone import Phone
from tests.support.server import SECRET, Server
from tests.support.site import Site

# Rooms whose tests need a site but keep nothing: which database lies under it makes no difference to them.
ROWLESS = {"browser", "i18n", "site", "web"}
SERVER_VARIABLE = "TEST_POSTGRES_URL"
MORNING = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)  # an ordinary Sunday morning in Vietnam
# The same examples every time, so that red means something changed; HYPOTHESIS_PROFILE=search draws new ones.
hypothesis.settings.register_profile("every-time", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.register_profile("search", deadline=None, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "every-time"))

_stack = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """The content read once, and one PostgreSQL: before the workers, which find both in the environment."""
    if hasattr(config, "workerinput"):
        return
    os.environ[content.VARIABLE] = _stack.enter_context(content.read_once(clock.now().date(), MORNING.date()))
    if wanted_kind() == "postgresql":
        os.environ[SERVER_VARIABLE] = _stack.enter_context(postgres.server())


def pytest_unconfigure(config: pytest.Config) -> None:
    _stack.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    other = "postgresql" if wanted_kind() == "sqlite" else "sqlite"
    if left_out := [item for item in items if item.get_closest_marker(other)]:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    for item in items:
        room = item.path.relative_to(item.config.rootpath).parts[1]
        if room == "browser":
            item.add_marker("browser")
        about_rows = room not in ROWLESS and "databases" in getattr(item, "fixturenames", ())
        if about_rows or item.get_closest_marker("postgresql"):
            item.add_marker("database")


def settings_for(database_url: str, data_dir: Path) -> Settings:
    """How the site is set in tests."""
    data_dir.mkdir(parents=True, exist_ok=True)
    content.lay(data_dir)
    return Settings(data_dir=data_dir, database_url=database_url, secret_key=SECRET, environment="testing")


def close(app: Flask) -> None:
    """Let go of an app's connections: PostgreSQL copies no database that somebody is looking at."""
    with app.app_context():
        let_go(db.engine)


@contextmanager
def looking_into(server: Server) -> Iterator[None]:
    """Stand beside the server, on the same database."""
    app = _beside(server.database_url, server.data_dir)
    with app.app_context():
        yield
    close(app)


@lru_cache(maxsize=2)
def _beside(database_url: str, data_dir: Path) -> Flask:
    """Looking again and again needs no new app each time, which takes longer than most looks."""
    return create_app(settings_for(database_url, data_dir))


def prepare_in(data_dir: Path) -> Callable[[str], None]:
    """What makes a database ready for the site, as `flask prepare` does."""

    def prepare(url: str) -> None:
        made = create_app(settings_for(url, data_dir))
        register(made)
        result = made.test_cli_runner().invoke(args=["prepare"], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        close(made)

    return prepare


def of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    own = tmp_path_factory.mktemp("databases")
    return SqliteDatabases(of_the_run(tmp_path_factory), own, prepare_in(own / "data"))


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Databases:
    """Makes databases of the kind TEST_DATABASE names (see tests/support/databases.py)."""
    if wanted_kind() == "sqlite":
        return sqlite_databases(tmp_path_factory)
    prepare = prepare_in(tmp_path_factory.mktemp("databases") / "data")
    return PostgresDatabases(of_the_run(tmp_path_factory), os.environ[SERVER_VARIABLE], worker_id, prepare)


@pytest.fixture(scope="session")
def shared_app(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One app a worker: loading the content takes longer than most tests. Ask for `app` instead."""
    made = create_app(settings_for(databases.prepared(), tmp_path_factory.mktemp("data")))
    made.test_client_class = Visit
    yield made
    close(made)


@pytest.fixture
def app(shared_app: Flask, databases: Databases) -> Iterator[Flask]:
    """The site on a clean, prepared database, inside an application context."""
    databases.reset(shared_app.extensions["hocso"].settings.database_url)
    with shared_app.app_context():
        yield shared_app


@pytest.fixture
def make_app(databases: Databases, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """For tests that need a site of their own: `make_app(courses_dir=…)` changes single settings."""
    with ExitStack() as stack:

        def make(**changes: Any) -> Flask:
            settings = settings_for(databases.prepared(), tmp_path / "data")
            made = create_app(replace(settings, **changes))
            made.test_client_class = Visit
            stack.callback(close, made)
            return made

        yield make


@pytest.fixture
def site(app: Flask) -> Site:
    """A visitor whose every page is inspected."""
    return Site(app)


class Clock:
    """The time, held still; tests move it."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self.set(MORNING)

    def set(self, at: datetime) -> None:
        self.at = at
        self._stack.close()
        self._stack.enter_context(clock.fixed(at))

    def advance(self, **duration: float) -> None:
        """`advance(days=2)`."""
        self.set(self.at + timedelta(**duration))


@pytest.fixture
def wall_clock() -> Iterator[Clock]:
    """Stop the clock on that morning."""
    with ExitStack() as stack:
        yield Clock(stack)


@pytest.fixture
def make_server(databases: Databases, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Real servers of one's own, to load, stop and kill: `make_server(workers=2)`. All end with the test."""
    with ExitStack() as stack:

        def make(**options: Any) -> Server:
            server = Server(tmp_path, databases.prepared(), **options)
            stack.callback(server.stop)
            return server.start()

        yield make


@pytest.fixture(scope="session")
def live_server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One real server a worker. Each test brings a new device, so they do not meet."""
    server = Server(tmp_path_factory.mktemp("live"), databases.prepared())
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium a worker."""
    with launched() as browser:
        yield browser


@pytest.fixture
def visitors(chromium: Browser, live_server: Server) -> Iterator[Callable[..., Visitor]]:
    """New people with new devices; whatever goes wrong in their browsers fails the test.

    `visitors()` holds a phone. `visitors(screen_size=NARROW)`, `visitors(java_script_enabled=False)`,
    `visitors(color_scheme="dark")` and every other option of a Playwright context work too.
    """
    arrived: list[Visitor] = []

    def arrive(url: str = "", **options: Any) -> Visitor:
        arrived.append(Visitor(chromium, url or live_server.url, **options))
        return arrived[-1]

    yield arrive
    for visitor in arrived:
        visitor.leave()
    troubles = [trouble for visitor in arrived for trouble in visitor.troubles.unexpected]
    assert not troubles, "in the browser:\n  " + "\n  ".join(troubles)


@pytest.fixture
def visitor(visitors: Callable[..., Visitor]) -> Visitor:
    """One person with a phone, scripts on."""
    return visitors()


@pytest.fixture
def phone(chromium: Browser, tmp_path: Path, make_server: Callable[..., Server]) -> Iterator[Phone]:
    """A phone with a server of its own, so that the network can really be taken away."""
    made = Phone(chromium, tmp_path / "profile", make_server())
    yield made
    made.close()
