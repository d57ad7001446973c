"""The author's preview in a process of its own, as `flask content preview` starts it."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from tests.support import warm
from tests.support.server import ROOT, SECONDS_TO_START, free_port


@contextmanager
def previewed(courses: Path, data_dir: Path, *words: str) -> Iterator[str]:
    """Serve a courses folder; gives the address that the command printed (without a path)."""
    environ = {**os.environ, "DATA_DIR": str(data_dir), "PYTHONUNBUFFERED": "1"}
    where = ("--courses", str(courses), "--port", str(free_port()))
    with TemporaryDirectory(prefix="hocso-preview-") as folder:
        said = Path(folder, "said")
        said.touch()
        process = warm.started(("content", "preview", *words, *where), environ, ROOT, said)
        try:
            yield _address(process, said)
        finally:
            process.terminate()
            process.join(15)


def _address(process: BaseProcess, said: Path) -> str:
    deadline = time.monotonic() + SECONDS_TO_START
    while process.is_alive() and time.monotonic() < deadline:
        if found := re.search(r"(http://\S+)\s", said.read_text(encoding="utf-8")):
            parts = urlsplit(found[1])
            return f"{parts.scheme}://{parts.netloc}"
        time.sleep(0.05)
    raise RuntimeError(f"the preview did not start:\n{said.read_text(encoding='utf-8')}")
