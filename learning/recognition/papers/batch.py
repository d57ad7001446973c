"""Certificates by the thousand, as long work: signed first, a part at a time, then printed and kept.

Killed between the two, the next signs nothing anew: an award has one certificate, whoever asks how often.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from learning.clock import now
from learning.credentials.queries import Issued
from learning.db import write
from learning.i18n import format_decimal, ngettext
from learning.i18n import lazy_gettext as lazy
from learning.jobs.kinds import Kind, NoLongerFits, Part, Task
from learning.recognition.lists import Entry
from learning.recognition.papers import issuing, press

A_FILE = 50


def counted(many: int) -> str:
    """How many names of a list."""
    return str(ngettext("%(count)s người", "%(count)s người", many, count=format_decimal(many)))


def arguments(entries: Sequence[Entry]) -> dict[str, Any]:
    """What the work is begun with: who, in the order of the list as it stands now."""
    return {"dossiers": [str(one.id) for one in entries if one.is_recognised and one.name]}


def _make(task: Task) -> Part | None:
    ids = [UUID(one) for one in task.arguments["dossiers"][task.done : task.done + A_FILE]]
    if not ids:
        return None
    due = issuing.due(ids)
    with write():
        signed = issuing.sign(due, now())
    made = [paper for one, each in zip(due, signed, strict=True) if (paper := issuing.on_paper(one, each))]
    good = [one for one in signed if one.withdrawn_at is None and one.qr]
    file = press.certificates(made, max(one.award.decided_on for one in due)) if made else None
    return Part(len(ids), lambda: _keep(good), file)


def _keep(made: Sequence[Issued]) -> None:
    if not issuing.still_hold(made):
        raise NoLongerFits


CERTIFICATES = Kind(
    name="certificates",
    title=lazy("In giấy chứng nhận"),
    make=_make,
    counted=counted,
    stopped=lazy(
        "Giấy nằm trong các tệp đã làm vẫn dùng được. Làm lại từ đầu thì số và mã trên giấy vẫn như cũ."
    ),
    file="giay-chung-nhan",
)
