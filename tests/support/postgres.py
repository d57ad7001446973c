"""A throw-away PostgreSQL of our own: an ordinary user, a free port of the loopback, durable as any."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.support.server import free_port

USER = "hocso"
SECONDS_TO_START = 120
# Fsync stays on: what these tests say about durable answers must hold.
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "log_min_messages": "warning",
}


class NoPostgres(RuntimeError):
    """There is no PostgreSQL to start; `.ci/postgres` finds or installs one."""


def programs() -> Path:
    """The folder with initdb and postgres: POSTGRES_BIN, else Debian's newest, else whatever is in PATH."""
    if named := os.environ.get("POSTGRES_BIN"):
        return Path(named)
    debian = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if debian:
        return max(debian, key=lambda folder: int(folder.parent.name))
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise NoPostgres("no PostgreSQL here: run .ci/postgres, which finds or installs one")


@contextmanager
def server() -> Iterator[str]:
    """Start it, give the address of its maintenance database, and leave nothing behind."""
    with own() as postgres:
        yield postgres.url


@contextmanager
def own(options: Mapping[str, str] | None = None) -> Iterator[Postgres]:
    """The same, to be stopped and started in between; with other settings where some are named."""
    folder = Path(tempfile.mkdtemp(prefix="hocso-pg-"))
    try:
        postgres = Postgres(folder, options or {})
        try:
            postgres.start()
            yield postgres
        finally:
            postgres.stop(signal.SIGTERM)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Postgres:
    """One server process, with an address and data that outlast it."""

    def __init__(self, folder: Path, options: Mapping[str, str]) -> None:
        self._folder = folder
        self._options = {**OPTIONS, **options}
        self._owner = _ordinary_user()
        if self._owner is not None:
            os.chown(folder, self._owner.pw_uid, self._owner.pw_gid)
        password = secrets.token_urlsafe(24)
        _initialise(folder, password, self._owner)
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"postgresql://{USER}:{password}@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start it and wait until it lets somebody in."""
        settings = [f"--{name}={value}" for name, value in {**self._options, "port": str(self._port)}.items()]
        with (self._folder / "log").open("a") as log:
            command: list[str | Path] = [programs() / "postgres", "-D", self._folder / "data", *settings]
            self._process = _run(command, self._owner, log.fileno())
        _wait(self.url, self._process, self._folder / "log")

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """End it. SIGQUIT is its way to crash: nobody is waited for, and the next start has to recover."""
        if self._process is not None:
            self._process.send_signal(how)
            _end(self._process)
            self._process = None


def _ordinary_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: be the package's own user then, or nobody."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name: user for user in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _initialise(folder: Path, password: str, owner: pwd.struct_passwd | None) -> None:
    secret = folder / "password"
    secret.write_text(password)
    secret.chmod(0o600)
    if owner is not None:
        os.chown(secret, owner.pw_uid, owner.pw_gid)
    command: list[str | Path] = [
        programs() / "initdb",
        "-D",
        folder / "data",
        "-U",
        USER,
        "--auth=scram-sha-256",
    ]
    command += ["--pwfile", secret, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    with (folder / "initdb.log").open("w+") as log:
        if _run(command, owner, log.fileno()).wait() != 0:
            log.seek(0)
            raise NoPostgres(f"initdb failed:\n{log.read()}")


def _run(command: Sequence[str | Path], owner: pwd.struct_passwd | None, out: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.STDOUT,
        cwd="/",
        user=None if owner is None else owner.pw_uid,
        group=None if owner is None else owner.pw_gid,
        extra_groups=None if owner is None else [],
        start_new_session=True,  # Ctrl-C ends the tests, and the tests end the server
    )


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise NoPostgres(f"PostgreSQL did not start: {error}\n{log.read_text()}") from error
            time.sleep(0.05)
        else:
            return


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
