"""A line from hell: a TCP proxy that loses, delays, doubles, reorders and cuts what goes over it.

What becomes of a request follows from the seed, its body and how often that body came before: not from the
machine's mood. The same seed and the same requests meet the same mishaps. Where they come one after the other
and no body comes twice, since each is signed and numbered, a request's turn stands for its body (`in_turn`).
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Literal, Self
from zlib import crc32

HOST = "127.0.0.1"
LARGEST = 4 * 1024 * 1024
WAITING = 1024
MOST_TIMES = 10  # as often as one event may reach the server
TABS = 2  # of one phone: once the line is done with its tricks, each may send an event once more
SECONDS_TO_ANSWER = 60
LINE_TROUBLE = (OSError, EOFError, TimeoutError)  # what a broken line is to whoever holds an end of it
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_IDS = re.compile(rb'"id": ?"([0-9a-f-]{36})"')

Mishap = Literal["none", "lost", "cut asking", "cut answering", "unheard"]


@dataclass(frozen=True, slots=True)
class Weather:
    """How likely each mishap is to a request, of 1; what is left goes through. Times in seconds."""

    lost: float = 0.1  # the server hears nothing
    cut_asking: float = 0.12  # it hears the beginning
    cut_answering: float = 0.12  # it does what was asked, and the device hears the beginning of the answer
    unheard: float = 0.12  # it does what was asked, and the device hears nothing
    doubled: float = 0.3  # copies arrive as well, each in its own time: some before, some long after
    slowest: float = 0.3
    latest_copy: float = 2.0


CALM = Weather(lost=0, cut_asking=0, cut_answering=0, unheard=0, doubled=0, slowest=0)


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one request. `part` is how much of it, or of its answer, gets through a cut."""

    mishap: Mishap = "none"
    wait: float = 0
    copies: tuple[float, ...] = ()
    part: float = 0
    rude: bool = False


class BadLine:
    """The proxy: `async with BadLine(server.port, seed) as line`, and phones talk to `line.port`."""

    def __init__(
        self, server: int, seed: int, weather: Weather | None = None, *, in_turn: bool = False
    ) -> None:
        self.port = 0
        self.arrived: Counter[bytes] = Counter()  # how often each event reached the server, or will
        self.mishaps: Counter[str] = Counter()
        self._server = server
        self._seed = seed
        self._weather = weather or Weather()
        self._in_turn = in_turn
        self._came: Counter[int] = Counter()
        self._late: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._door = await asyncio.start_server(self._serve, HOST, 0, limit=LARGEST, backlog=WAITING)
        self.port = self._door.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._door.close()
        await self.all_has_arrived()

    async def all_has_arrived(self) -> None:
        """Until the last late copy is there too: then nothing is under way any more."""
        while self._late:
            await asyncio.wait(self._late)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a device, with one to the server behind it, for as long as both last."""
        ahead = Wire(self._server)
        fate = Fate()
        try:
            while request := await message(reader):
                fate = self._fate_of(request)
                for wait in fate.copies:
                    self._send_later(request, wait)
                await asyncio.sleep(fate.wait)
                if not await self._carry(request, fate, ahead, writer):
                    break
        except LINE_TROUBLE:
            pass  # either end is gone, and so is the connection
        finally:
            ahead.close()
            hang_up(writer, rude=fate.rude)

    async def _carry(self, request: bytes, fate: Fate, ahead: Wire, back: asyncio.StreamWriter) -> bool:
        """Carry a request as far as it gets; whether the connection goes on."""
        if fate.mishap == "lost":
            return False
        if fate.mishap == "cut asking":
            await ahead.send(request[: _cut(request, fate.part)])
            return False
        if fate.mishap == "unheard" and fate.rude:
            await ahead.send(request)  # and nobody is there to hear the answer
            return False
        answer = await self._deliver(request, ahead)
        if fate.mishap == "unheard":
            return False
        cut = fate.mishap == "cut answering"
        back.write(answer[: _cut(answer, fate.part)] if cut else answer)
        await back.drain()
        return not cut

    async def _deliver(self, request: bytes, ahead: Wire) -> bytes:
        try:
            answer = await ahead.ask(request)
        except ConnectionRefusedError:  # the server is down
            self._did_not_arrive(request)
            raise
        if answer[9:12] == b"503":  # it took nothing in, as a busy machine may say again and again
            self._did_not_arrive(request)
        return answer

    def _did_not_arrive(self, request: bytes) -> None:
        self.arrived.subtract(dict.fromkeys(_IDS.findall(request), 1))

    def _send_later(self, request: bytes, wait: float) -> None:
        async def send() -> None:
            await asyncio.sleep(wait)
            line = Wire(self._server)
            try:
                await self._deliver(request, line)
            except LINE_TROUBLE:
                pass  # the server is down just now: this copy is lost
            finally:
                line.close()

        task = asyncio.create_task(send())
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    def _fate_of(self, request: bytes) -> Fate:
        body = request.partition(b"\r\n\r\n")[2]
        name = 0 if self._in_turn else crc32(body)
        self._came[name] += 1
        ids = _IDS.findall(body)
        room = MOST_TIMES - TABS - max((self.arrived[id] for id in ids), default=0)
        drawn = Random(f"{self._seed} {name} {self._came[name]}")
        fate = self._drawn(drawn, room) if room > 0 else Fate()  # in the end, it gets through
        self.mishaps[fate.mishap] += 1
        self.mishaps["copies"] += len(fate.copies)
        times = len(fate.copies) + (fate.mishap not in ("lost", "cut asking"))
        self.arrived.update(dict.fromkeys(ids, times))
        return fate

    def _drawn(self, drawn: Random, room: int) -> Fate:
        weather = self._weather
        chances: dict[Mishap, float] = {
            "lost": weather.lost,
            "cut asking": weather.cut_asking,
            "cut answering": weather.cut_answering,
            "unheard": weather.unheard,
        }
        (mishap,) = drawn.choices([*chances, "none"], [*chances.values(), 1 - sum(chances.values())])
        copies = drawn.randint(1, 5) if drawn.random() < weather.doubled else 0
        return Fate(
            mishap,
            wait=weather.slowest * drawn.random() ** 3,
            copies=tuple(weather.latest_copy * drawn.random() ** 2 for _ in range(min(copies, room - 1))),
            part=drawn.random(),
            rude=drawn.random() < 0.5,
        )


class Wire:
    """One connection to a port, opened when it is needed and kept open while it lasts."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def send(self, request: bytes) -> asyncio.StreamReader:
        if self._reader is None or self._writer is None:
            opened = await asyncio.open_connection(HOST, self._port, limit=LARGEST)
            self._reader, self._writer = opened
        self._writer.write(request)
        await self._writer.drain()
        return self._reader

    async def ask(self, request: bytes, seconds: float = SECONDS_TO_ANSWER) -> bytes:
        """The answer, whole; one of LINE_TROUBLE where there is none."""
        async with asyncio.timeout(seconds):
            answer = await message(await self.send(request))
        if answer is None:
            raise EOFError
        return answer

    def close(self) -> None:
        if self._writer is not None:
            hang_up(self._writer)
        self._reader = self._writer = None


async def message(reader: asyncio.StreamReader) -> bytes | None:
    """The next request or answer, head and body as they came; None where the other end has hung up."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as ended:
        if ended.partial:
            raise
        return None
    length = _LENGTH.search(head)
    return head + (await reader.readexactly(int(length.group(1))) if length else b"")


def hang_up(writer: asyncio.StreamWriter, *, rude: bool = False) -> None:
    """End a connection: with a last word, or as a pulled plug does."""
    if rude:
        writer.transport.abort()
    else:
        writer.close()


def _cut(whole: bytes, part: float) -> int:
    """Somewhere inside: something comes through, and never all."""
    return 1 + int(part * (len(whole) - 2))
