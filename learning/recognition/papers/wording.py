"""What several papers say alike: who writes, the day, what points rest on, and what a figure counts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from learning.i18n.speaking import speaking_vietnamese
from learning.places import queries as places
from learning.recognition import words
from learning.recognition.lists import Entry
from learning.recognition.papers.values import Cell, Note
from learning.recognition.sets import CriteriaSet

BLANK = "…………"
NAMELESS = "(đã xóa tên)"
# Evidence, the weakest first, as the head of a column; the order of rules.Result.mix.
MIX: Mapping[str, str] = {
    "self": "Tự làm",
    "present": "Ở lớp",
    "observed": "Có người xem",
    "confirmed": "Đã kiểm tra lại",
    "answer": "Tự chấm",
}
POINTS = Note(
    figure="Điểm",
    value="theo từng người",
    meaning="Tổng điểm các chỉ số theo bộ tiêu chí, tính vào ngày lập danh sách đề nghị. "
    "Các cột bên cạnh chia đúng tổng ấy theo bằng chứng yếu nhất mà mỗi điểm dựa vào.",
)
CHECK_NOTES = (
    Note(
        figure="Được bốc thăm",
        value="theo từng danh sách",
        meaning="Số người được bốc thăm để người khác kiểm tra lại: Đúng, Không đúng và Chưa gặp cộng lại.",
    ),
    Note(figure="Đúng", value="người", meaning="Gặp lại và thấy đúng như hồ sơ."),
    Note(figure="Không đúng", value="người", meaning="Gặp lại và thấy không đúng như hồ sơ."),
    Note(figure="Chưa gặp", value="người", meaning="Được bốc thăm nhưng chưa gặp được; chưa ai xác nhận."),
)
MIX_NOTES = (
    Note(figure="Tự làm", value="điểm", meaning="Bài đạt khi học một mình, không ai chứng kiến."),
    Note(figure="Ở lớp", value="điểm", meaning="Bài đạt tại buổi học có người hướng dẫn điểm danh."),
    Note(figure="Có người xem", value="điểm", meaning="Người hướng dẫn xem làm từng bước và ghi lại."),
    Note(figure="Đã kiểm tra lại", value="điểm", meaning="Người khác bốc thăm, kiểm tra lại và xác nhận."),
    Note(figure="Tự chấm", value="điểm", meaning="Lời tự đánh giá; sổ học tập không có bằng chứng."),
)


@dataclass(frozen=True, slots=True)
class Offices:
    """The place that a paper comes from, as offices are named after it."""

    place: str
    above: str

    @property
    def committee(self) -> str:
        return f"Ủy ban nhân dân {self.place}"

    @property
    def association(self) -> str:
        return f"Hội Khuyến học {self.place}"

    @property
    def association_above(self) -> str:
        return f"Hội Khuyến học {self.above}" if self.above else ""

    @property
    def capital(self) -> str:
        return self.place[:1].upper() + self.place[1:]


def offices_of(path: str) -> Offices:
    """The offices of a place that a path names."""
    here = places.by_path(path)
    if here is None:
        return Offices(BLANK, "")
    around = [one.full_name for one in places.path_of(here)]
    here_and_above = [one[:1].lower() + one[1:] for one in reversed(around[-2:])]
    return Offices(here_and_above[0], here_and_above[1] if len(around) > 1 else "")


def day(on: date) -> str:
    """As papers write it: days below 10, January and February with a nought before them."""
    month = f"{on.month:02d}" if on.month <= 2 else str(on.month)
    return f"ngày {on.day:02d} tháng {month} năm {on.year}"


def dated(offices: Offices, on: date) -> str:
    """Where and when a paper was made, on the day that it is signed by hand."""
    return f"{offices.capital}, {day(on)}"


def to_be_dated(offices: Offices, on: date) -> str:
    """The same where somebody still writes the day in."""
    return f"{offices.capital}, ngày …… tháng …… năm {on.year}"


def basis(criteria: CriteriaSet) -> str:
    """The rules by which somebody is judged, with the number of their decision."""
    decision = criteria.decision
    signed = f" {day(decision.signed_on)}" if decision.signed_on else ""
    return (
        f"Căn cứ Quyết định số {decision.number}{signed} của {decision.issued_by} "
        f"({criteria.title}, {criteria.edition});"
    )


def cautions(criteria: CriteriaSet) -> tuple[str, ...]:
    """What a set that nobody compared with its original says of itself, on each paper."""
    with speaking_vietnamese():
        return tuple(map(str, words.caution(criteria)))


def called(entry: Entry) -> str:
    """The name, or that there is none any more."""
    return entry.name or NAMELESS


def mix_of(entries: Iterable[Entry]) -> Counter[str]:
    """Points of several people by what they rest on."""
    mixed: Counter[str] = Counter(dict.fromkeys(MIX, 0))
    for one in entries:
        mixed.update({kind: int(one.mix.get(kind, 0)) for kind in MIX})
    return mixed


def mix_cells(mixed: Mapping[str, int]) -> tuple[int, ...]:
    """The columns of a mix, in their order."""
    return tuple(mixed.get(kind, 0) for kind in MIX)


def told_mix(entries: Sequence[Entry]) -> str:
    """A total in a sentence, never without its mix."""
    mixed = mix_of(entries)
    parts = [f"{head.lower()} {mixed[kind]}" for kind, head in MIX.items() if mixed[kind]]
    total = sum(one.total for one in entries)
    return f"{total} điểm" + (f", trong đó {', '.join(parts)}" if parts else "")


def total_row(said: str, entries: Sequence[Entry], before: Sequence[Cell]) -> tuple[Cell, ...]:
    """The last row of a table of people: points, each kind of evidence beside them."""
    return (said, *before, sum(one.total for one in entries), *mix_cells(mix_of(entries)))
