"""What the running site asks of its machine: memory, idle and after work; and how soon it is there."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx
import psutil

from tests.bench import serving
from tests.bench.learner import Learner, content
from tests.bench.loading import exchange, load
from tests.bench.report import Line, Part
from tests.bench.serving import WORKERS, Running
from tests.support.server import ROOT

MEMORY = Part("memory, as PSS: a page that three processes share counts a third in each; two workers, SQLite")
START = Part(
    "start: from the command to the first page; database and content are there, as on every day but the first"
)
SECONDS_TO_REST = 3
MEGABYTE = 1e6
STARTS = 3


@dataclass(frozen=True, slots=True)
class Used:
    """The memory of some processes, in MB: in proportion, their own alone, and all they can see."""

    pss: float
    uss: float
    rss: float

    @property
    def note(self) -> str:
        return f"USS {self.uss:.0f}, RSS {self.rss:.0f}"


def memory() -> Iterator[Line]:
    """Idle after a few pages; and after readers and writers, which is what a worker stays at."""
    with serving.site() as site:
        _visit(site)
        idle, worker = _resting(site)
        yield MEMORY.most("the whole site, idle", idle.pss, "MB", 250, idle.note)
        yield MEMORY.most("the larger worker, idle", worker.pss, "MB", None, worker.note)
        _work(site)
        tired, worker = _resting(site)
        yield MEMORY.most("the larger worker, after work", worker.pss, "MB", 90, worker.note)
        yield MEMORY.most("the whole site, after work", tired.pss, "MB", None, tired.note)


def start() -> Iterator[Line]:
    """The bare command, and `make run`, which people type."""
    with tempfile.TemporaryDirectory(prefix="hocso-bench-") as folder:
        serve = [sys.executable, "-m", "flask", "--app", "app", "serve"]
        _seconds(serve, folder)  # the first start makes the database
        yield _started("the server alone", serve, folder)
        stamp = os.environ.get("VENV", ".venv") + "/.tests"
        asked = subprocess.run(["make", "--question", stamp], cwd=ROOT, capture_output=True, check=False)
        if asked.returncode == 0:
            yield _started("make run", ["make", "--silent", "run"], folder, 2)
        else:
            yield Line(
                START.title,
                "make run",
                None,
                "s",
                2,
                note="not measured: make has not set up this environment",
            )


def _visit(site: Running) -> None:
    for path in ("/vi/", *(f"/vi/bai/{module.id}/" for module in content().modules), "/vi/cua-toi/"):
        for _ in range(2 * WORKERS):
            httpx.get(site.url + path, timeout=30).raise_for_status()


def _work(site: Running) -> None:
    """Every public page of every module in both codings, then 50 readers and 16 writers."""
    for module in content().modules:
        for path in (
            f"/vi/bai/{module.id}/",
            *(f"/vi/bai/{module.id}/kiem-tra/{form}/" for form in range(1, 9)),
        ):
            for _ in range(2 * WORKERS):
                httpx.get(site.url + path, timeout=30).raise_for_status()
    learners = [Learner(site.url) for _ in range(16)]
    learners[0].learn(content().modules[:4])
    for path in ("/vi/", "/vi/cua-toi/"):
        load(site.url + path, connections=50, seconds=3, headers={"Cookie": learners[0].cookie})
    exchange(site.url, [learner.answers() for learner in learners], 3)


def _resting(site: Running) -> tuple[Used, Used]:
    time.sleep(SECONDS_TO_REST)
    workers = [_used([process]) for process in site.workers]
    return _used([site.main, *site.workers]), max(workers, key=lambda used: used.pss)


def _used(processes: Sequence[psutil.Process]) -> Used:
    told = [process.memory_full_info() for process in processes]
    return Used(
        pss=sum(each.pss for each in told) / MEGABYTE,
        uss=sum(each.uss for each in told) / MEGABYTE,
        rss=sum(each.rss for each in told) / MEGABYTE,
    )


def _started(what: str, command: Sequence[str], folder: str, budget: float | None = None) -> Line:
    times = [_seconds(command, folder) for _ in range(STARTS)]
    return START.most(
        what, median(times), "s", budget, f"of {STARTS}: {min(times):.2f} to {max(times):.2f} s"
    )


def _seconds(command: Sequence[str], folder: str) -> float:
    """Start it, wait for its home page, end it."""
    port = serving.free_port()
    plain = {
        name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    }
    environ = {**plain, "PORT": str(port), "DATA_DIR": folder, "DATABASE_URL": "", "WORKERS": str(WORKERS)}
    with (Path(folder) / "start.log").open("wb") as log:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            serving.first_answer(f"http://127.0.0.1:{port}/vi/", process)
            return time.perf_counter() - begun
        finally:
            serving.end(process)
