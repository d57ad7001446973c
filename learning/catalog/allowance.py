"""figures.yaml: figures that a module says by itself, not through facts.yaml, each with its reason."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from pydantic import RootModel

from learning.catalog.content import Problem
from learning.catalog.folder import Folder
from learning.quizzes.pieces import Plain

FILE = "figures.yaml"
EVERYWHERE = "moi-bai"


class Reasons(RootModel[dict[str, Plain]]):
    """The figures of one module, each with its reason."""


@dataclass(slots=True)
class Allowance:
    """Which module may say which figure, on which line it is allowed. `used` are those that a text says."""

    folder: Folder
    reasons: dict[tuple[str, str], int] = field(default_factory=dict)
    used: set[tuple[str, str]] = field(default_factory=set)

    def covers(self, module: str, figure: str) -> bool:
        """Whether the module gives a reason for the figure; it counts as used then."""
        given = {(module, figure), (EVERYWHERE, figure)} & self.reasons.keys()
        self.used |= given
        return bool(given)

    def problems(self, modules: Collection[str]) -> Iterator[Problem]:
        """What is wrong with the file: unreadable, about no module, or a reason nobody needs."""
        yield from self.folder.problems
        for (module, figure), line in self.reasons.items():
            if module not in {*modules, EVERYWHERE}:
                yield Problem(FILE, line, f"Không có bài “{module}”.")
            elif (module, figure) not in self.used:
                yield Problem(FILE, line, f"Bài “{module}” không viết “{figure}”, bỏ dòng này.", "warning")


def read_allowance(folder: Folder) -> Allowance:
    """Read figures.yaml of a courses folder; without one, every figure needs a fact."""
    allowance = Allowance(folder)
    found = folder.yaml(FILE) if folder.has(FILE) else None
    if found is None or found.data is None:
        return allowance
    if not isinstance(found.data, dict):
        folder.complain(FILE, 1, "Tệp này phải gồm các mục “mã bài: …”.")
        return allowance
    for module in found.data:
        read = folder.model(FILE, Reasons, found, (module,))
        for figure in read.root if read else ():
            allowance.reasons[module, figure] = found.line((module, figure))
    return allowance
