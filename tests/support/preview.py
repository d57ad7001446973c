"""The author's preview in a process of its own, as `flask content preview` starts it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from urllib.parse import urlsplit

from tests.support.server import ROOT, SECONDS_TO_START, free_port


@contextmanager
def previewed(courses: Path, data_dir: Path, *words: str) -> Iterator[str]:
    """Serve a courses folder; gives the address that the command printed (without a path)."""
    command = [sys.executable, "-m", "flask", "--app", "app", "content", "preview", *words]
    process = subprocess.Popen(
        [*command, "--courses", str(courses), "--port", str(free_port())],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(data_dir), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield _address(process)
    finally:
        process.terminate()
        process.communicate(timeout=15)


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None  # it was asked for
    told = []
    patience = Timer(SECONDS_TO_START, process.kill)  # for the address; tests may take as long as they like
    patience.start()
    try:
        for line in process.stdout:
            told.append(line)
            if found := re.search(r"http://\S+", line):
                parts = urlsplit(found[0])
                return f"{parts.scheme}://{parts.netloc}"
    finally:
        patience.cancel()
    raise RuntimeError(f"the preview did not start:\n{''.join(told)}")
