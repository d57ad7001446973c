"""Keeping what a page without scripts sent: the same record, the same marks, as what devices send."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from learning import accounts, clock, db
from learning.ids import derived_id
from learning.i18n import current, lazy_gettext
from learning.i18n.registry import Language
from learning.records import operations as records
from learning.web.errors import Sentence

NOT_KEPT = lazy_gettext("Máy chủ đang bận nên chưa giữ được kết quả. Bác chờ một phút rồi bấm nút bên dưới lần nữa.")
REFUSED = lazy_gettext("Bài này vừa được sửa nên câu trả lời cũ không khớp. Bác mở lại bài và làm lại nhé.")


@dataclass(frozen=True, slots=True)
class Kept:
    """Whether everything is in the record; if not, the sentence that says why."""

    kept: bool
    say: Sentence = ""


def keep_check(module: str, version: str, form: int, given: Mapping[str, object]) -> Kept:
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


def keep_review(due: Mapping[tuple[str, str, str], object], given: Mapping[str, object]) -> Kept:
    """Keep answers to due questions. `due` maps (module, version, question) to the instant it was due."""
    return _keep(
        [
            {
                "verb": "reviewed",
                "module": module,
                "version": version,
                "question": question,
                "answer": given[question],
                "attempt": str(derived_id(module, question, instant)),
            }
            for (module, version, question), instant in due.items()
            if question in given
        ]
    )


def _keep(events: list[dict[str, object]]) -> Kept:
    person, device = _learner(current())
    at = clock.now()
    first = int(at.timestamp() * 1000)
    for place, event in enumerate(events):
        named = (event["verb"], event["module"], event.get("question"), event.get("attempt"), event.get("answer"))
        event.update(
            id=str(derived_id(person, *named)),
            at=at.isoformat(),
            seq=first + place,
            language=current().code,
            via="web",
        )
    try:
        receipt = records.append(person, device, events)
    except db.DatabaseTrouble:
        return Kept(kept=False, say=NOT_KEPT)
    return Kept(kept=False, say=REFUSED) if receipt.refused else Kept(kept=True)


def _learner(language: Language) -> tuple[UUID, UUID]:
    """The person of this session with her device; the first kept answer makes a guest."""
    signed_in = accounts.session.current()
    if signed_in is None:
        signed_in = accounts.session.start_guest(language.code)
    return signed_in.person_id, signed_in.device
