"""The report on what there is: one readable row per module, for authors and reviewers."""

from collections.abc import Sequence

from learning.catalog.content import Module
from learning.catalog.loader import Shelf
from learning.catalog.module_files import Reading
from learning.catalog.wording import sentences, syllables
from learning.quizzes.kinds import KINDS

_HEADINGS = ("bài", "trang", "thực hành", "câu hỏi", *KINDS, "quan trọng", "tiếng/câu", "hình", "phiên bản")


def report_of(shelf: Shelf) -> str:
    """The table, a row for each module that can be served."""
    rows = [_row(reading, reading.module, shelf) for reading in shelf.readings if reading.module]
    table = [_HEADINGS, *sorted(rows)]
    widths = [max(len(row[column]) for row in table) for column in range(len(_HEADINGS))]
    return "\n".join(_aligned(row, widths) for row in table)


def _row(reading: Reading, module: Module, shelf: Shelf) -> tuple[str, ...]:
    kinds = [question.kind for question in module.bank.questions]
    heard = [syllables(each) for text in reading.texts for each in sentences(text.text, shelf.facts)]
    weight = sum(len(picture.bytes) for picture in module.pictures.values())
    return (
        reading.folder.name,
        str(len(module.screens)),
        str(len(module.practice.screens)) if module.practice else "–",
        str(len(kinds)),
        *(str(kinds.count(kind)) for kind in KINDS),
        str(sum(question.critical for question in module.bank.questions)),
        f"{sum(heard) / max(1, len(heard)):.1f} (dài nhất {max(heard, default=0)})".replace(".", ","),
        f"{len(module.pictures)} hình, {weight / 1024:.1f} KB".replace(".", ","),
        module.version,
    )


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    """Names to the left, numbers to the right."""
    first, *others = zip(row, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)])
