"""Keeping what a page without scripts sent: the same record, the same marks, as what devices send."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import request

from learning import clock
from learning.accounts import session
from learning.accounts.operations import make_guest
from learning.db import write
from learning.i18n import current, lazy_gettext
from learning.ids import derived_id, new_id
from learning.quizzes.marking import Answer
from learning.records import operations as records
from learning.study.asked import ReviewItem
from learning.trouble import DatabaseTrouble
from learning.web.errors import Sentence

NOT_KEPT = lazy_gettext(
    "Máy chủ đang bận nên chưa giữ được kết quả. Bác chờ một phút rồi bấm nút bên dưới lần nữa."
)
REFUSED = lazy_gettext("Bài này vừa được sửa nên câu trả lời cũ không khớp. Bác mở lại bài và làm lại nhé.")


_NAMED_BY = ("verb", "module", "version", "question", "form", "attempt", "answer")


@dataclass(frozen=True, slots=True)
class Kept:
    """Whether everything is in the record; if not, the sentence that says why."""

    kept: bool
    say: Sentence = ""


def keep_check(module: str, version: str, form: int, given: Mapping[str, Answer]) -> Kept:
    """Keep the answers to a form. Sending the same answers again is the same attempt and adds nothing."""
    attempt = derived_id(module, version, form, sorted((one, str(answer)) for one, answer in given.items()))
    return _keep(
        [
            {
                "verb": "answered",
                "module": module,
                "version": version,
                "question": question,
                "form": form,
                "attempt": str(attempt),
                "answer": answer,
            }
            for question, answer in given.items()
        ]
    )


def keep_practice(module: str, version: str, path: tuple[str, ...]) -> Kept:
    """Keep a rehearsal walked to its end, by its taps."""
    return _keep([{"verb": "practised", "module": module, "version": version, "answer": list(path)}])


def keep_review(items: Sequence[ReviewItem], given: Mapping[str, Answer]) -> Kept:
    """Keep answers to due questions. The instant it was due names a review: sent twice, it is still one."""
    return _keep(
        [
            {
                "verb": "reviewed",
                "module": item.module.id,
                "version": item.module.version,
                "question": item.asked.question.id,
                "answer": given[item.asked.question.id],
                "attempt": str(derived_id(item.name)),
            }
            for item in items
        ]
    )


def _keep(events: list[dict[str, object]]) -> Kept:
    try:
        person = _learner()
        receipt = records.append(person, derived_id("pages of", person), _as_sent(events, person))
    except DatabaseTrouble:
        return Kept(kept=False, say=NOT_KEPT)
    return Kept(kept=False, say=REFUSED) if receipt.refused else Kept(kept=True)


def _as_sent(events: list[dict[str, object]], person: UUID) -> list[dict[str, object]]:
    """As a device would send them. The id follows from the answer, so a page sent twice is kept once."""
    at = clock.now()
    first = int(at.timestamp() * 1000)
    return [
        {
            **event,
            "id": str(derived_id(person, *(event.get(part) for part in _NAMED_BY))),
            "at": at.isoformat(),
            "seq": first + place,
            "language": current().code,
            "via": "web",
        }
        for place, event in enumerate(events)
    ]


def _learner() -> UUID:
    """The person of this session; the first kept answer makes a guest."""
    signed_in = session.current()
    if signed_in is not None:
        return signed_in.person_id
    with write():
        guest = make_guest(new_id(), current().code, request.remote_addr or "")
    session.start(guest, "guest")
    return guest
