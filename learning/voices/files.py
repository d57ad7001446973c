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
# One channel at 24 kbit/s, and its index in front: it plays as it comes. No tags: nobody's device is named.
AS_AAC = ("-vn", "-map_metadata", "-1", "-c:a", "aac", "-ac", "1", "-b:a", "24k", "-movflags", "+faststart")
BY_PIPE = ("-protocol_whitelist", "pipe", "-i", "pipe:0")  # it opens nothing else, whatever a file names
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


def copy_of(name: str) -> str:
    """The same recording in AAC, for browsers that play no Opus."""
    return f"{name.partition('.')[0]}.m4a"


def remove(names: Collection[str]) -> None:
    for name in names:
        path_of(name).unlink(missing_ok=True)
        path_of(copy_of(name)).unlink(missing_ok=True)


def sweep(known: Collection[str]) -> None:
    """Remove what no row names any more; a copy goes with its recording."""
    known = {*known, *map(copy_of, known)}
    for path in folder().glob("??/*"):
        with suppress(FileNotFoundError):  # another worker sweeps as well
            age = now().timestamp() - path.stat().st_mtime
            if path.name not in known and age > 60 * MINUTES_UNTIL_SWEPT:
                path.unlink()


def copy(name: str) -> bool:
    """Make the copy in AAC of a recording in Opus, if it is not there. False: no ffmpeg."""
    wanted, program = copy_of(name), which("ffmpeg")
    if path_of(wanted).is_file():
        return True
    if program is None or not path_of(name).is_file():
        return False
    with NamedTemporaryFile(suffix=".m4a") as file:
        asked = [program, "-hide_banner", "-nostdin", "-y", *BY_PIPE, *AS_AAC, file.name]
        if _done(asked, path_of(name).read_bytes()) is None:
            return False
        keep(wanted, Path(file.name).read_bytes())
    return True


def heard(sound: bytes) -> str | None:
    """What ffmpeg says of a file; None where there is no ffmpeg, or where it cannot read it."""
    program = which("ffmpeg")
    if program is None:
        return None
    asked = [program, "-hide_banner", "-nostdin", *BY_PIPE, *HEAR]
    return _done(asked, sound)


def _done(asked: list[str], sound: bytes) -> str | None:
    """What ffmpeg says of a job; None where it could not do it."""
    try:
        done = subprocess.run(  # noqa: S603  # fixed arguments; what was sent comes in by the pipe only
            asked, input=sound, capture_output=True, timeout=SECONDS_TO_MEASURE, check=True
        )
    except (subprocess.SubprocessError, OSError):
        return None
    return done.stderr.decode(errors="replace")
