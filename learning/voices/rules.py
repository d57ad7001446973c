"""Rules of recordings, pure: what names a text that is read aloud, and which file may be one."""

import re
from hashlib import blake2b, sha256
from typing import Literal

BYTES_PER_SECOND = 3 * 1024
BYTES_OF_HEAD = 4 * 1024  # what a container says about itself, however short the recording is
SHORTEST_MS, LONGEST_MS = 400, 60_000
LARGEST = BYTES_PER_SECOND * LONGEST_MS // 1000 + BYTES_OF_HEAD
QUIETEST_DB = -45.0
MOST_SILENT = 0.7  # of the whole

OPUS_RATE = 48_000
RETURN_KINDS = ("words", "noise", "quiet", "dialect", "cut", "other")
STATES = ("waiting", "approved", "returned", "replaced")
NAME = re.compile(r"[0-9a-f]{32}\.(?:webm|ogg|m4a)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_TAG = re.compile(r"</?[a-z]+>")

Fault = Literal["empty", "kind", "length", "short", "long", "heavy", "quiet", "silent"]
TYPES = {"webm": "audio/webm", "ogg": "audio/ogg", "m4a": "audio/mp4"}


def key_of(language: str, text: str) -> str:
    """A text as it is read aloud, in a language. Other words are another text, and want another clip."""
    return blake2b(f"{language}\0{text}".encode(), digest_size=16).hexdigest()


def aloud(text: str) -> str:
    """A text without the signs that nobody reads."""
    return _TAG.sub("", _LINK.sub(r"\1", text)).replace("**", "").replace("`", "")


def kind_of(sound: bytes) -> str | None:
    """The container that a file is by its own first bytes; None for any that browsers do not record."""
    if sound[:4] == b"\x1aE\xdf\xa3" and b"webm" in sound[:64] and b"A_OPUS" in sound[:1024]:
        return "webm"
    if sound[:4] == b"OggS" and sound[28:36] == b"OpusHead":
        return "ogg"
    if sound[4:8] == b"ftyp" and b"moov" in sound:
        return "m4a"
    return None


def name_of(sound: bytes, kind: str) -> str:
    """What a file is called: by what is in it."""
    return f"{sha256(sound).hexdigest()[:32]}.{kind}"


def originals(name: str) -> list[str]:
    """The recordings that this file may be, or be a copy of."""
    stem, _, kind = name.partition(".")
    return [f"{stem}.{each}" for each in TYPES] if kind == "m4a" else [name]


def ms_inside(sound: bytes) -> int | None:
    """How long it is, where the container says so without decoding: the last page of Ogg does."""
    at = sound.rfind(b"OggS")
    if sound[:4] != b"OggS" or at < 0 or len(sound) < at + 14:
        return None
    return int.from_bytes(sound[at + 6 : at + 14], "little") * 1000 // OPUS_RATE


def fault_of(sound: bytes, ms: int | None) -> Fault | None:
    """Why a file is no clip; None where it may be one. `ms` is what was measured, or what the phone says."""
    if not sound:
        return "empty"
    if kind_of(sound) is None:
        return "kind"
    if ms is None:
        return "length"
    if ms < SHORTEST_MS:
        return "short"
    if ms > LONGEST_MS:
        return "long"
    return "heavy" if len(sound) > BYTES_OF_HEAD + BYTES_PER_SECOND * ms / 1000 else None


def measured(log: str) -> tuple[int | None, Fault | None]:
    """Length, and what is wrong, out of what ffmpeg says (volumedetect, silencedetect)."""
    times = re.findall(r"time=(\d+):(\d\d):(\d\d)\.(\d\d)", log)
    hours, minutes, seconds, hundredths = (int(one) for one in times[-1]) if times else (0, 0, 0, 0)
    ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + hundredths * 10
    if not ms:
        return None, None
    found = re.search(r"mean_volume: (-?[\d.]+|-inf) dB", log)
    silence = sum(float(one) for one in re.findall(r"silence_duration: ([\d.]+)", log))
    if silence > MOST_SILENT * ms / 1000:
        return ms, "silent"
    return ms, "quiet" if found and float(found[1]) < QUIETEST_DB else None
