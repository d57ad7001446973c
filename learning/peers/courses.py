"""Course packs between servers: made and told in parts by a province, put together and laid by a centre.

Parts come with the other records, in their transaction. Judging and laying takes seconds, so it is done
afterwards (`lay_waiting`), outside of it, and again after a crash: until then the old course is served.
"""

import fcntl
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from pydantic import Field
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from learning import catalog
from learning.carrying import Carried, Record, read_as
from learning.catalog import laid, pack, translatable
from learning.catalog.content import Problem
from learning.catalog.pack import NotAPack, Pack
from learning.clock import now
from learning.db import session, write
from learning.peers import identity
from learning.peers.models import CoursePack, CoursePart, Peer
from learning.records.operations import remember_versions
from learning.web.site import site

A_PART = 96 * 1024
MOST_PARTS = pack.LARGEST // A_PART
MOST_COURSES = 100
MOST_FAULTS = 5


class NotMade(RuntimeError):
    """No pack can be made of this course. The sentence says why; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Laid:
    """What became of a pack that had come: without trouble it is laid."""

    course: str
    trouble: str | None
    faults: Sequence[Problem] = ()


class _Part(Carried):
    """A piece of a pack as peers know it."""

    course: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    number: int = Field(gt=0, lt=pack.HIGHEST, strict=True)
    part: int = Field(ge=0, lt=MOST_PARTS, strict=True)
    parts: int = Field(gt=0, le=MOST_PARTS, strict=True)
    data: str = Field(max_length=A_PART * 4 // 3 + 4)


# ── At the province ──


def make(course: str) -> int | None:
    """A pack of the course as it lies here, for all peers; its number, None where it is told already."""
    settings = site().settings
    known = session().get(CoursePack, course)
    if known is not None and not known.is_own:
        raise NotMade(f"Khóa “{course}” là khóa do tỉnh gửi về: máy chủ này không gửi thay.")
    number = max(int(now().timestamp()), known.number + 1 if known else 0)
    try:
        fresh = pack.gathered(settings.courses_dir, course, number, _words(course))
        sealed = pack.sealed(fresh, identity.sign)
    except NotAPack:
        raise NotMade(f"Không có khóa “{course}”, hoặc khóa này quá lớn, có tệp lạ.") from None
    if known is not None and (before := _whole(known)) and pack.opened(before).holds_the_same_as(fresh):
        return None
    if found := laid.errors_in(settings.courses_dir, fresh):
        raise NotMade("\n".join(map(str, found[:MOST_FAULTS])))
    tell(fresh, sealed)
    return number


def _words(course: str) -> dict[str, dict[str, str]]:
    """What this server says of the course in every language that it offers, facts included, by locale."""
    every = translatable.sentences(site().settings.courses_dir)
    texts = [one.text for domain in (course, translatable.FACTS) for one in every.get(domain, ())]
    words: dict[str, dict[str, str]] = {}
    for language in site().languages.offered:
        said = {text: site().said[language.code](text) for text in texts}
        own = {text: found.text for text, found in said.items() if found.lang == language.code}
        if own and not language.is_source:
            words[language.locale] = own
    return words


def tell(fresh: Pack, sealed: bytes) -> None:
    """From now on this pack is what peers hear of the course."""
    pieces = [sealed[at : at + A_PART] for at in range(0, len(sealed), A_PART)]
    with write() as current:
        current.execute(delete(CoursePart).where(CoursePart.course == fresh.course))
        row = {"number": fresh.number, "parts": len(pieces), "is_own": True, "settled_at": now()}
        current.merge(CoursePack(course=fresh.course, **row))
        current.add_all(
            CoursePart(id=_id(fresh.course, fresh.number, place), course=fresh.course, data=piece)
            for place, piece in enumerate(pieces)
        )


# ── Between servers ──


def told(current: Session, rows: Sequence[str]) -> Mapping[str, Record]:
    """Parts of packs as peers hear of them: those of the newest."""
    asked = select(CoursePart, CoursePack).join(CoursePack, CoursePack.course == CoursePart.course)
    found = current.execute(asked.where(CoursePart.id.in_(rows), CoursePack.is_own))
    return {
        part.id: {
            "id": part.id,
            "course": part.course,
            "number": whole.number,
            "part": int(part.id.rsplit("/", 1)[1]),
            "parts": whole.parts,
            "data": b64encode(part.data).decode(),
        }
        for part, whole in found
    }


def keep(current: Session, peer: UUID, records: Sequence[Record]) -> int:
    """Keep parts that the province tells; returns how many were refused. Only it says what is taught."""
    if not current.get_one(Peer, peer).is_upstream:
        return len(records)
    return sum(not _keep_one(current, record) for record in records)


def _keep_one(current: Session, record: Record) -> bool:
    part = read_as(_Part, record)
    if part is None or part.part >= part.parts:
        return False
    try:
        data = b64decode(part.data, validate=True)
    except ValueError:
        return False
    whole = current.get(CoursePack, part.course)
    if whole is not None and (whole.is_own or part.number < whole.number):
        return not whole.is_own
    if whole is None or part.number > whole.number:
        if whole is None and _how_many(current) >= MOST_COURSES:
            return False
        current.execute(delete(CoursePart).where(CoursePart.course == part.course))
        told = {"number": part.number, "parts": part.parts, "is_own": False}
        whole = current.merge(
            CoursePack(course=part.course, **told, settled_at=None, trouble=None, faults=None)
        )
    if whole.parts != part.parts:
        return False
    id = _id(part.course, part.number, part.part)
    if whole.settled_at is None and current.get(CoursePart, id) is None:
        current.add(CoursePart(id=id, course=part.course, data=data))
    current.flush()
    return True


# ── At the centre ──


def lay_waiting() -> list[Laid]:
    """Judge what has come whole, and lay what is good; what is not changes nothing, and says why.

    While another process does so, this one has nothing to do. Raises OSError where nothing can be written.
    """
    with (site().settings.data_dir / "courses.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return []
        return _lay_all()


def _lay_all() -> list[Laid]:
    settings = site().settings
    done: list[Laid] = []
    good: list[tuple[CoursePack, bytes, Pack]] = []
    for whole in _waiting():
        sealed = _whole(whole)
        if sealed is None:
            continue
        found = _trusted(whole, sealed)
        if isinstance(found, Pack):
            good.append((whole, sealed, found))
        else:
            done.append(_settle(whole, Laid(whole.course, found)))
    together = [one for _, _, one in good]
    before = laid.packs_in(settings.data_dir)
    # Those that came together may need each other: a module may have moved from one course to another.
    if good and not laid.faults(settings.courses_dir, before, together, settings.data_dir):
        done += [_lay(whole, sealed) for whole, sealed, _ in good]
    else:
        done += [_lay_if_good(*one) for one in good]
    if any(one.trouble is None for one in done):
        _remember()
    return done


def _lay_if_good(whole: CoursePack, sealed: bytes, fresh: Pack) -> Laid:
    settings = site().settings
    before = laid.packs_in(settings.data_dir)
    if found := laid.faults(settings.courses_dir, before, [fresh], settings.data_dir):
        return _settle(whole, Laid(whole.course, "faulty", found))
    return _lay(whole, sealed)


def _lay(whole: CoursePack, sealed: bytes) -> Laid:
    laid.lay(site().settings.data_dir, whole.course, sealed)
    return _settle(whole, Laid(whole.course, None))


def _settle(whole: CoursePack, outcome: Laid) -> Laid:
    with write() as current:
        row = current.get_one(CoursePack, whole.course)
        if row.number == whole.number:
            row.settled_at, row.trouble = now(), outcome.trouble
            row.faults = "\n".join(str(fault) for fault in outcome.faults[:MOST_FAULTS]) or None
            # The parts are not needed any more: the pack lies in its place, or nobody wants it.
            current.execute(delete(CoursePart).where(CoursePart.course == whole.course))
    return outcome


def _trusted(whole: CoursePack, sealed: bytes) -> Pack | str:
    """The pack, if the province signed it, as it was announced, and ours is no newer; else what is wrong."""
    asked = select(Peer.public_key).where(Peer.is_upstream, Peer.revoked_at.is_(None))
    keys = session().execute(asked).scalars().all()
    if not any(pack.is_signed(sealed, partial(identity.is_signed, key)) for key in keys):
        return "unsigned"
    try:
        found = pack.opened(sealed)
    except NotAPack:
        return "unreadable"
    if (found.course, found.number) != (whole.course, whole.number):
        return "unreadable"
    return found if laid.newest(site().settings.courses_dir, [found]) else "older"


def _remember() -> None:
    """Results that were made with the new content may come before the server has started with it."""
    settings = site().settings
    folder = laid.served(settings.courses_dir, settings.data_dir).folder
    remember_versions(catalog.load(folder, now().date(), settings.data_dir / "cache"))


def _waiting() -> Sequence[CoursePack]:
    asked = select(CoursePack).where(CoursePack.settled_at.is_(None), CoursePack.is_own.is_(False))
    found = session().execute(asked.order_by(CoursePack.course)).scalars().all()
    session().expunge_all()
    return found


def _whole(whole: CoursePack) -> bytes | None:
    """A pack as a file, once all its parts are here."""
    ids = [_id(whole.course, whole.number, place) for place in range(whole.parts)]
    asked = select(CoursePart.id, CoursePart.data).where(CoursePart.id.in_(ids))
    here = {row.id: row.data for row in session().execute(asked)}
    return b"".join(here[id] for id in ids) if len(here) == len(ids) else None


def _how_many(current: Session) -> int:
    return current.execute(select(func.count()).select_from(CoursePack)).scalar_one()


def _id(course: str, number: int, part: int) -> str:
    return f"{course}/{number}/{part}"
