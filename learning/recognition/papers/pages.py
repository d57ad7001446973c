"""What the pages of papers show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learning.i18n import format_date
from learning.i18n import lazy_gettext as lazy
from learning.places.queries import PlaceFacts
from learning.recognition.lists import ListFacts
from learning.recognition.papers import files, outside
from learning.recognition.papers.answer_file import Fault, Named, Reading
from learning.recognition.papers.freezing import Frozen
from learning.recognition.papers.outside import System
from learning.recognition.sets import CriteriaSet
from learning.web.errors import Sentence

PAPER_WORDS: Mapping[str, Sentence] = {
    "danh-sach": lazy("Danh sách"),
    "to-trinh": lazy("Tờ trình"),
    "bien-ban": lazy("Biên bản họp, bốc thăm"),
    "quyet-dinh": lazy("Dự thảo quyết định"),
}
FILE_WORDS: Mapping[str, Sentence] = {
    "pdf": lazy("Bản in (PDF)"),
    "xlsx": lazy("Bảng tính (Excel)"),
    "docx": lazy("Sửa tiếp (Word)"),
}
UNREADABLE = lazy("Máy không đọc được tệp này. Anh chị lưu lại bằng Excel (.xlsx) hoặc CSV rồi đưa lại.")
NO_HEADS = lazy("Không thấy cột Mã và cột Kết quả. Anh chị dùng chính tệp đã tải về, điền vào ba cột cuối.")
TOO_LONG = lazy("Tệp có quá nhiều dòng. Anh chị chia thành nhiều tệp.")
FAULT_WORDS: Mapping[Fault, Sentence] = {
    "no_code": lazy("Thiếu mã ở cột đầu. Chép lại mã từ tệp đã tải về."),
    "strange_code": lazy("Mã này không có trong danh sách. Có thể là tệp của danh sách khác."),
    "other_name": lazy("Mã này là của người có tên khác. Có thể các dòng đã bị xáo."),
    "strange_state": lazy("Chưa hiểu kết quả này. Ghi một trong ba: Đã gửi, Được chấp nhận, Bị trả lại."),
    "no_why": lazy("Bị trả lại thì cần ghi lý do."),
    "long_why": lazy("Lý do dài quá 200 chữ cái. Ghi ngắn lại."),
    "strange_day": lazy("Không đọc được ngày. Ghi như 20/11/2026."),
    "twice": lazy("Mã này đã có ở dòng trên. Giữ lại một dòng."),
}


@dataclass(frozen=True, slots=True)
class PapersPage:
    """All papers of one list. `recognised`: how many certificates there are, less the `unwritable`."""

    facts: ListFacts
    criteria: CriteriaSet
    place: PlaceFacts | None
    recognised: int
    unwritable: Sequence[str]
    caution: Sequence[str]
    may_issue: bool

    @property
    def papers(self) -> list[tuple[str, Sentence, list[tuple[str, Sentence]]]]:
        """The name in the address, what it is, and as which files."""
        return [
            (name, PAPER_WORDS[name], [(one, FILE_WORDS[one]) for one in extensions])
            for name, (_make, extensions) in files.OF_LIST.items()
        ]

    @property
    def system(self) -> str | None:
        """Where the people of this list are keyed in, once it is decided."""
        found = outside.system_of(self.criteria)
        return outside.SYSTEM_NAMES[found] if found and self.facts.decision and self.recognised else None


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """A file of answers: choose it, see what would happen, say yes."""

    facts: ListFacts
    criteria: CriteriaSet
    system: System
    reading: Reading | None = None
    rows: str = ""
    trouble: str = ""
    done: int | None = None

    @property
    def system_name(self) -> str:
        return outside.SYSTEM_NAMES[self.system]

    def fault(self, one: Named) -> Sentence:
        """What to do about a row."""
        return FAULT_WORDS[one.fault]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The report of a place and year: as it stands now, and as it was frozen."""

    place: PlaceFacts
    criteria: CriteriaSet
    year: int
    caution: Sequence[str]
    said: Sequence[str]
    frozen: Sequence[Frozen]
    just_frozen: bool = False

    @property
    def files(self) -> list[tuple[str, Sentence]]:
        return [(one, FILE_WORDS[one]) for one in files.OF_YEAR]

    def day(self, one: Frozen) -> str:
        """When it was frozen."""
        return str(format_date(one.frozen_at, "d/M/y"))


def trouble_of(reading: Reading) -> str:
    """Why nothing of a file is read, or nothing."""
    if reading.too_long:
        return str(TOO_LONG)
    return "" if reading.heads else str(NO_HEADS)
