"""Pages of long work: how far it is, its files, stopping it. Whoever asked for it sees it, no one else."""

from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning.accounts import sealing
from learning.db import write
from learning.jobs import operations, pages, queries
from learning.jobs.kinds import kind_of
from learning.jobs.queries import JobFacts
from learning.web.access import staff_here, staff_only
from learning.web.errors import NotFound
from learning.web.fragments import page

bp = Blueprint("jobs", __name__)


@bp.get("/<lang:language>/viec/")
@staff_only()
def index() -> Response:
    return page("jobs/index.html", page=pages.listed(queries.jobs_of(staff_here())))


@bp.get("/<lang:language>/viec/<uuid:job_id>/")
@staff_only()
def show(job_id: UUID) -> Response:
    return page("jobs/show.html", page=_shown(_own(job_id)))


@bp.get("/<lang:language>/viec/<uuid:job_id>/den-dau")
@staff_only()
def live(job_id: UUID) -> ResponseReturnValue:
    """The part that refreshes itself: nothing at all where nothing changed."""
    shown = _shown(_own(job_id))
    if request.args.get("v") == shown.version:
        return Response(status=204)
    return page("jobs/_job.html", page=shown)


@bp.post("/<lang:language>/viec/<uuid:job_id>/dung")
@staff_only()
def cancel(job_id: UUID) -> ResponseReturnValue:
    job = _own(job_id)
    with write():
        operations.cancel(job.id, staff_here())
    return _back(job)


@bp.post("/<lang:language>/viec/<uuid:job_id>/lam-tiep")
@staff_only()
def again(job_id: UUID) -> ResponseReturnValue:
    """A job that was given up goes on where it stopped."""
    job = _own(job_id)
    with write():
        operations.try_again(job.id)
    return _back(job)


@bp.post("/<lang:language>/viec/<uuid:job_id>/tep/<int:number>")
@staff_only()
def take(job_id: UUID, number: int) -> Response:
    """The file of a part. By POST: who fetches what opens doors stands in the log."""
    job = _own(job_id)
    sealed = queries.sealed_file(job.id, number)
    file = None if sealed is None else sealing.unseal_file(sealed)
    if file is None:
        raise NotFound
    with write():
        operations.take_file(job.id, number, staff_here())
    kind = kind_of(job.kind)
    name = f"{kind.file}-{number:02d}.{kind.extension}"
    return Response(
        file, mimetype=kind.mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@bp.post("/<lang:language>/viec/<uuid:job_id>/xoa-tep")
@staff_only()
def drop(job_id: UUID) -> ResponseReturnValue:
    """They are printed."""
    job = _own(job_id)
    with write():
        operations.drop_files(job.id, staff_here())
    return _back(job)


def _own(job_id: UUID) -> JobFacts:
    found = queries.job(job_id)
    if found is None or found.made_by != staff_here():
        raise NotFound
    return found


def _shown(job: JobFacts) -> pages.JobPage:
    return pages.JobPage(job, kind_of(job.kind), queries.parts_of(job.id))


def _back(job: JobFacts) -> ResponseReturnValue:
    return redirect(url_for("jobs.show", job_id=job.id), 303)
