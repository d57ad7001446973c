"""What is known of long work. Files are fetched one at a time, and never with a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, or_, select

from learning.clock import now
from learning.db import session
from learning.jobs import rules
from learning.jobs.models import Job, JobPart

LISTED = 20


@dataclass(frozen=True, slots=True)
class JobFacts:
    """A job as pages and workers need it."""

    id: UUID
    kind: str
    arguments: Mapping[str, Any]
    language: str
    made_by: UUID
    made_at: datetime
    total: int
    done: int
    state: rules.State
    worker: UUID | None


@dataclass(frozen=True, slots=True)
class PartFacts:
    """A part that is done; whether its file is still there, and was fetched."""

    number: int
    count: int
    has_file: bool
    taken_at: datetime | None


_JOB = (
    Job.id,
    Job.kind,
    Job.arguments,
    Job.language,
    Job.made_by,
    Job.made_at,
    Job.total,
    Job.done,
    Job.state,
    Job.worker,
)


def _facts(row: Sequence[Any]) -> JobFacts:
    return JobFacts(*row)


def job(id: UUID) -> JobFacts | None:
    """The job of that id."""
    row = session().execute(select(*_JOB).where(Job.id == id)).one_or_none()
    return None if row is None else _facts(row)


def jobs_of(person: UUID) -> list[JobFacts]:
    """What somebody asked for, the latest first."""
    wanted = select(*_JOB).where(Job.made_by == person).order_by(Job.made_at.desc(), Job.id.desc())
    return [_facts(row) for row in session().execute(wanted.limit(LISTED))]


def how_many_open(person: UUID) -> int:
    """How many jobs of somebody are not over."""
    wanted = select(func.count()).where(Job.made_by == person, Job.state == "open")
    return session().execute(wanted).scalar_one()


def parts_of(job: UUID) -> list[PartFacts]:
    """The parts that are done, in order."""
    wanted = (
        select(JobPart.number, JobPart.count, JobPart.file.is_not(None), JobPart.taken_at)
        .where(JobPart.job_id == job)
        .order_by(JobPart.number)
    )
    return [PartFacts(*row) for row in session().execute(wanted)]


def sealed_file(job: UUID, number: int) -> bytes | None:
    """The file of a part, as it lies here; None where there is none, or it is kept no longer."""
    wanted = select(JobPart.file).where(
        JobPart.job_id == job, JobPart.number == number, JobPart.made_at > now() - rules.FILES_KEPT
    )
    return session().execute(wanted).scalar_one_or_none()


def waiting() -> UUID | None:
    """The oldest job that is not over and that nobody works on."""
    free = or_(Job.worker_until.is_(None), Job.worker_until <= now())
    wanted = select(Job.id).where(Job.state == "open", free).order_by(Job.made_at, Job.id).limit(1)
    return session().execute(wanted).scalar_one_or_none()


def has_old_files() -> bool:
    """Does a file lie here for longer than files are kept?"""
    old = exists().where(JobPart.made_at <= now() - rules.FILES_KEPT, JobPart.file.is_not(None))
    return session().execute(select(old)).scalar_one()
