"""`make bench`: measure, print the table, end well whatever it says. `--only start` measures a part."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from tests.bench import report
from tests.bench.answers import answers
from tests.bench.crowds import faults, hell, reconnect
from tests.bench.living import memory, start
from tests.bench.papers import papers
from tests.bench.radar import radar
from tests.bench.report import Line
from tests.bench.scale import scale
from tests.bench.servers import noting, storm
from tests.bench.speed import readers, throughput
from tests.bench.weights import weights

PARTS: dict[str, Callable[[], Iterator[Line]]] = {
    "weights": weights,
    "throughput": throughput,
    "readers": readers,
    "answers": answers,
    "memory": memory,
    "start": start,
    "reconnect": reconnect,
    "hell": hell,
    "faults": faults,
    "storm": storm,
    "noting": noting,
    "scale": scale,
    "radar": radar,
    "papers": papers,
}


def main() -> None:
    asked = _arguments()
    _keep_bytecode()
    begun = time.monotonic()
    lines: list[Line] = []
    for name in asked.only or PARTS:
        _tell(f"bench: {name} …")
        lines += _measured(name)
    before = report.load(asked.before) if asked.before else []
    sys.stdout.write("\n" + "\n".join(report.table(lines, before)) + "\n")
    _tell(f"\n{_machine()}; measured in {time.monotonic() - begun:.0f} s")
    if asked.json:
        report.save(lines, asked.json)


def _measured(name: str) -> list[Line]:
    """A part that cannot be measured here says why, and the others go on."""
    lines: list[Line] = []
    try:
        lines.extend(PARTS[name]())
    except Exception as error:  # noqa: BLE001  # the bench reports and never fails: tests are there to fail
        lines.append(Line(name, "not measured", None, note=f"{type(error).__name__}: {error}"))
    return lines


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the measurements")
    parser.add_argument(
        "--before", type=Path, metavar="FILE", help="show kept measurements beside the new ones"
    )
    return parser.parse_args()


def _keep_bytecode() -> None:
    """Where Python is told to keep no bytecode, every start compiles everything anew, and needs more memory.

    People's machines keep it, so that is measured: in a folder of our own, where the tree shall have none.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
        kept = Path(tempfile.gettempdir()) / f"hocso-bench-bytecode-{os.getuid()}"
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(kept))


def _machine() -> str:
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    memory_gb = psutil.virtual_memory().total / 1e9
    return f"on {os.cpu_count()} cores, {memory_gb:.0f} GB, load average at the end {busy}"


def _tell(words: str) -> None:
    sys.stderr.write(words + "\n")


if __name__ == "__main__":
    main()
