"""Where recordings lie: DATA_DIR/clips, named by their content. Measured by ffmpeg if it is there."""

import subprocess
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from shutil import which
from tempfile import NamedTemporaryFile

from learning.clock import now
from learning.web.site import site

SECONDS_TO_MEASURE = 20
MINUTES_UNTIL_SWEPT = 10  # a file that was just written waits for its row
HEAR = ("-af", "volumedetect,silencedetect=noise=-45dB:d=0.5", "-f", "null", "-")


def folder() -> Path:
    return site().settings.data_dir / "clips"


def path_of(name: str) -> Path:
    """Where the file of this name (rules.NAME) is."""
    return folder() / name[:2] / name


def keep(name: str, sound: bytes) -> None:
    """Whole or not at all; the same content twice is one file."""
    path = path_of(name)
    if path.is_file():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(sound)
    Path(file.name).replace(path)


def remove(names: Collection[str]) -> None:
    for name in names:
        path_of(name).unlink(missing_ok=True)


def sweep(known: Collection[str]) -> None:
    """Remove what no row names any more."""
    for path in folder().glob("??/*"):
        with suppress(FileNotFoundError):  # another worker sweeps as well
            age = now().timestamp() - path.stat().st_mtime
            if path.name not in known and age > 60 * MINUTES_UNTIL_SWEPT:
                path.unlink()


def heard(sound: bytes) -> str | None:
    """What ffmpeg says of a file; None where there is no ffmpeg, or where it cannot read it."""
    program = which("ffmpeg")
    if program is None:
        return None
    asked = [program, "-hide_banner", "-nostdin", "-protocol_whitelist", "pipe", "-i", "pipe:0", *HEAR]
    try:
        done = subprocess.run(  # noqa: S603  # fixed arguments; what was sent comes in by the pipe only
            asked, input=sound, capture_output=True, timeout=SECONDS_TO_MEASURE, check=True
        )
    except (subprocess.SubprocessError, OSError):
        return None
    return done.stderr.decode(errors="replace")
