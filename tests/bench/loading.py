"""Many connections at once: by wrk where it is installed; else, and to send answers, by our own loop."""

from __future__ import annotations

import json
import re
import selectors
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from urllib.parse import urlsplit

SCRIPT = Path(__file__).with_name("wrk.lua")
SECONDS_TO_FINISH = 15
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a load came to; times in milliseconds. `wrong` counts answers that were not what was asked for."""

    answers: int
    seconds: float
    wrong: int
    p50: float
    p95: float
    p99: float

    @property
    def rate(self) -> float:
        return (self.answers - self.wrong) / self.seconds


def loader() -> str:
    """Who makes the load here."""
    return "wrk" if shutil.which("wrk") else "our own loop, as wrk is not installed"


def load(url: str, *, connections: int, seconds: float, headers: Mapping[str, str]) -> Outcome:
    """Ask for one address again and again, each connection as soon as it has its answer."""
    if wrk := shutil.which("wrk"):
        return _by_wrk(wrk, url, connections, seconds, headers)
    asked = request("GET", url, headers)
    return exchange(url, [repeat(asked) for _ in range(connections)], seconds)


def request(method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """A request as it goes over the wire."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    length = {"Content-Length": str(len(body))} if body else {}
    fields = {"Host": parts.netloc, **headers, **length}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body


def exchange(
    url: str,
    streams: Sequence[Iterator[bytes]],
    seconds: float,
    is_right: Callable[[int, bytes], bool] = lambda status, _: status < 400,
) -> Outcome:
    """One connection a stream of requests. Nothing is sent after `seconds`; what was sent is awaited."""
    parts = urlsplit(url)
    talk = _Talk(is_right)
    with selectors.DefaultSelector() as ready:
        for stream in streams:
            line = _Line(socket.create_connection((parts.hostname, parts.port)), stream)
            ready.register(line.socket, selectors.EVENT_READ, line)
            line.send()
        begun = time.perf_counter()
        until = begun + seconds
        while ready.get_map() and time.perf_counter() < until + SECONDS_TO_FINISH:
            for key, _ in ready.select(0.5):
                if talk.hear(key.data, until):
                    continue
                ready.unregister(key.fileobj)
                key.data.socket.close()
        took = time.perf_counter() - begun
        talk.wrong += len(ready.get_map())  # never answered
        for key in list(ready.get_map().values()):
            key.data.socket.close()
    return talk.outcome(min(took, max(seconds, talk.last_at - begun)))


@dataclass(slots=True)
class _Line:
    """A connection with one request under way."""

    socket: socket.socket
    stream: Iterator[bytes]
    heard: bytes = b""
    sent_at: float = 0.0

    def send(self) -> None:
        asked = next(self.stream)
        self.heard = b""
        self.sent_at = time.perf_counter()
        self.socket.sendall(asked)


@dataclass(slots=True)
class _Talk:
    """All answers of a load."""

    is_right: Callable[[int, bytes], bool]
    times: list[float] = field(default_factory=list)
    wrong: int = 0
    last_at: float = 0.0

    def hear(self, line: _Line, until: float) -> bool:
        """Take what has come; answer whether this connection goes on."""
        more = line.socket.recv(65536)
        if not more:
            self.times.append(time.perf_counter() - line.sent_at)
            self.wrong += 1
            return False
        line.heard += more
        head, found, body = line.heard.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not found or (length is not None and len(body) < int(length.group(1))):
            return True
        self.last_at = time.perf_counter()
        self.times.append(self.last_at - line.sent_at)
        self.wrong += not self.is_right(int(head[9:12]), body)
        if self.last_at < until:
            line.send()
            return True
        return False

    def outcome(self, seconds: float) -> Outcome:
        times = sorted(self.times) or [0.0]
        p50, p95, p99 = (
            1000 * times[min(len(times) - 1, len(times) * percent // 100)] for percent in (50, 95, 99)
        )
        return Outcome(len(self.times), seconds, self.wrong, p50, p95, p99)


def _by_wrk(wrk: str, url: str, connections: int, seconds: float, headers: Mapping[str, str]) -> Outcome:
    command = [wrk, "--threads=1", f"--connections={connections}", f"--duration={max(1, round(seconds))}s"]
    command += ["--timeout=10s", f"--script={SCRIPT}"]
    for name, value in headers.items():
        command += ["--header", f"{name}: {value}"]
    told = subprocess.run([*command, url], check=True, capture_output=True, text=True, timeout=seconds + 60)
    return Outcome(**json.loads(told.stdout.strip().splitlines()[-1]))
