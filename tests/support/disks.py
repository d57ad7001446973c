"""A disk that gets full, and one that takes nothing any more: the kernel itself refuses what is written."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from tests.support.server import Server

BYTES = 32 * 1024 * 1024
PIECE = 4096


class Disk(Protocol):
    """What the tests do to it."""

    def fill(self) -> None:
        """From now on there is no room for another byte."""
        ...

    def free(self) -> None:
        """There is room again."""
        ...


@contextmanager
def a_small_disk(folder: Path) -> Iterator[Callable[[Server], Disk]]:
    """In that folder: a file system of its own where we may mount one, else a limit that the kernel keeps."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={BYTES}", "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield _Mounted if mounted else Limited
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


class _Mounted:
    """ENOSPC: somebody else's file takes all the room that is left."""

    def __init__(self, server: Server) -> None:
        self._ballast = server.data_dir / "ballast"

    def fill(self) -> None:
        with self._ballast.open("ab", buffering=0) as file:
            try:
                while file.write(bytes(PIECE)):
                    pass
            except OSError:
                return

    def free(self) -> None:
        self._ballast.unlink()


class Limited:
    """EFBIG: no file of the server's may grow; with `most=0` nothing may be written to any file at all."""

    def __init__(self, server: Server, most: int | None = None) -> None:
        self._server = server
        self._most = most

    def fill(self) -> None:
        journal = Path(self._server.database_url.removeprefix("sqlite:///") + "-wal")
        _limit(self._server, journal.stat().st_size if self._most is None else self._most)

    def free(self) -> None:
        _limit(self._server, resource.RLIM_INFINITY)


def _limit(server: Server, most: int) -> None:
    for pid in server.pids:
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, hard))
