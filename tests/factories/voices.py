"""The voice desk for tests: sounds as containers have them, and clips that two people have heard."""

from __future__ import annotations

from uuid import UUID

from learning.db import write
from learning.voices import files, operations, queries, rules
from tests.factories.desk import CODE, speaker


def ogg(ms: int = 2000, size: int = 3000) -> bytes:
    """An Ogg file's head and last page, with something between."""
    head = b"OggS\0\2" + bytes(22) + b"OpusHead\1\1" + bytes(9)
    last = b"OggS\0\4" + (ms * 48).to_bytes(8, "little") + bytes(14)
    return head + b"\1" * (size - len(head) - len(last)) + last


def a_recording(person: UUID, words: str, sound: bytes, code: str) -> UUID:
    """Waiting to be heard."""
    name = rules.name_of(sound, "ogg")
    files.keep(name, sound)
    with write():
        operations.agree(person, code)
        operations.keep(speaker(person, code), words, name, 2000, len(sound))
    return next(iter(_waiting(person, code)))


def a_clip_that_is_played(reader: UUID, hearer: UUID, words: str, code: str = CODE) -> str:
    """Recorded by one, approved by another; gives back its file."""
    sound = ogg()
    clip, name = a_recording(reader, words, sound, code), rules.name_of(sound, "ogg")
    with write():
        operations.approve(speaker(hearer, code), clip, name)
    return name


def _waiting(person: UUID, code: str) -> list[UUID]:
    found, _ = queries.to_hear(code, UUID(int=0))
    return [found.id] if found and found.by == person else []
