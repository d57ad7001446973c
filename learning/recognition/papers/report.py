"""The report of a year at a place: counts with what they rest on. It names nobody, so it can be frozen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from learning.places.rules import day_of
from learning.recognition.lists import Entry, ListFacts
from learning.recognition.papers import wording
from learning.recognition.papers.values import Cell, Note, Paper, Part, Signer, Table
from learning.recognition.papers.wording import BLANK, Offices
from learning.recognition.sets import CriteriaSet

_COUNTS = ("Đề nghị", "Công nhận", "Trả lại", "Đang xét", "Không công nhận")
_WIDTHS = (12, 5, 5, 5, 5, 6, 6, 5, 5, 6, 6, 5)


@dataclass(frozen=True, slots=True)
class Year:
    """The lists of one kind of recognition at a place in a year, with their names.

    `units` says what the rows are: of a commune its hamlets, of a province its communes.
    """

    criteria: CriteriaSet
    year: int
    lists: Sequence[tuple[ListFacts, Sequence[Entry]]]
    units: str
    unit_of: Callable[[ListFacts, Entry], str]

    @property
    def everybody(self) -> list[Entry]:
        """Each dossier once, as it stands on the latest of its lists."""
        found: dict[object, Entry] = {}
        for _facts, entries in sorted(self.lists, key=lambda one: one[0].proposed_at):
            found.update({one.id: one for one in entries})
        return list(found.values())


def report_paper(told: Year, offices: Offices, on: date) -> Paper:
    """The report, as of a day."""
    people = told.everybody
    return Paper(
        name="report",
        on=on,
        is_lying=True,
        above=offices.association_above,
        agency=offices.association,
        number=f"Số: {BLANK}/BC-HKH",
        dated=wording.dated(offices, on),
        kind="Báo cáo",
        subject=f"Kết quả đánh giá, công nhận danh hiệu “{told.criteria.title}” năm {told.year}",
        addressed=(offices.committee, offices.association_above) if offices.above else (offices.committee,),
        grounds=(wording.basis(told.criteria).removesuffix(";") + ".",),
        cautions=wording.cautions(told.criteria),
        parts=(
            Part(
                title="1. Kết quả chung",
                said=(
                    (
                        f"Tính đến hết {wording.day(on)}: đề nghị {len(people)} người, "
                        f"công nhận {_count(people, 'Công nhận')} người."
                    ),
                    f"Những người được công nhận có {wording.told_mix(_recognised(people))}.",
                ),
            ),
            Part(title=f"2. Theo {told.units}", table=_by_unit(told)),
            Part(title="3. Bốc thăm kiểm tra lại", table=_checks(told)),
            Part(title="4. Khó khăn, kiến nghị", said=(f"{BLANK}{BLANK}{BLANK}",)),
        ),
        notes=_notes(people, on),
        recipients=("Như trên", "Lưu: VT"),
        signers=(Signer(role="Chủ tịch", name_of="TM. Ban Chấp hành"),),
    )


_IS: Mapping[str, Callable[[Entry], bool]] = {
    "Đề nghị": lambda _one: True,
    "Công nhận": lambda one: one.is_recognised,
    "Trả lại": lambda one: one.fate == "returned",
    "Đang xét": lambda one: one.fate == "proposed",
    "Không công nhận": lambda one: one.fate == "decided" and not one.is_recognised,
}
_MEANT: Mapping[str, str] = {
    "Đề nghị": "Mỗi hồ sơ một lần, dù đã vào nhiều danh sách trong năm.",
    "Công nhận": "Quyết định đang còn giá trị là công nhận; đã tính cả các lần đính chính.",
    "Trả lại": "Ủy ban nhân dân trả lại kèm lý do trong danh sách sau cùng.",
    "Đang xét": "Đã vào danh sách, chưa có quyết định.",
    "Không công nhận": "Đã có quyết định đính chính thành không công nhận.",
}


def _count(people: Sequence[Entry], what: str) -> int:
    return sum(map(_IS[what], people))


def _recognised(people: Sequence[Entry]) -> list[Entry]:
    return [one for one in people if one.is_recognised]


def _by_unit(told: Year) -> Table:
    where: dict[object, str] = {}
    for facts, entries in told.lists:
        where.update({one.id: told.unit_of(facts, one) or "(chưa rõ)" for one in entries})
    groups: dict[str, list[Entry]] = {}
    for one in told.everybody:
        groups.setdefault(where[one.id], []).append(one)
    rows = [_unit_row(unit, groups[unit]) for unit in sorted(groups)]
    heads = (told.units.capitalize(), *_COUNTS, "Điểm người được công nhận", *wording.MIX.values())
    return Table(heads=heads, widths=_WIDTHS, rows=(*rows, _unit_row("Cộng", told.everybody)), has_total=True)


def _unit_row(unit: str, people: Sequence[Entry]) -> tuple[Cell, ...]:
    counts = [_count(people, what) for what in _COUNTS]
    return wording.total_row(unit, _recognised(people), counts)


def _checks(told: Year) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for facts, _entries in sorted(told.lists, key=lambda one: one[0].proposed_at):
        sure = facts.decision.confidence if facts.decision else facts.confidence
        counts: tuple[Cell, ...] = (
            ("chưa bốc thăm", "", "", "", "")
            if sure is None
            else (sure.checked, sure.confirmed, sure.not_confirmed, sure.not_reached, sure.at_most_wrong)
        )
        rows.append((f"{day_of(facts.proposed_at):%d/%m/%Y}", facts.listed, *counts))
    return Table(
        heads=(
            "Danh sách chốt ngày",
            "Số người",
            "Được bốc thăm",
            "Đúng",
            "Không đúng",
            "Chưa gặp",
            "Còn sai nhiều nhất",
        ),
        widths=(8, 5, 5, 5, 5, 5, 6),
        rows=tuple(rows),
    )


def _notes(people: Sequence[Entry], on: date) -> tuple[Note, ...]:
    counted = [
        Note(figure=what, value=f"{_count(people, what)} người", meaning=_MEANT[what]) for what in _COUNTS
    ]
    return (
        *counted,
        Note(
            figure="Điểm người được công nhận",
            value=wording.told_mix(_recognised(people)),
            meaning="Tổng điểm vào ngày lập danh sách của những người được công nhận, chia theo bằng chứng.",
        ),
        *wording.MIX_NOTES,
        Note(
            figure="Số người",
            value="theo từng danh sách",
            meaning="Số hồ sơ trong danh sách khi chốt; một hồ sơ trả lại rồi đưa vào lại thì đếm ở cả hai.",
        ),
        *wording.CHECK_NOTES,
        Note(
            figure="Còn sai nhiều nhất",
            value="theo từng danh sách",
            meaning="Số tên có thể còn sai (một phía, 95 %), suy từ những người được bốc thăm; "
            "ai chưa gặp được thì coi như chưa đúng.",
        ),
        Note(
            figure="Tỷ lệ phần trăm",
            value="không có",
            meaning="Báo cáo này không chia cho số dân; tỷ lệ xem ở trang kết quả địa bàn, kèm nguồn số dân.",
        ),
        Note(figure="Ngày lấy số liệu", value=f"{on:%d/%m/%Y}", meaning="Số liệu ghi trong máy chủ lúc lập."),
    )
