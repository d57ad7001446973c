"""The real server in a process of its own, on a free port, as `make run` starts it."""

from __future__ import annotations

import atexit
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

import httpx
import psutil

from tests.support import content, warm

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS_TO_START = 120  # a limit for waiting in vain; how soon it comes is `make bench`'s matter
SECONDS_TO_END = 15
SECRET = (
    "a secret for tests only, long enough to be taken"  # both sides of a test must read each other's keys
)


class Server:
    """A running site. `kill` is what a power cut does; `restart` comes back on the same port and data."""

    def __init__(self, data_dir: Path, database_url: str, *, workers: int = 1, **environ: str) -> None:
        self.data_dir = data_dir
        self.database_url = database_url
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._workers = workers
        self._environ = environ
        self._log = data_dir / "server.log"
        self._process: BaseProcess | None = None

    def start(self) -> Server:
        """Start it and wait for the first answer."""
        content.lay(self.data_dir)
        self._process = warm.started(("serve",), self._environment(), ROOT, self._log)
        self._wait()
        return self

    def stop(self) -> None:
        """End it as a service manager does."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut does: no process of it gets to say anything."""
        self._signal(signal.SIGKILL)

    def restart(self) -> None:
        """Back again, same address, same data."""
        self.start()

    @property
    def processes(self) -> list[psutil.Process]:
        """All of it, the workers included."""
        if self._process is None:
            return []
        main = psutil.Process(self._process.pid)
        return [main, *main.children(recursive=True)]

    @property
    def pids(self) -> list[int]:
        return [one.pid for one in self.processes]

    @property
    def workers(self) -> list[psutil.Process]:
        """Those of its processes that answer."""
        return [one for one in self.processes if 0 in _lines(one, self.port)]

    def worker_at(self, line: int) -> psutil.Process:
        """Which of them holds the other end of a line that is open; `line` is the port at our end."""
        return next(one for one in self.workers if line in _lines(one, self.port))

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def _environment(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("FLASK_", "HOCSO_"))
        }
        return {
            **kept,
            "DATA_DIR": str(self.data_dir),
            "DATABASE_URL": self.database_url,
            "SECRET_KEY": SECRET,
            "PORT": str(self.port),
            "WORKERS": str(self._workers),
            "PYTHONUNBUFFERED": "1",
            **self._environ,
        }

    def _wait(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            if self._process is not None and not self._process.is_alive():
                break
            try:
                if httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"the server gave no first answer:\n{self.log}")

    def _signal(self, what: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None or process.pid is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, what)
        process.join(SECONDS_TO_END)
        if process.is_alive():
            os.killpg(process.pid, signal.SIGKILL)
            process.join()


def _lines(process: psutil.Process, port: int) -> Iterator[int]:
    """Where the lines to this port of a process come from; 0 for the door itself."""
    with suppress(psutil.NoSuchProcess):  # it has just ended
        held = process.net_connections("tcp")
        here = [one for one in held if one.laddr.port == port]
        yield from (0 if one.status == psutil.CONN_LISTEN else one.raddr.port for one in here)


def free_port() -> int:
    """A port of one's own: as long as this process lives, the system gives it to nobody else.

    A server takes seconds to begin, and is down for a while where a test kills it; meanwhile others, who run
    beside us, ask for ports too. Whoever is told this one may still listen on it, as all servers here do.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a listener that says so too is let in
    held.bind(("127.0.0.1", 0))
    atexit.register(held.close)
    port: int = held.getsockname()[1]
    return port
