"""What pages of lists show: a list with its draw and decision, the witness, whom to look for again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from learning.accounts import queries as accounts
from learning.accounts import staff_words
from learning.accounts.links import canonical, ids_of
from learning.i18n import gettext as _
from learning.i18n import ngettext
from learning.places.rules import is_below
from learning.recognition import lists, office_words, piles, words, written
from learning.recognition import office_pages as pages
from learning.recognition.lists import Entry, ListFacts, Question
from learning.recognition.office_forms import DecisionForm, DigitsForm
from learning.recognition.queries import PER_PAGE, Turn
from learning.recognition.radar import Asked
from learning.recognition.sets import PersonSet

# What the commune chooses for whom the second look did not confirm, where it recognises them all the same.
RECOGNISED = "cong-nhan"
FAILED = ("not_confirmed", "not_reached")
# So many are named whom a question is about.
MOST_NAMED = 20


# ── A list ──


@dataclass(frozen=True, slots=True)
class Row:
    """A name on a list."""

    id: UUID
    name: str
    cells: Sequence[Any]
    is_open: bool
    outcome: str | None
    check: str


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question of the radar, who it is about, and what was said."""

    number: int
    say: str
    about: str
    reply: str | None
    replied_by: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list with its names, its draw, what it can claim, and its decision."""

    of: ListFacts
    place: str
    criteria: PersonSet
    proposer: str
    rows: Sequence[Row]
    pages: pages.Neighbours
    looked_for: Sequence[Row]
    drawn: Sequence["Drawn"]
    came_back: Sequence[str]
    questions: Sequence[QuestionLine]
    decided: str | None
    witness: str | None
    may_draw: bool
    may_decide: bool
    may_reply: bool
    form: DecisionForm
    told: Mapping[UUID, str]
    said: str | None = None
    problem: str | None = None

    recognised = RECOGNISED
    replies = tuple(office_words.REPLIES.items())
    reasons = tuple(office_words.RETURN_REASONS.items())

    @property
    def heads(self) -> list[str]:
        return [
            _("Họ và tên"),
            _("Sinh năm, ở"),
            _("Điểm"),
            _("Dựa vào"),
            _("Bốc thăm"),
            _("Kết quả"),
        ]

    @property
    def state(self) -> str:
        return str(office_words.STATES[self.of.state])

    @property
    def sure(self) -> str | None:
        """What the list can claim: as it was kept with the decision, else as it is now."""
        found = self.of.decision.confidence if self.of.decision else self.of.confidence
        return words.how_sure(found) if found else None

    @property
    def mix(self) -> list[tuple[str, str, int]]:
        return office_words.mixed(self.of.mix)

    @property
    def caution(self) -> Sequence[str]:
        return words.caution(self.criteria)

    @property
    def day(self) -> str:
        return staff_words.day(self.of.proposed_at)

    @property
    def unchecked(self) -> int:
        found = self.of.outcomes
        return sum(one not in found for one in self.of.drawing.drawn) if self.of.drawing else 0

    @property
    def failed(self) -> Sequence[Row]:
        """Whom the second look did not confirm, and who is still on the list."""
        return [one for one in self.looked_for if one.is_open and one.outcome in FAILED]

    @property
    def others(self) -> Sequence[Row]:
        """Of everybody else, one by one; of a list that takes several pages nobody is named here."""
        chosen = {one.id for one in self.failed}
        some = () if self.pages.said else self.rows
        return [one for one in some if one.is_open and one.id not in chosen]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Somebody who was drawn, for whoever looks for them."""

    list_id: UUID
    id: UUID
    number: int
    name: str
    about: str
    outcome: str | None
    is_last: bool
    may_check: bool


def list_page(
    one: ListFacts,
    *,
    me: UUID,
    may: frozenset[str],
    number: int = 1,
    form: DecisionForm | None = None,
    told: Mapping[UUID, str],
    said: str | None = None,
    problem: str | None = None,
) -> ListPage:
    """`may`: check, decide, reply, as whoever asks may there; less for its proposer, and who is on it."""
    turn = Turn((), one.listed, number, -(-one.listed // PER_PAGE))
    here = written.numbered(one.id, (number - 1) * PER_PAGE + 1, PER_PAGE)
    asked_about = {each for asked in one.questions for each in asked.dossiers[:MOST_NAMED]}
    by_id = {each.id: each for each in lists.entries_in([one], {*here, *one.drawn, *asked_about})[one.id]}
    witness = [one.drawing.spoken_by] if one.drawing else []
    replied = [each.replied_by for each in one.questions if each.replied_by]
    names = accounts.people({one.proposed_by, *witness, *replied})
    is_another = one.proposed_by != me
    is_on_it = written.is_on(one.id, ids_of(canonical(me)))
    called = {id: (facts.name or "") for id, facts in names.items()}
    return ListPage(
        of=one,
        place=staff_words.place(one.place),
        criteria=piles.rules_of(one.set_id, one.set_version),
        proposer=called.get(one.proposed_by) or _("Người đã xóa tên"),
        rows=[_row(by_id[id]) for id in here],
        pages=pages.neighbours(turn, "offices.show_list", list_id=one.id),
        looked_for=[_row(by_id[id]) for id in one.drawn],
        drawn=drawn_of(one, by_id, me) if one.drawing else (),
        came_back=[each.name or _("Người đã xóa tên") for each in by_id.values() if each.came_back],
        questions=[_question(each, by_id, called) for each in one.questions],
        decided=_decided(one),
        witness=called.get(one.drawing.spoken_by) if one.drawing else None,
        may_draw=is_another and "check" in may and one.state == "closed",
        may_decide=is_another and not is_on_it and "decide" in may and one.state == "checked",
        may_reply="reply" in may,
        form=form or DecisionForm(),
        told=told,
        said=said,
        problem=problem,
    )


def is_unsettled(one: ListFacts, told: Mapping[UUID, str]) -> bool:
    """Is there anybody whom the second look did not confirm, and of whom the commune has said nothing?"""
    entries = lists.entries_in([one], one.drawn)[one.id]
    return any(each.fate == "proposed" and each.outcome in FAILED and each.id not in told for each in entries)


def _decided(one: ListFacts) -> str | None:
    if one.decision is None:
        return None
    day = staff_words.day_of(one.decision.signed_on)
    return _("Quyết định số %(number)s, ngày %(day)s", number=one.decision.number, day=day)


def _row(entry: Entry) -> Row:
    href = url_for("recognition.dossier", dossier_id=entry.id)
    name = entry.name or _("Người đã xóa tên")
    check = str(office_words.CHECKS[entry.outcome]) if entry.outcome else _("Chờ gặp")
    cells = [
        {"say": name, "href": href},
        " · ".join(part for part in (str(entry.year_of_birth or ""), entry.hamlet) if part) or "–",
        _points(entry),
        _rests_on(entry.mix),
        check if entry.is_drawn else "–",
        fate_said(entry),
    ]
    return Row(entry.id, name, cells, entry.fate == "proposed", entry.outcome, check)


def _points(entry: Entry) -> str:
    if entry.needed is None:
        return str(entry.total)
    return _("%(points)s (cần %(needed)s)", points=entry.total, needed=entry.needed)


def _rests_on(mix: Mapping[str, int]) -> str:
    """What points rest on: in words alone, where it is one thing."""
    found = office_words.mixed(mix)
    if len(found) == 1:
        return found[0][1]
    return ", ".join(f"{many} {said}" for _level, said, many in found) or "–"


def fate_said(entry: Entry) -> str:
    """Where this name stands."""
    if entry.fate == "proposed":
        return _("Chờ quyết định")
    if entry.fate == "returned":
        return office_words.done("returned", entry.reason, None, None)
    assert entry.decision is not None
    said = str(office_words.OUTCOMES[entry.decision.outcome or "not-recognised"])
    if len(entry.decisions) > 1:
        return _("%(said)s (đã sửa, số %(number)s)", said=said, number=entry.decision.number)
    return said


def _question(one: Question, entries: Mapping[UUID, Entry], called: Mapping[UUID, str]) -> QuestionLine:
    say = words.asked(Asked(one.kind, (), "", one.count, one.seconds))  # type: ignore[arg-type]  # kept as it was asked
    about = ", ".join(entries[each].name for each in one.dossiers[:MOST_NAMED])
    if (more := len(one.dossiers) - MOST_NAMED) > 0:
        about = ngettext(
            "%(names)s và %(num)d người nữa", "%(names)s và %(num)d người nữa", more, names=about
        )
    reply = str(office_words.REPLIES[one.reply]) if one.reply else None
    by = called.get(one.replied_by, "") if one.replied_by else ""
    return QuestionLine(one.number, say, about, reply, by)


def drawn_of(one: ListFacts, entries: dict[UUID, Entry], me: UUID) -> list[Drawn]:
    """Who was drawn, in order; whoever proposed, or agreed to a dossier, does not look again."""
    assert one.drawing is not None
    return [
        _drawn(one, entries[id], number, me)
        for number, id in enumerate(one.drawing.drawn, 1)
        if id in entries
    ]


def _drawn(one: ListFacts, entry: Entry, number: int, me: UUID) -> Drawn:
    check = one.outcomes.get(entry.id)
    is_last = one.decision is not None or (check is not None and check.outcome != "not_reached")
    read_it = any(step.by == me for step in entry.dossier.steps if step.verb == "endorsed")
    about = (pages.born(entry), entry.hamlet)
    return Drawn(
        list_id=one.id,
        id=entry.id,
        number=number,
        name=entry.name or _("Người đã xóa tên"),
        about=" · ".join(part for part in about if part),
        outcome=str(office_words.CHECKS[check.outcome]) if check else None,
        is_last=is_last,
        may_check=not is_last and not read_it and me not in (one.proposed_by, entry.person),
    )


@dataclass(frozen=True, slots=True)
class DrawPage:
    """The witness before the draw: what is published, and where the digits go. No name of the list."""

    of: ListFacts
    place: str
    form: DigitsForm
    is_proposer: bool

    @property
    def many(self) -> str:
        return str(ngettext("%(num)d người", "%(num)d người", self.of.many))


def draw_page(one: ListFacts, form: DigitsForm, me: UUID) -> DrawPage:
    return DrawPage(one, staff_words.place(one.place), form, one.proposed_by == me)


@dataclass(frozen=True, slots=True)
class ChecksPage:
    """Whom somebody here has to look for."""

    drawn: Sequence[Drawn]
    said: str | None
    problem: str | None = None

    outcomes = tuple(office_words.CHECKS.items())


def checks_page(
    paths: Sequence[str | None], me: UUID, *, said: str | None, problem: str | None
) -> ChecksPage:
    return ChecksPage(to_be_met(paths, me), said, problem)


def to_be_met(paths: Sequence[str | None], me: UUID) -> list[Drawn]:
    """Of every open list those who were drawn, live at these places, and were not looked for to the end."""
    open_lists = lists.lists_drawn_at(paths)
    entries = lists.entries_in(open_lists, {each for one in open_lists for each in one.drawn})
    found = []
    for one in open_lists:
        near = {each.id: each for each in entries[one.id] if _is_near(each.dossier.place, paths)}
        found += drawn_of(one, near, me)
    return [each for each in found if not each.is_last]


def _is_near(place: str, paths: Sequence[str | None]) -> bool:
    return any(path is None or is_below(place, path) for path in paths)
