"""The report of one evening, on one page: who was there, what was learned and how surely, what comes next."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from learning.catalog.content import Catalog, Module
from learning.classes import pages, paper, rules, tonight
from learning.classes.queries import ClassFacts, Hands, MeetingFacts, Member
from learning.classes.rules import Advice
from learning.i18n import gettext as _
from learning.i18n import ngettext
from learning.records.queries import Done, ModuleProgress

MOST_MODULES = 8
EVIDENCE = ("self", "present", "observed", "confirmed")


@dataclass(frozen=True, slots=True)
class Attended:
    """Somebody who was there: modules passed this evening, and answers."""

    member: Member
    passed: list[Module]
    right: int
    answers: int

    @property
    def told(self) -> str:
        """What they did, in a few words."""
        parts = [ngettext("đạt %(num)d bài", "đạt %(num)d bài", len(self.passed))] if self.passed else []
        if self.answers:
            parts.append(_("đúng %(right)d/%(all)d câu", right=self.right, all=self.answers))
        return "; ".join(map(str, parts)) or _("có mặt")


@dataclass(frozen=True, slots=True)
class Learned:
    """A module of the evening: how many worked on it and passed it, by how surely."""

    module: Module
    worked: int
    passed: int
    evidence: Mapping[str, int]

    @property
    def mix(self) -> str:
        """ "2 học tại lớp, 1 đã quan sát"."""
        told = [
            f"{many} {pages.EVIDENCE_WORDS[code]}"
            for code in EVIDENCE
            if (many := self.evidence.get(code, 0))
        ]
        return ", ".join(told) or "–"


@dataclass(frozen=True, slots=True)
class Minutes:
    """The whole report."""

    group: ClassFacts
    place: str
    meeting: MeetingFacts
    here: list[Attended]
    absent: list[Member]
    learned: list[Learned]
    hands: list[tuple[str, str, int]]
    advice: Advice | None
    advised: Module | None

    @property
    def day(self) -> str:
        return day_in_words(self.meeting.held_on)

    @property
    def hours(self) -> str:
        opened = self.meeting.opened_at.astimezone(rules.HERE)
        closed = self.meeting.closed_at
        if closed is None:
            return _("bắt đầu lúc %(hour)s", hour=f"{opened:%H:%M}")
        return _(
            "từ %(begun)s đến %(ended)s",
            begun=f"{opened:%H:%M}",
            ended=f"{closed.astimezone(rules.HERE):%H:%M}",
        )

    @property
    def reason(self) -> str:
        return why(self.advice) if self.advice else ""

    @property
    def total(self) -> int:
        return len(self.here) + len(self.absent)


def day_in_words(day: date) -> str:
    """As papers of an office date themselves."""
    return _("ngày %(day)d tháng %(month)d năm %(year)d", day=day.day, month=day.month, year=day.year)


def why(advice: Advice) -> str:
    """Why that comes next, in one sentence."""
    if advice.reason == "stuck":
        return _(
            "Vì %(count)d trên %(of)d người đã làm kiểm tra mà chưa đạt.", count=advice.count, of=advice.of
        )
    if advice.reason == "unfinished":
        return _("Vì còn %(count)d trên %(of)d người chưa đạt bài này.", count=advice.count, of=advice.of)
    return _("Vì cả lớp chưa ai đạt bài này, và các bài trước đã ổn.")


def minutes(
    catalog: Catalog,
    group: ClassFacts,
    place: str,
    meeting: MeetingFacts,
    people: Sequence[Member],
    *,
    present: Mapping[UUID, datetime],
    done: Mapping[UUID, Sequence[Done]],
    progress: Mapping[UUID, Sequence[ModuleProgress]],
    hands: Sequence[Hands],
) -> Minutes:
    """Facts of one evening. What somebody passed counts for it if it was passed between its begin and end."""
    served = {module.id: module for module in catalog.modules}
    until = rules.end_of(meeting.opened_at, meeting.closed_at)
    passed = {
        person: [
            one for one in progress.get(person, ()) if one.module in served and _within(one, meeting, until)
        ]
        for person in present
    }
    taught = pages.taught(catalog, group)
    rows = pages.rows_of(people, taught, progress)
    standings = {module.id: [each.cells[at].standing for each in rows] for at, module in enumerate(taught)}
    advice = rules.next_week([module.id for module in taught], standings)
    return Minutes(
        group=group,
        place=place,
        meeting=meeting,
        here=[
            _attended(member, passed[member.person], done.get(member.person, ()), served)
            for member in people
            if member.person in present
        ],
        absent=[member for member in people if member.person not in present],
        learned=_learned(served, done, passed),
        hands=tonight.hands_told(catalog, hands),
        advice=advice,
        advised=served.get(advice.module) if advice else None,
    )


def _within(one: ModuleProgress, meeting: MeetingFacts, until: datetime) -> bool:
    return one.passed_at is not None and meeting.opened_at <= one.passed_at <= until


def _attended(
    member: Member, passed: Sequence[ModuleProgress], done: Sequence[Done], served: Mapping[str, Module]
) -> Attended:
    marks = [one.right for one in done if one.right is not None and one.attempt is not None]
    return Attended(member, [served[one.module] for one in passed], sum(marks), len(marks))


def _learned(
    served: Mapping[str, Module],
    done: Mapping[UUID, Sequence[Done]],
    passed: Mapping[UUID, Sequence[ModuleProgress]],
) -> list[Learned]:
    worked = Counter(
        module for each in done.values() for module in {one.module for one in each} if module in served
    )
    mixes: dict[str, Counter[str]] = {}
    for one in (one for each in passed.values() for one in each):
        mixes.setdefault(one.module, Counter())[one.evidence or "self"] += 1
    found = [
        Learned(served[module], many, mixes.get(module, Counter()).total(), mixes.get(module, Counter()))
        for module, many in worked.most_common()
    ]
    return sorted(found, key=lambda one: (-one.worked, one.module.title))


def on_paper(shown: Minutes) -> bytes:
    """One page A4, as an office files it."""
    filled = {
        "title": _("BÁO CÁO BUỔI HỌC"),
        "facts": _facts(shown),
        "learned": _taught(shown),
        "here": _("2. Người có mặt"),
        "people": [[one.member.name, one.told] for one in shown.here],
        "absent": _absent(shown),
        "hands": _hands(shown),
        "next": _("3. Buổi sau"),
        "advice": _next(shown),
        "note": _(
            "“Tự học”: người học tự làm trên máy. “Học tại lớp”: làm trong buổi học có điểm danh. "
            "“Đã quan sát”: hướng dẫn viên đứng xem từng bước. Báo cáo lập từ sổ học tập, "
            "không phải văn bản công nhận."
        ),
        "dated": day_in_words(shown.meeting.held_on),
        "signed": _("Người lập báo cáo"),
        "sign": _("(ký, ghi rõ họ tên)"),
    }
    return paper.printed("evening", filled)


def _facts(shown: Minutes) -> list[list[str]]:
    there = _("%(here)d trên %(all)d người", here=len(shown.here), all=shown.total)
    return [
        [_("Lớp"), shown.group.name],
        [_("Nơi học"), shown.place],
        [_("Thời gian"), f"{shown.day}, {shown.hours}"],
        [_("Số người có mặt"), there],
    ]


def _taught(shown: Minutes) -> dict[str, Any]:
    more = len(shown.learned) - MOST_MODULES
    return {
        "title": _("1. Nội dung đã học"),
        "heads": [_("Bài"), _("Số người học"), _("Số người đạt"), _("Minh chứng của người đạt")],
        "rows": [
            [one.module.title, str(one.worked), str(one.passed), one.mix]
            for one in shown.learned[:MOST_MODULES]
        ],
        "more": ngettext("và %(num)d bài khác", "và %(num)d bài khác", more) if more > 0 else "",
        "empty": _("Buổi này chưa ai làm bài trên máy."),
    }


def _absent(shown: Minutes) -> str:
    names = ", ".join(one.name for one in shown.absent)
    return _("Vắng: %(names)s.", names=names) if names else ""


def _next(shown: Minutes) -> list[str]:
    """What comes next, and why; where nothing does, that alone."""
    if shown.advised is None:
        return ["", _("Cả lớp đã đạt hết các bài của khóa.")]
    return [_("Nên dạy: %(title)s", title=shown.advised.title), shown.reason]


def _hands(shown: Minutes) -> str:
    if not shown.hands:
        return ""
    asked = len({ask for ask, _choice, _many in shown.hands})
    return ngettext(
        "Cả lớp cùng trả lời bằng giơ tay %(num)d câu (đếm chung, không tính cho riêng ai).",
        "Cả lớp cùng trả lời bằng giơ tay %(num)d câu (đếm chung, không tính cho riêng ai).",
        asked,
    )
