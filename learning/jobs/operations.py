"""What can be done with long work; inside the caller's write block."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, Update, func, or_, select, update

from learning.accounts import operations as accounts
from learning.accounts.actions import register
from learning.clock import now
from learning.db import session
from learning.i18n import lazy_gettext as lazy
from learning.ids import new_id
from learning.jobs import queries, rules
from learning.jobs.kinds import Part
from learning.jobs.models import Job, JobPart
from learning.web.errors import BadInput

register(
    {
        "job-begun": lazy("Bắt đầu làm hàng loạt"),
        "job-cancelled": lazy("Dừng việc đang làm hàng loạt"),
        "job-file-taken": lazy("Tải tệp của việc hàng loạt"),
        "job-files-dropped": lazy("Xóa tệp của việc hàng loạt"),
    }
)


class TooManyJobs(BadInput):
    """Somebody has asked for more at once than anybody prints."""

    say = lazy("Anh chị đang có ba việc làm dở. Đợi một việc xong, hoặc dừng một việc, rồi bấm lại.")


def begin(kind: str, arguments: Mapping[str, Any], total: int, by: UUID, language: str) -> UUID:
    """Ask for long work; somebody takes it up within moments. TooManyJobs where enough of theirs goes on."""
    if queries.how_many_open(by) >= rules.MOST_OPEN:
        raise TooManyJobs
    made = Job(
        id=new_id(),
        kind=kind,
        arguments=dict(arguments),
        language=language,
        made_by=by,
        made_at=now(),
        total=total,
        done=0,
        state="open",
        tries=0,
    )
    session().add(made)
    session().flush()
    _log("job-begun", made.id, by, kind=kind, count=total)
    return made.id


def cancel(job: UUID, by: UUID) -> bool:
    """Nothing more is made; what was made stays. False where it was over already."""
    stopped = update(Job).where(Job.id == job, Job.state == "open").returning(Job.done)
    done = session().execute(stopped.values(state="cancelled", ended_at=now())).scalar_one_or_none()
    if done is None:
        return False
    _log("job-cancelled", job, by, count=done)
    return True


def try_again(job: UUID) -> None:
    """A job that was given up is taken up once more, where it stopped."""
    anew = update(Job).where(Job.id == job, Job.state == "failed")
    session().execute(anew.values(state="open", tries=0, worker=None, worker_until=None, ended_at=None))


def take_file(job: UUID, number: int, by: UUID) -> None:
    """Somebody fetches the file of a part."""
    taken = update(JobPart).where(JobPart.job_id == job, JobPart.number == number)
    session().execute(taken.values(taken_at=now()))
    _log("job-file-taken", job, by, part=number)


def drop_files(job: UUID, by: UUID) -> None:
    """The files are printed: they need not lie here."""
    session().execute(update(JobPart).where(JobPart.job_id == job).values(file=None))
    _log("job-files-dropped", job, by)


def drop_old_files() -> None:
    """Files that have lain here for longer than files are kept."""
    old = update(JobPart).where(JobPart.made_at <= now() - rules.FILES_KEPT, JobPart.file.is_not(None))
    session().execute(old.values(file=None))


# ── Those who do the work ──


def take_up(job: UUID, worker: UUID) -> bool:
    """Work on this job; False where somebody was quicker, where it is over, or where it is hopeless."""
    at = now()
    free = or_(Job.worker_until.is_(None), Job.worker_until <= at)
    taken = (
        update(Job)
        .where(Job.id == job, Job.state == "open", free)
        .values(worker=worker, worker_until=at + rules.LEASE, tries=Job.tries + 1)
        .returning(Job.tries)
    )
    tries = session().execute(taken).scalar_one_or_none()
    if tries is None:
        return False
    if rules.is_hopeless(tries - 1):
        session().execute(_failed(at).where(Job.id == job))
        return False
    return True


def keep_part(job: UUID, worker: UUID, part: Part, sealed: bytes | None) -> bool:
    """The part and what it stands for are kept together; False where the job is another's now."""
    at = now()
    mine = update(Job).where(Job.id == job, Job.state == "open", Job.worker == worker)
    counted = mine.values(done=Job.done + part.count, tries=1, worker_until=at + rules.LEASE)
    if not _changed(counted):
        return False
    part.keep()
    last = session().execute(select(func.max(JobPart.number)).where(JobPart.job_id == job)).scalar_one() or 0
    session().add(JobPart(job_id=job, number=last + 1, count=part.count, made_at=at, file=sealed))
    session().flush()
    return True


def finish(job: UUID, worker: UUID) -> None:
    """All of it is done."""
    mine = update(Job).where(Job.id == job, Job.state == "open", Job.worker == worker)
    session().execute(mine.values(state="done", ended_at=now(), worker=None, worker_until=None))


def let_go(worker: UUID) -> None:
    """This worker is gone: somebody else may go on at once."""
    mine = update(Job).where(Job.worker == worker)
    session().execute(mine.values(worker=None, worker_until=None))


def give_up(job: UUID, worker: UUID) -> None:
    """It does not work. What was made stays, and the page says so."""
    session().execute(_failed(now()).where(Job.id == job, Job.state == "open", Job.worker == worker))


def _failed(at: datetime) -> Update:
    return update(Job).values(state="failed", ended_at=at, worker=None, worker_until=None)


def _changed(statement: Any) -> bool:
    result = session().execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


def _log(verb: str, job: UUID, by: UUID, **details: str | int) -> None:
    accounts.log_action(verb, by=by, thing=("job", job), details=details)
