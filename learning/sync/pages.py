"""What is said of results that could not be kept, and what the page of taking over shows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from learning.i18n import lazy_gettext as lazy
from learning.records.events import Reason
from learning.web.errors import Sentence

# The reasons of learning.records.events, and one that only a device that took over can meet.
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
}


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """What a script shows of this device; here only the words for it."""

    reasons: Mapping[str, Sentence] = field(default_factory=lambda: REASONS)


@dataclass(frozen=True, slots=True)
class TakePage:
    """`safe`: how many of a file that was sent without scripts are kept, `refused` how many are not and why.

    `trouble`: why the file could not be read.
    """

    safe: int | None = None
    refused: Sequence[tuple[int, Sentence]] = ()
    trouble: str | None = None
    reasons: Mapping[str, Sentence] = field(default_factory=lambda: REASONS)


def taken(safe: int, foreign: int, refused: Counter[Reason]) -> TakePage:
    """What became of a file, in words."""
    counts = [(number, REASONS[reason]) for reason, number in refused.most_common()]
    return TakePage(safe, [*counts, *([(foreign, REASONS["foreign"])] if foreign else [])])
