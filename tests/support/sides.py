"""Two sides that have nothing to do with each other, and names that the other must not read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from flask import Flask
from sqlalchemy import Table, Uuid, select

from learning.accounts import colleagues
from learning.classes import batches
from learning.classes import operations as classes
from learning.clock import now
from learning.db import Base, session, write
from learning.ids import new_id
from learning.jobs import operations as jobs
from learning.kiosk import operations as kiosks
from learning.kiosk.models import Kiosk
from learning.peers.models import Peer, PeerConflict
from learning.places import operations as places
from learning.places.queries import PlaceFacts, children_of, communes_of
from learning.places.rules import day_of
from learning.recognition.papers import files, freezing
from learning.web.access import ROLES
from tests.factories.accounts import a_new_card, a_staff_member
from tests.factories.classes import a_class, an_evening
from tests.factories.desk import a_colleague_s_words, a_translator
from tests.factories.kiosk import become_kiosk
from tests.factories.offices import a_list_of
from tests.factories.papers import a_decided_list, some_offices
from tests.factories.places import a_province
from tests.factories.recognition import sends
from tests.factories.voices import a_recording, ogg
from tests.support.site import Site

# What anyone may do at any time, or what is noted about whoever tries, belongs to neither side.
ELSEWHERE = frozenset({"throttle", "staff_action", "peer_change", "alembic_version", "module_version"})


@dataclass(frozen=True, slots=True)
class Side:
    """One commune with all that can be there, and a language of its own that is translated there.

    `secret` stands in every name that is theirs alone.
    """

    secret: str
    commune: PlaceFacts
    staff: Mapping[str, UUID]
    ids: Mapping[str, Sequence[UUID | str]]
    others: Mapping[str, str] = field(default_factory=dict)

    def named(self) -> set[str]:
        """Every id and path of theirs, as it stands in a row or an address."""
        return {str(one) for some in self.ids.values() for one in some} | set(self.others.values())

    def tried(self) -> list[str]:
        """One of each kind, to be put where it does not belong: two people, for one of them is staff."""
        ids = {**self.ids, "learner": self.ids["person_id"][:1], "person_id": [self.staff["trainer"]]}
        return sorted({str(one) for some in ids.values() for one in some} | set(self.others.values()))


def a_side(app: Flask, province: str, secret: str, language: str) -> Side:
    """A commune with its staff, a class with people and an evening, a family, a shared device, a server."""
    commune = communes_of(a_province(province).id)[0]
    staff = {role: a_staff_member(f"Cán bộ {secret} {role}", role, commune.path) for role in sorted(ROLES)}
    trainer = staff["trainer"]
    group = a_class(trainer, f"Lớp {secret}", commune.path)
    with write():
        learner = classes.Learner(f"Bà {secret}", 1951, "Bưng Tróp")
        people = [classes.add_learner(group, learner, trainer, "vi") for _each in range(2)]
        places.add(commune.id, "family", "", [f"Dòng họ {secret}"], None)
    family = children_of(commune.id, ("family",))[0]
    card = a_new_card(people[0])
    evening = an_evening(group, trainer)
    with write():
        classes.check_in(evening, people[0], trainer)
        job = jobs.begin(batches.BLANK.name, {"address": "http://localhost"}, 100, trainer, "vi")
    found = colleagues.colleague(trainer, [commune.path])
    assert found is not None
    dossier = sends(people[0]).id
    suggestion, question = a_colleague_s_words(staff["translator"], f"Chị Nọi {secret}", language)
    peer, kiosk = _machines(app, commune, group, trainer, secret=secret, person=people[1])
    ids: dict[str, Sequence[UUID | str]] = {
        "class_id": [group],
        "dossier_id": [dossier],
        "list_id": [a_list_of(people[1], staff), a_decided_list(some_offices(commune), [f"Bà {secret} Bốn"])],
        "id": [_frozen(commune, staff["officer"])],
        "person_id": [*people, *staff.values()],
        "grant_id": [grant.id for grant in found.grants],
        "kiosk_id": [kiosk],
        "peer_id": [peer],
        "place_id": [commune.id, family.id],
        "thing_id": [people[1]],
        "job_id": [job],
        "code": [language],
        "suggestion_id": [suggestion],
        "question_id": [question],
        "clip_id": [_clip(secret, language)],
    }
    return Side(secret, commune, staff, ids, {"path": commune.path, "card": card.number})


def _frozen(commune: PlaceFacts, officer: UUID) -> str:
    """The report of the year, as it will be for ever."""
    made = files.report_of(commune, "cong-dan-hoc-tap", now().year, day_of(now()))
    assert made is not None
    printed = freezing.printed(made)
    with write():
        return freezing.freeze(printed, commune.path, "cong-dan-hoc-tap", now().year, officer)


def _clip(secret: str, language: str) -> UUID:
    """What waits to be heard by the translator of this side."""
    reader = a_translator(f"Anh Sinh {secret}", language)
    return a_recording(reader, f"{secret} đọc", ogg(), language)


def _machines(
    app: Flask, commune: PlaceFacts, group: UUID, trainer: UUID, *, secret: str, person: UUID
) -> tuple[UUID, UUID]:
    with write():
        code = kiosks.open_pairing(f"Máy {secret}", commune.path, group, trainer).code
    become_kiosk(Site(app), code)
    kiosk = session().execute(select(Kiosk.id).where(Kiosk.label == f"Máy {secret}")).scalar_one()
    peer = new_id()
    numbers = dict.fromkeys(("heard", "said", "taken", "given", "refused"), 0)
    with write() as current:
        current.add(
            Peer(
                id=peer,
                name=f"Trung tâm {secret}",
                public_key=peer.bytes * 2,
                is_upstream=False,
                paired_at=now(),
                place=commune.path,
                **numbers,
            )
        )
        current.flush()
        told = {"name": f"Bà {secret} khác", "year_of_birth": 1950, "language": "vi"}
        current.add(PeerConflict(peer_id=peer, feed="people", thing_id=person, theirs=told))
    return peer, kiosk


def rows_of(side: Side) -> dict[str, set[str]]:
    """Every row, of whatever table, that is about something of theirs by its ids and paths, not its words."""
    return {table.name: _about(table, side) for table in _tables() if table.name != "place"}


def places_of(side: Side) -> set[str]:
    """The rows of their places."""
    return _about(Base.metadata.tables["place"], side)


def _tables() -> list[Table]:
    return [table for table in Base.metadata.sorted_tables if table.name not in ELSEWHERE]


def _about(table: Table, side: Side) -> set[str]:
    names = side.named()
    telling = [
        number
        for number, column in enumerate(table.columns)
        if isinstance(column.type, Uuid) or column.name in ("place", "path", "number")
    ]
    return {
        str([str(value) for value in row])
        for row in session().execute(select(table))
        if any(str(row[number]) in names for number in telling)
    }
