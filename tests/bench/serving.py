"""What is measured: the site as `make run` serves it, and a bare Flask app on the same kind of server."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import psycopg

from tests.support import postgres
from tests.support.server import ROOT, Server

WORKERS = 2
SECONDS_TO_START = 60


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers: its address, its processes, and the database behind it."""

    url: str
    main: psutil.Process
    database_url: str = ""

    @property
    def workers(self) -> list[psutil.Process]:
        return self.main.children(recursive=True)

    @property
    def cpu_seconds(self) -> float:
        """What all its processes have computed so far. Says more than a clock where others compute too."""
        times = [process.cpu_times() for process in (self.main, *self.workers)]
        return sum(each.user + each.system for each in times)


@contextmanager
def site(kind: str = "sqlite") -> Iterator[Running]:
    """The whole site with two workers, on a new database of this kind."""
    with server(kind) as started:
        yield Running(started.url, process_of(started.port), started.database_url)


@contextmanager
def server(kind: str = "sqlite") -> Iterator[Server]:
    """The same, to be killed and started again."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hocso-bench-")))
        url = f"sqlite:///{folder / 'hocso.db'}"
        if kind == "postgresql":
            url = stack.enter_context(_postgres())
        made = Server(folder, url, workers=WORKERS)
        stack.callback(made.stop)
        yield made.start()


@contextmanager
def bare(like: Running) -> Iterator[Running]:
    """A Flask app with one empty view, on a server with exactly the settings of another."""
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.bare", str(port), str(len(like.workers))]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        url = f"http://127.0.0.1:{port}"
        first_answer(url + "/", process)
        yield Running(url, psutil.Process(process.pid))
    finally:
        end(process)


def process_of(port: int) -> psutil.Process:
    """Our child that serves on a port."""
    for child in psutil.Process().children():
        if "serve" in child.cmdline() and child.environ().get("PORT") == str(port):
            return child
    raise LookupError(f"nobody of ours serves on port {port}")


def first_answer(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until an address answers well."""
    deadline = time.monotonic() + SECONDS_TO_START
    with httpx.Client(timeout=5) as client:
        while time.monotonic() < deadline and process.poll() is None:
            try:
                if client.get(url).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.005)
    raise RuntimeError(f"no answer from {url}")


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started, as a service manager does."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(15)
    except ProcessLookupError:
        process.wait()
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _postgres() -> Iterator[str]:
    with postgres.server() as address:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench")
        yield address.replace("postgresql://", "postgresql+psycopg://").rpartition("/")[0] + "/bench"
