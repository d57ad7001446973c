"""The report on what there is: one line for each module, and their sums. sheet.py says all about one."""

from collections.abc import Iterable, Sequence

from learning.catalog.content import Module
from learning.catalog.fairness import Pick, picks
from learning.catalog.loader import Shelf
from learning.catalog.readability import Level, levels, percent
from learning.quizzes.kinds.inspect import Inspect

_HEADINGS = (
    "bài",
    "trang",
    "tập",
    "câu",
    "nặng",
    "tin thật",
    "dài nhất",
    "tiếng/câu",
    "ít gặp",
    "hình",
    "loa",
)


def report_of(shelf: Shelf) -> str:
    """The table, at most 120 columns wide; what its columns say stands in docs/content-format.md."""
    found = levels(shelf.readings, shelf.facts)
    served = [(reading, reading.module) for reading in shelf.readings if reading.module]
    rows = sorted(_row(reading.folder.name, found[reading.folder.name], module) for reading, module in served)
    table = [_HEADINGS, *rows, _sums([module for _, module in served])]
    widths = [max(len(row[column]) for row in table) for column in range(len(_HEADINGS))]
    return "\n".join(_aligned(row, widths) for row in table)


def genuine_share(modules: Iterable[Module]) -> str:
    """How many of the messages to judge are genuine, of how many."""
    asked = [each for module in modules for each in module.bank.questions if isinstance(each, Inspect)]
    return f"{sum(each.verdict == 'genuine' for each in asked)}/{len(asked)}"


def longest_share(modules: Iterable[Module]) -> str:
    """How many right answers are the longest of their question, of how many that one could guess so."""
    written = written_picks(modules)
    return f"{sum(pick.is_longest for pick in written)}/{len(written)}"


def written_picks(modules: Iterable[Module]) -> list[Pick]:
    """The questions with one right answer among several written ones."""
    return [pick for module in modules for pick in picks(module.bank.questions) if pick.lengths]


def decimal(number: float) -> str:
    """A number as a Vietnamese reader writes it, to one place."""
    return f"{number:.1f}".replace(".", ",")


def _row(name: str, level: Level, module: Module) -> tuple[str, ...]:
    return (
        name,
        str(len(module.screens)),
        str(len(module.practice.screens)) if module.practice else "–",
        str(len(module.bank.questions)),
        str(sum(question.critical for question in module.bank.questions)),
        genuine_share([module]),
        longest_share([module]),
        decimal(level.per_sentence),
        percent(level.rare_share),
        str(len(module.pictures)),
        "có" if module.radio else "–",
    )


def _sums(modules: Sequence[Module]) -> tuple[str, ...]:
    return (
        f"{len(modules)} bài",
        str(sum(len(module.screens) for module in modules)),
        str(sum(module.practice is not None for module in modules)),
        str(sum(len(module.bank.questions) for module in modules)),
        str(sum(question.critical for module in modules for question in module.bank.questions)),
        genuine_share(modules),
        longest_share(modules),
        "",
        "",
        str(sum(len(module.pictures) for module in modules)),
        str(sum(module.radio is not None for module in modules)),
    )


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    """Names to the left, numbers to the right."""
    first, *others = zip(row, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]).rstrip()
