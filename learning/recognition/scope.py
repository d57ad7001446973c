"""Which dossiers and lists somebody of the staff may see, and what they may do there: by role and place.

Any other id is a 404, so that nobody learns by trying which ids exist.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import g

from learning.accounts.links import canonical
from learning.places import queries as places
from learning.places.queries import PlaceFacts
from learning.recognition import lists, queries
from learning.recognition.lists import ListFacts, UnknownList
from learning.recognition.queries import DossierFacts, UnknownDossier
from learning.recognition.stages import WITHDRAWN, Stage, complained_of, open_appeal
from learning.web.access import may_here, places_here, staff_here, who_may
from learning.web.errors import NotFound

SEEING = who_may("see", "dossier")
READING = who_may("see", "list")
ENDORSING = who_may("endorse", "dossier")
PROPOSING = who_may("propose", "dossier")
DECIDING = who_may("decide", "dossier")
CHECKING = who_may("check", "list")
# A draft is its person's own, and so is what she took back before anybody read it.
SHOWN: tuple[Stage, ...] = ("submitted", "endorsed", "proposed", "decided", "returned", "correcting")


def dossier(id: UUID) -> DossierFacts:
    """A dossier that was handed in at one of one's places, or NotFound."""
    try:
        found = queries.dossier(id)
    except UnknownDossier:
        raise NotFound from None
    taken_back = found.stage == "returned" and found.steps[-1].reason == WITHDRAWN
    if found.stage not in SHOWN or taken_back or not may("see", "dossier", found.place):
        raise NotFound
    return found


def list_to_read(id: UUID) -> ListFacts:
    """A list with its names, or NotFound."""
    return _list(id, "see")


def list_to_draw(id: UUID) -> ListFacts:
    """A list for whoever may be its witness: without its names. Or NotFound."""
    return _list(id, "check")


def list_to_check(id: UUID, dossier: UUID) -> ListFacts:
    """A list on which somebody was drawn who lives at one of one's places, or NotFound."""
    try:
        found, of = lists.list_of(id), queries.dossier(dossier)
    except (UnknownList, UnknownDossier):
        raise NotFound from None
    drawn = found.drawing.drawn if found.drawing else ()
    if dossier not in drawn or not may("check", "list", of.place):
        raise NotFound
    return found


def commune(place_id: UUID, kind: str = "commune") -> PlaceFacts:
    """A unit; that one's role reaches it, the guard has seen to."""
    found = places.place_of(place_id)
    if found is None or found.kind != kind:
        raise NotFound
    return found


def commune_of(path: str) -> PlaceFacts | None:
    """The commune in which a place lies."""
    lying = places.path_of(found) if (found := places.by_path(path)) else []
    return next((one for one in lying if one.kind == "commune"), None)


def may(act: str, kind: str, path: str) -> bool:
    """May whoever asks do this with such a thing at that place?"""
    kept: dict[str, PlaceFacts | None] = g.setdefault("places_by_path", {})
    if path not in kept:
        kept[path] = places.by_path(path)
    place = kept[path]
    return place is not None and may_here(act, kind, place.id)


# Which right each task needs; returning is for whoever has the dossier at the time.
_NEEDS: Mapping[str, Sequence[tuple[str, str]]] = {
    "endorse": (("endorse", "dossier"),),
    "return": (("endorse", "dossier"), ("propose", "dossier"), ("decide", "dossier")),
    "ask-correction": (("ask", "correction"),),
    "answer-correction": (("decide", "dossier"),),
    "answer-appeal": (("answer", "appeal"),),
}


def is_of_their_office(task: str, held: DossierFacts) -> bool:
    """Is this a task for whoever asks, though perhaps not now?"""
    return any(may(act, kind, held.place) for act, kind in _NEEDS[task])


def is_own(person: UUID) -> bool:
    """Is this whoever asks?"""
    return canonical(person) == canonical(staff_here())


def tasks(held: DossierFacts) -> frozenset[str]:
    """What whoever asks may do with a dossier now, by its stage and their roles there. Never their own."""
    if is_own(held.person):
        return frozenset()
    found = set()
    if held.stage == "submitted" and may("endorse", "dossier", held.place):
        found |= {"endorse", "return"}
    if held.stage == "endorsed" and may("propose", "dossier", held.place):
        found.add("return")
    if held.stage == "proposed" and may("decide", "dossier", held.place):
        found.add("return")
    if held.stage == "decided" and may("ask", "correction", held.place):
        found.add("ask-correction")
    if held.stage == "correcting" and may("decide", "dossier", held.place):
        found.add("answer-correction")
    if open_appeal(held.steps) is not None and may("answer", "appeal", held.place):
        found.add("answer-appeal")
    return frozenset(found)


def for_another(held: DossierFacts) -> frozenset[str]:
    """What whoever asks may not answer, because it is said by them or against them: the other person does."""
    asked = held.steps[-1] if held.stage == "correcting" else None
    against = complained_of(held.steps)
    found = {"answer-correction": asked, "answer-appeal": against}
    return frozenset(task for task, step in found.items() if step is not None and is_own(step.by))


def places_of(*roles: str) -> list[str | None]:
    """Where whoever asks has one of these roles."""
    return places_here(*roles)


def _list(id: UUID, act: str) -> ListFacts:
    try:
        found = lists.list_of(id)
    except UnknownList:
        raise NotFound from None
    if not may(act, "list", found.place):
        raise NotFound
    return found
