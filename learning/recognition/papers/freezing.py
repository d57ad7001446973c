"""Reports that were frozen: kept as values, printed once, given out as they are, and made anew to compare."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from learning.accounts import operations as accounts
from learning.accounts.actions import register
from learning.clock import now
from learning.db import session
from learning.i18n import lazy_gettext as lazy
from learning.places import following
from learning.places.others import Follow
from learning.recognition.paper_models import FrozenPaper
from learning.recognition.papers import press, sheets, values
from learning.recognition.papers.values import Paper

register(
    {
        "paper-taken": lazy("Tải giấy tờ của danh sách"),
        "report-frozen": lazy("Chốt báo cáo"),
        "outside-answers-taken": lazy("Nhập kết quả từ hệ thống khác"),
    }
)


class NotAReport(ValueError):
    """What names people is not frozen: somebody may be erased."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A frozen report, without its files."""

    id: str
    set_id: str
    year: int
    engine: str
    frozen_at: datetime

    @property
    def short(self) -> str:
        """As much of the id as people read to each other."""
        return self.id[:12]


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper and its two files, made before anything is written."""

    content: str
    pdf: bytes
    xlsx: bytes

    @property
    def id(self) -> str:
        return values.name_of(self.content)


def printed(made: Paper) -> Printed:
    """Outside of any write: printing takes its time."""
    if made.name != "report":
        raise NotAReport(made.name)
    return Printed(values.canonical(made), press.paper(made), sheets.workbook(made))


def freeze(made: Printed, place: str, set_id: str, year: int, by: UUID) -> str:
    """Keep it. The same values twice are one frozen paper. Inside the caller's write block."""
    if session().get(FrozenPaper, made.id) is None:
        session().add(
            FrozenPaper(
                id=made.id,
                place=place,
                set_id=set_id,
                year=year,
                content=made.content,
                engine=press.engine(),
                pdf=made.pdf,
                xlsx=made.xlsx,
                frozen_by=by,
                frozen_at=now(),
            )
        )
        session().flush()
        accounts.log_action(
            "report-frozen", by=by, thing=("file", made.id[:12]), place=place, details={"year": year}
        )
    return made.id


_FACTS = (FrozenPaper.id, FrozenPaper.set_id, FrozenPaper.year, FrozenPaper.engine, FrozenPaper.frozen_at)


def frozen_at(place: str, set_id: str, year: int) -> Sequence[Frozen]:
    """The frozen reports of a place, the latest first."""
    wanted = (
        select(*_FACTS)
        .where(FrozenPaper.place == place, FrozenPaper.set_id == set_id, FrozenPaper.year == year)
        .order_by(FrozenPaper.frozen_at.desc(), FrozenPaper.id)
    )
    return [Frozen(*row) for row in session().execute(wanted)]


def file_of(id: str, extension: str, place: str) -> bytes | None:
    """A file of a frozen report of that place, as it was frozen."""
    column = {"pdf": FrozenPaper.pdf, "xlsx": FrozenPaper.xlsx}.get(extension)
    if column is None:
        return None
    wanted = select(column).where(FrozenPaper.id == id, FrozenPaper.place == place)
    return session().execute(wanted).scalar_one_or_none()


def faults() -> Iterator[tuple[str, str]]:
    """Frozen reports whose values, made into files anew, do not give the same bytes: id and what differs."""
    for id in session().execute(select(FrozenPaper.id).order_by(FrozenPaper.frozen_at)).scalars().all():
        row = session().get_one(FrozenPaper, id)
        if values.name_of(row.content) != row.id:
            yield row.id, "content"
            continue
        made = values.read(row.content)
        if sheets.workbook(made) != row.xlsx:
            yield row.id, "xlsx"
        if press.paper(made) != row.pdf:
            yield row.id, "pdf" if row.engine == press.engine() else f"pdf ({row.engine})"
        session().expunge(row)


def follow_places(moves: Sequence[Follow]) -> None:
    """Frozen papers of places that moved, or became another, are found where those are now."""
    following.rewrite(FrozenPaper.place, moves, to_successors=True)
