"""A language as one file for a place without a network: its clips and sentences, signed by whose they are.

A zip. `manifest.json` names every other file with its SHA-256; `manifest.sig` is the server's signature.
Clips lie in `clips/` under their names, sentences in `po/` for Poedit and Weblate. Of people: nothing.
"""

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import IO, Literal
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from learning.clock import now
from learning.db import write
from learning.desk import exchange as catalogues
from learning.desk import live
from learning.desk import queries as desk_queries
from learning.desk import texts as desk_texts
from learning.desk.queries import Speaker
from learning.i18n.registry import Language
from learning.peers import identity
from learning.peers import queries as peers
from learning.voices import files, operations, queries, rules
from learning.voices.models import LONGEST_DIALECT
from learning.web.site import site

FORMAT = 1
SIGNED = b"clip pack\n"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
MOST_CLIPS, LARGEST_MANIFEST, LARGEST_CATALOGUE = 20_000, 16 * 1024 * 1024, 8 * 1024 * 1024
AT_A_TIME = 100
LONGEST_TEXT = 4000

# What reading a file that somebody bent may end in.
NOT_A_ZIP = (BadZipFile, KeyError, RuntimeError, OSError, EOFError, UnicodeError, zlib.error)
LARGEST_UNPACKED = 1024 * 1024 * 1024

Fault = Literal["file", "format", "torn", "signature", "language", "own", "old"]


class NoPack(ValueError):
    """A file that is no pack, or not one for here."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Clip(_Told):
    """One recording. Its file is named by its content, so the name is its hash."""

    text: str = Field(min_length=1, max_length=LONGEST_TEXT)
    name: str = Field(pattern=rf"^{rules.NAME.pattern}$")
    ms: int = Field(ge=rules.SHORTEST_MS, le=rules.LONGEST_MS)
    dialect: str = Field(max_length=LONGEST_DIALECT)


class _Manifest(_Told):
    format: int
    language: str = Field(max_length=16)
    made_at: AwareDatetime
    key: str = Field(pattern=r"^[0-9a-f]{64}$")
    clips: list[_Clip] = Field(max_length=MOST_CLIPS)
    catalogues: dict[str, str] = Field(max_length=200)


@dataclass(frozen=True, slots=True)
class Pack:
    """What a file holds, every hash and the signature checked. `is_trusted`: a paired server made it."""

    language: Language
    origin: UUID
    made_at: datetime
    is_trusted: bool
    clips: tuple[_Clip, ...]
    sounds: Mapping[str, bytes]
    sentences: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a pack: clips now played, clips to be heard, clips that are gone; sentences to be read."""

    played: int
    waiting: int
    gone: int
    suggested: int


# --- out ---


def made(language: Language) -> bytes:
    """All that is played in a language, and all that it says."""
    clips = [one for one in queries.played(language.code) if files.path_of(one.name).is_file()]
    sentences = {} if language.is_source else _catalogues(language)
    manifest = {
        "format": FORMAT,
        "language": language.code,
        "made_at": now().isoformat(timespec="seconds"),
        "key": identity.own_public().hex(),
        "clips": [{"text": c.text, "name": c.name, "ms": c.ms, "dialect": c.dialect} for c in clips],
        "catalogues": {domain: sha256(file).hexdigest() for domain, file in sentences.items()},
    }
    told = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, told)
        archive.writestr(SIGNATURE, identity.sign(SIGNED + told))
        for domain, file in sentences.items():
            archive.writestr(f"po/{domain}.po", file)
        for name in sorted({one.name for one in clips}):
            archive.writestr(f"clips/{name}", files.path_of(name).read_bytes(), ZIP_STORED)
    return packed.getvalue()


def _catalogues(language: Language) -> dict[str, bytes]:
    """Of each part in which something was said: one without a word would only be carried."""
    said = {*desk_texts.files_of(language), *(row.domain for row in desk_queries.live(language.code))}
    parts = [domain for domain in desk_texts.texts().domains if domain in said]
    return {domain: catalogues.catalogue(language, domain) for domain in parts}


# --- in ---


class _Parts:
    """The files of a zip, never more of them than may be, whatever it says of their sizes."""

    def __init__(self, archive: ZipFile, most: int) -> None:
        self._archive = archive
        self._left = most

    def of(self, name: str, most: int) -> bytes:
        if self._archive.getinfo(name).compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise NoPack("file")
        with self._archive.open(name) as part:
            content = part.read(min(most, self._left) + 1)
        self._left -= len(content)
        if len(content) > most or self._left < 0:
            raise NoPack("file")
        return content


def read(file: IO[bytes], language: Language | None = None, most: int = LARGEST_UNPACKED) -> Pack:
    """A pack, looked at as a file that anybody could have made. Raises NoPack; nothing is kept."""
    try:
        with ZipFile(file) as archive:
            parts = _Parts(archive, most)
            told, signature = parts.of(MANIFEST, LARGEST_MANIFEST), parts.of(SIGNATURE, 64)
            manifest = _understood(told)
            sounds = {one.name: parts.of(f"clips/{one.name}", rules.LARGEST) for one in manifest.clips}
            sentences = {
                domain: parts.of(f"po/{domain}.po", LARGEST_CATALOGUE) for domain in manifest.catalogues
            }
    except NOT_A_ZIP as error:
        raise NoPack("file") from error
    key = bytes.fromhex(manifest.key)
    if not identity.is_signed(key, SIGNED + told, signature):
        raise NoPack("signature")
    if not all(_is_whole(one, sounds[one.name]) for one in manifest.clips) or any(
        sha256(sentences[domain]).hexdigest() != digest for domain, digest in manifest.catalogues.items()
    ):
        raise NoPack("torn")
    here = site().languages.by_code.get(manifest.language)
    if here is None or (language is not None and here != language):
        raise NoPack("language")
    origin = identity.node_of(key)
    if origin == identity.own_id():
        raise NoPack("own")  # else a voice that was withdrawn since would be back
    if (last := queries.last_pack(here.code, origin)) and manifest.made_at < last:
        raise NoPack("old")
    trusted = peers.is_paired(origin)
    return Pack(here, origin, manifest.made_at, trusted, tuple(manifest.clips), sounds, sentences)


def _understood(told: bytes) -> _Manifest:
    try:
        manifest = _Manifest.model_validate_json(told)
    except ValidationError as error:
        raise NoPack("format") from error
    if manifest.format != FORMAT:
        raise NoPack("format")
    return manifest


def _is_whole(clip: _Clip, sound: bytes) -> bool:
    """Is it the very recording that the manifest names, and one that could have been recorded here?"""
    kind = rules.kind_of(sound)
    return kind is not None and rules.name_of(sound, kind) == clip.name and not rules.fault_of(sound, clip.ms)


def take(pack: Pack, speaker: Speaker | None) -> Taken:
    """Clips of a paired server are played at once; any other's wait to be heard by a speaker here.

    A pack is all that its server plays: what it had before and is not in it (a voice was withdrawn) goes.
    Sentences become suggestions of whoever brings them; without a speaker they stay in the file.
    """
    for name, sound in pack.sounds.items():
        files.keep(name, sound)
    until = min(pack.made_at, now()) if pack.is_trusted else None
    played = waiting = 0
    for some in _in_parts(pack.clips):
        with write():
            for one in some:
                clip = {**one.model_dump(), "size": len(pack.sounds[one.name])}
                state = operations.bring(pack.language.code, pack.origin, clip, until)
                played, waiting = played + (state == "approved"), waiting + (state == "waiting")
    keys = {rules.key_of(pack.language.code, one.text) for one in pack.clips}
    with write():
        left, gone = operations.drop_others(pack.language.code, pack.origin, keys, until)
    files.remove(left)
    for name in pack.sounds if pack.is_trusted else ():
        files.copy(name)
    suggested = sum(_suggested(pack, speaker, domain) for domain in pack.sentences) if speaker else 0
    live.look()
    return Taken(played, waiting, gone, suggested)


def _suggested(pack: Pack, speaker: Speaker, domain: str) -> int:
    if domain not in desk_texts.texts().domains or pack.language.is_source:
        return 0
    return catalogues.take(speaker, catalogues.read(pack.language, domain, pack.sentences[domain]))


def _in_parts(clips: tuple[_Clip, ...]) -> Iterator[tuple[_Clip, ...]]:
    for start in range(0, len(clips), AT_A_TIME):
        yield clips[start : start + AT_A_TIME]
