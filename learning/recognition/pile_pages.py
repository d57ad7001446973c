"""What pages of piles show: a commune's year in three of them, and who is about to be proposed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from learning.accounts import staff_words
from learning.i18n import gettext as _
from learning.i18n import ngettext
from learning.places.queries import PlaceFacts
from learning.recognition import draw, office_words, words
from learning.recognition import office_pages as pages
from learning.recognition.inviting import Counted, Inviting
from learning.recognition.lists import ListFacts
from learning.recognition.piles import Candidate, Piles
from learning.recognition.radar import Asked
from learning.recognition.sets import PersonSet


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of recognition and year that may be looked at here."""

    title: str
    href: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody on a pile."""

    id: UUID
    name: str
    about: str
    points: str
    own_word: str
    missing: Sequence[str]
    questions: Sequence[str]
    asked: Sequence[str]
    href: str
    may_be_proposed: bool
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class PilesPage:
    """A commune's year in three piles."""

    place: PlaceFacts
    criteria: PersonSet
    year: int
    kinds: Sequence[Kind]
    meets: Sequence[Card]
    nearly: Sequence[Card]
    person: Sequence[Card]
    sent: int
    learning: int
    lists: Sequence[pages.Waiting]
    pages: pages.Neighbours
    may_propose: bool
    invite_href: str
    problem: str | None = None

    @property
    def caution(self) -> Sequence[str]:
        return words.caution(self.criteria)

    @property
    def has_ready(self) -> bool:
        return any(one.may_be_proposed for one in (*self.meets, *self.person))


def piles_page(
    place: PlaceFacts,
    criteria: PersonSet,
    year: int,
    found: Piles,
    *,
    kinds: Sequence[Kind],
    made: Sequence[ListFacts],
    may_propose: bool,
    problem: str | None = None,
) -> PilesPage:
    return PilesPage(
        place=place,
        criteria=criteria,
        year=year,
        kinds=kinds,
        meets=[card(one) for one in found.of("meets")],
        nearly=[card(one) for one in found.of("nearly")],
        person=[card(one) for one in found.of("person")],
        sent=found.turn.all,
        learning=found.learning,
        lists=[list_line(one) for one in made],
        pages=pages.neighbours(found.turn, "offices.piles", place_id=place.id, bo=criteria.id, nam=year),
        may_propose=may_propose,
        invite_href=url_for("recognition.invite", place_id=place.id, bo=criteria.id),
        problem=problem,
    )


def card(one: Candidate) -> Card:
    """Somebody as they lie on a pile: what they have, what is missing, what to ask."""
    about = (pages.born(one.who), one.who.hamlet)
    return Card(
        id=one.dossier.id,
        name=pages.name_of(one.who),
        about=" · ".join(part for part in about if part),
        points=pages.points(one.result),
        own_word=pages.own_word(one.result),
        missing=office_words.missing(one.result) if one.pile == "nearly" else (),
        questions=[office_words.question(each) for each in one.questions],
        asked=[words.asked(each) for each in one.asked],
        href=url_for("recognition.dossier", dossier_id=one.dossier.id),
        may_be_proposed=one.may_be_proposed,
        is_waiting=one.dossier.stage == "submitted",
    )


def list_line(one: ListFacts) -> pages.Waiting:
    """A list among others."""
    state = str(office_words.STATES[one.state])
    if one.decision is not None:
        state = _("Quyết định số %(number)s", number=one.decision.number)
    place = staff_words.place(one.place)
    day = staff_words.day(one.proposed_at)
    return pages.Waiting(
        name=_("%(place)s: danh sách ngày %(day)s", place=place, day=day),
        meta=office_words.people(one.listed),
        summary=state,
        href=url_for("offices.show_list", list_id=one.id),
    )


# ── Who has not sent anything ──


@dataclass(frozen=True, slots=True)
class InvitingPage:
    """How many people of a commune could send a dossier: in which hamlets, and what to say to them."""

    place: PlaceFacts
    criteria: PersonSet
    found: Inviting
    back: str

    @property
    def caution(self) -> Sequence[str]:
        return words.caution(self.criteria)

    @property
    def groups(self) -> list[tuple[str, str, Sequence[str]]]:
        """Those who meet the rule, and those who nearly do: what they are, how many, and where."""
        return [
            (_("Đã đủ điều kiện"), how_many(self.found.meets), whereabouts(self.found.meets)),
            (
                _("Chỉ còn trả lời lại câu hỏi nhắc"),
                how_many(self.found.refresh),
                whereabouts(self.found.refresh),
            ),
        ]


def how_many(found: Counted) -> str:
    """Never a number that points at somebody."""
    many = found.at_least
    if not many:
        return _("Có vài người, dưới 5 nên không đếm ra.") if found.has_few else _("Chưa thấy ai.")
    if found.has_few:
        return str(ngettext("Ít nhất %(num)d người.", "Ít nhất %(num)d người.", many))
    return str(ngettext("%(num)d người.", "%(num)d người.", many))


def whereabouts(found: Counted) -> list[str]:
    """Hamlet by hamlet, those with few of them together."""
    said = [
        str(ngettext("%(place)s: %(num)d người", "%(place)s: %(num)d người", many, place=place.full_name))
        for place, many in found.by_hamlet
    ]
    if found.elsewhere:
        more = ngettext(
            "Nơi khác trong xã: %(num)d người", "Nơi khác trong xã: %(num)d người", found.elsewhere
        )
        said.append(str(more))
    return said


# ── Before it is closed ──


@dataclass(frozen=True, slots=True)
class ProposingPage:
    """Who is about to be proposed, and what closing the list means."""

    place: PlaceFacts
    criteria: PersonSet
    year: int
    chosen: Sequence[Card]
    mix: Sequence[tuple[str, str, int]]
    questions: Sequence[str]
    many_drawn: int
    back: str

    @property
    def caution(self) -> Sequence[str]:
        return words.caution(self.criteria)

    @property
    def settled(self) -> Sequence[Card]:
        """Whom somebody decided on, though the rules had a question."""
        return [one for one in self.chosen if one.questions]


def proposing_page(
    place: PlaceFacts, criteria: PersonSet, year: int, chosen: Sequence[Candidate], back: str
) -> ProposingPage:
    mix: dict[str, int] = {}
    for one in chosen:
        for level, many in one.result.mix.items():
            mix[level] = mix.get(level, 0) + many
    asked: dict[Asked, None] = dict.fromkeys(each for one in chosen for each in one.asked)
    return ProposingPage(
        place=place,
        criteria=criteria,
        year=year,
        chosen=[card(one) for one in chosen],
        mix=office_words.mixed(mix),
        questions=[words.asked(one) for one in asked],
        many_drawn=draw.how_many(len(chosen)),
        back=back,
    )
