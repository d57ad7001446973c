"""What is said of results that could not be kept, what the page of taking over shows, and that of phones."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from learning.accounts.queries import PersonFacts
from learning.classes.queries import ClassFacts
from learning.i18n import format_datetime, ngettext
from learning.i18n import gettext as _
from learning.i18n import lazy_gettext as lazy
from learning.records.contacts import DeviceFacts
from learning.records.events import Reason
from learning.records.rules import CLOCK_OFF, SILENT_FOR
from learning.web.errors import Sentence

# The reasons of learning.records.events, and two that only a device that took over can meet.
REASONS: dict[str, Sentence] = {
    "malformed": lazy("Máy chủ không đọc được. Bác báo cho người hướng dẫn."),
    "too_large": lazy("Câu trả lời dài quá. Bác báo cho người hướng dẫn."),
    "unknown_verb": lazy("Máy chủ chưa biết loại kết quả này. Bác báo cho người hướng dẫn."),
    "unknown_module": lazy("Máy chủ không có bài học này."),
    "unknown_version": lazy("Bài học đã đổi từ lâu, máy chủ không còn bản cũ để chấm. Bác làm lại bài nhé."),
    "unknown_question": lazy("Bài học không có câu hỏi này. Bác làm lại bài nhé."),
    "not_in_form": lazy("Câu hỏi này không thuộc bài kiểm tra đó. Bác làm lại bài nhé."),
    "unreadable_answer": lazy("Câu trả lời bị hỏng trên đường gửi. Bác làm lại bài nhé."),
    "id_taken": lazy("Kết quả này đã được ghi cho một người khác. Bác báo cho người hướng dẫn."),
    "foreign": lazy("Kết quả của máy chủ khác. Máy gốc vẫn giữ và sẽ tự gửi khi có mạng."),
    "passed_on": lazy(
        "Kết quả của máy chủ khác. Máy chủ này giữ một bản và chuyển tiếp; máy chủ kia nhận rồi mới tính. "
        "Máy gốc vẫn giữ."
    ),
}


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """What a script shows of this device; here only the words for it."""

    reasons: Mapping[str, Sentence] = field(default_factory=lambda: REASONS)


@dataclass(frozen=True, slots=True)
class TakePage:
    """`safe`: how many of a file that was sent without scripts are kept, `refused` how many are not and why.

    `trouble`: why the file could not be read. `passed_on`: how many are kept to go on to another server.
    """

    safe: int | None = None
    refused: Sequence[tuple[int, Sentence]] = ()
    trouble: str | None = None
    passed_on: int = 0
    reasons: Mapping[str, Sentence] = field(default_factory=lambda: REASONS)


def taken(safe: int, foreign: int, refused: Counter[Reason], passed_on: int = 0) -> TakePage:
    """What became of a file, in words."""
    counts = [(number, REASONS[reason]) for reason, number in refused.most_common()]
    return TakePage(
        safe, [*counts, *([(foreign, REASONS["foreign"])] if foreign else [])], passed_on=passed_on
    )


# ── Phones ──


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A phone in words: whose, and what to do with it."""

    facts: DeviceFacts
    name: str
    groups: str
    now: datetime

    @property
    def mark(self) -> str:
        """Tells two phones of one person apart, and shows where several learn on one."""
        return self.facts.device.hex[-4:]

    @property
    def last(self) -> str:
        """When it brought something last."""
        return str(format_datetime(self.facts.seen_at, "short"))

    @property
    def is_silent(self) -> bool:
        """Do results wait on it while nothing has come for long?"""
        return bool(self.facts.waiting) and self.facts.seen_at < self.now - SILENT_FOR

    @property
    def clock(self) -> str:
        """How far its clock is off, where that needs somebody."""
        skew = self.facts.skew
        if skew is None:
            return str(_("Chưa rõ"))
        if abs(skew) <= CLOCK_OFF:
            return str(_("Đúng giờ"))
        hours, days = abs(skew) // 3600, abs(skew) // 86400
        much = (
            ngettext("%(num)d ngày", "%(num)d ngày", days)
            if days
            else ngettext("%(num)d giờ", "%(num)d giờ", hours)
        )
        return str(_("Nhanh %(much)s", much=much) if skew > 0 else _("Chậm %(much)s", much=much))

    @property
    def clock_is_off(self) -> bool:
        """Is its clock off by so much that somebody should set it right?"""
        return abs(self.facts.skew or 0) > CLOCK_OFF

    @property
    def todo(self) -> list[str]:
        """What somebody should do with it; nothing where all is well."""
        said = (
            (self.is_silent, _("Mang máy ra chỗ có mạng, mở trang học một lúc để máy tự gửi nốt.")),
            (
                self.facts.refused > 0,
                _("Mở “Kết quả trên máy này” ở máy ấy để biết vì sao, rồi làm lại bài."),
            ),
            (self.clock_is_off, _("Vào Cài đặt của máy, chọn ngày giờ tự động.")),
        )
        return [str(sentence) for is_so, sentence in said if is_so]


@dataclass(frozen=True, slots=True)
class DevicesPage:
    """Phones: all of one class, or without a class those that need care."""

    group: ClassFacts | None
    rows: Sequence[DeviceRow]
    goes_on: bool
    number: int

    @property
    def cells(self) -> list[list[str]]:
        """A line of the table for each phone."""
        return [
            [
                one.name,
                " ".join(one.todo) or str(_("Không phải làm gì")),
                one.last,
                str(_("Chưa rõ")) if one.facts.waiting is None else str(one.facts.waiting),
                str(one.facts.refused),
                str(one.facts.stored),
                one.clock,
                one.mark,
                one.groups,
            ]
            for one in self.rows
        ]


def devices(
    found: Sequence[DeviceFacts],
    people: Mapping[UUID, PersonFacts],
    groups: Mapping[UUID, Sequence[str]],
    now: datetime,
    most: int,
) -> tuple[list[DeviceRow], bool]:
    """The rows of one page, and whether others follow."""
    rows = [
        DeviceRow(
            one,
            people[one.person].name or str(_("Người không có tên")),
            ", ".join(groups.get(one.person, ())),
            now,
        )
        for one in found[:most]
        if one.person in people
    ]
    return rows, len(found) > most
