"""The log of a dossier in words, for the person whose dossier it is: offices, never names of staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from learning.i18n import format_date
from learning.i18n import gettext as _
from learning.i18n import lazy_gettext as lazy
from learning.places.rules import day_of
from learning.recognition import stages
from learning.recognition.queries import DossierFacts, Step
from learning.recognition.stages import WITHDRAWN, Stage
from learning.web.errors import Sentence

BRANCH = lazy("Chi hội khuyến học")
ASSOCIATION = lazy("Hội Khuyến học xã")
COMMUNE = lazy("Ủy ban nhân dân xã")
# Who sends a dossier back is whoever had it.
_RETURNED_BY: Mapping[Stage, tuple[Sentence, Sentence]] = {
    "submitted": (BRANCH, lazy("Chi hội khuyến học trả lại hồ sơ.")),
    "endorsed": (ASSOCIATION, lazy("Hội Khuyến học xã trả lại hồ sơ.")),
    "proposed": (COMMUNE, lazy("Ủy ban nhân dân xã trả lại hồ sơ.")),
}
RETURN_WORDS: Mapping[str, Sentence] = {
    "evidence-missing": lazy("Lý do: còn thiếu minh chứng."),
    "wrong-person": lazy("Lý do: thông tin người trong hồ sơ chưa đúng."),
    "wrong-place": lazy("Lý do: hồ sơ gửi nhầm nơi ở."),
    "no-consent": lazy("Lý do: chưa rõ bác có đồng ý gửi hay không."),
    "listed-twice": lazy("Lý do: tên bác có hai lần trong danh sách."),
    "other": lazy("Lý do khác. Bác hỏi nơi đã trả lại để biết rõ."),
}
MEND_WORDS: Mapping[str, Sentence] = {
    "evidence-missing": lazy("Bác xem lại từng chỉ số, học thêm bài còn thiếu, rồi gửi lại."),
    "wrong-person": lazy("Bác nhờ hướng dẫn viên sửa tên, năm sinh trên thẻ học, rồi gửi lại."),
    "wrong-place": lazy("Bác chọn lại xã, thôn đang ở, rồi gửi lại."),
    "no-consent": lazy("Nếu muốn được đề nghị, bác chọn “Có, tôi đồng ý”, rồi gửi lại."),
    "listed-twice": lazy("Bác nhờ hướng dẫn viên gộp hai tên làm một. Hồ sơ kia vẫn được xét."),
    "other": lazy("Hỏi xong, bác sửa theo lời hướng dẫn rồi gửi lại."),
}
APPEAL_WORDS: Mapping[str, Sentence] = {
    "points-missing": lazy("Tôi đã học, đã làm, mà chưa được tính điểm."),
    "did-it-myself": lazy("Bài tôi tự làm, không ai làm hộ."),
    "wrong-place": lazy("Nơi ở hoặc vùng khó khăn ghi chưa đúng."),
    "mistaken-for-another": lazy("Tôi bị nhầm với người khác."),
    "not-understood": lazy("Tôi không hiểu vì sao, muốn được giải thích."),
}
_DONE: Mapping[str, Sentence] = {
    "opened": lazy("Bác mở hồ sơ."),
    "submitted": lazy("Bác gửi hồ sơ."),
    "endorsed": lazy("Chi hội khuyến học đồng ý, chuyển lên Hội Khuyến học xã."),
    "proposed": lazy("Hội Khuyến học xã đưa tên bác vào danh sách đề nghị."),
    "correction-asked": lazy("Có người đề nghị xem lại quyết định."),
    "kept": lazy("Người thứ hai đã xem lại: giữ nguyên quyết định."),
    "appealed": lazy("Bác đề nghị xem lại."),
    "upheld": lazy("Một người khác đã xem lại: giữ nguyên như trước."),
    "reopened": lazy("Một người khác đã xem lại: hồ sơ được nhận lại."),
}
_SENT_AGAIN = lazy("Bác gửi lại hồ sơ.")
_TAKEN_BACK = lazy("Bác rút hồ sơ về.")
_RULED: Mapping[tuple[str, str], Sentence] = {
    ("decided", "recognised"): lazy("Ủy ban nhân dân xã công nhận bác, quyết định số %(number)s."),
    ("decided", "not-recognised"): lazy("Ủy ban nhân dân xã chưa công nhận bác, quyết định số %(number)s."),
    ("corrected", "recognised"): lazy("Quyết định được sửa: công nhận bác, quyết định số %(number)s."),
    ("corrected", "not-recognised"): lazy(
        "Quyết định được sửa: chưa công nhận bác, quyết định số %(number)s."
    ),
}
# Where it lies now, and what she has to do.
_WHERE: Mapping[str, tuple[Sentence, Sentence]] = {
    "draft": (lazy("Hồ sơ mới mở, chưa gửi."), lazy("Bác gửi lúc nào cũng được.")),
    "submitted": (
        lazy("Hồ sơ đang ở chi hội khuyến học."),
        lazy("Bác không phải làm gì. Có tin mới, trang này sẽ báo."),
    ),
    "endorsed": (
        lazy("Hồ sơ đang ở Hội Khuyến học xã."),
        lazy("Bác không phải làm gì. Có tin mới, trang này sẽ báo."),
    ),
    "proposed": (
        lazy("Hồ sơ đang ở Ủy ban nhân dân xã, chờ quyết định."),
        lazy("Có thể có người gọi bác làm lại một câu. Đó là bốc thăm, ai cũng có thể gặp."),
    ),
    "correcting": (
        lazy("Quyết định đang được xem lại."),
        lazy("Bác không phải làm gì. Có tin mới, trang này sẽ báo."),
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One step, as she reads or hears it."""

    at: datetime
    office: Sentence
    said: Sequence[Sentence]

    @property
    def day(self) -> str:
        return str(format_date(day_of(self.at), "long"))


def lines_of(dossier: DossierFacts) -> list[Line]:
    """Every step in words, the last first."""
    before: Sequence[Step] = (dossier.steps[0], *dossier.steps)
    return [
        Line(step.at, _office(step, last.stage), _said(step, last.stage))
        for last, step in reversed(list(zip(before, dossier.steps, strict=False)))
    ]


def where(dossier: DossierFacts) -> list[str]:
    """How it stands, in two or three sentences."""
    step = dossier.steps[-1]
    if stages.open_appeal(dossier.steps) is not None and dossier.stage != "correcting":
        return [str(_DONE["appealed"]), _("Một người khác sẽ xem lại. Bác chờ tin ở trang này.")]
    if dossier.stage == "returned":
        return _why_returned(dossier)
    if dossier.stage == "decided":
        stands = dossier.decisions[-1]
        return [_ruled(stands), *([_("Chúc mừng bác!")] if stands.outcome == "recognised" else [])]
    lies, does = _WHERE[step.stage]
    return [str(lies), str(does)]


def _why_returned(dossier: DossierFacts) -> list[str]:
    places = [place for place, one in enumerate(dossier.steps) if one.verb == "returned"]
    step = dossier.steps[places[-1]]
    if step.reason == WITHDRAWN:
        return [str(_TAKEN_BACK), _("Không có gì mất. Muốn gửi lại lúc nào cũng được.")]
    _office_of, returned = _RETURNED_BY[dossier.steps[places[-1] - 1].stage]
    reason = step.reason or "other"
    return [str(returned), str(RETURN_WORDS[reason]), str(MEND_WORDS[reason])]


def _office(step: Step, before: Stage) -> Sentence:
    if step.verb in ("opened", "submitted", "appealed") or step.reason == WITHDRAWN:
        return lazy("Bác")
    if step.verb == "returned":
        return _RETURNED_BY[before][0]
    if step.verb in ("upheld", "reopened"):
        return lazy("Người xem lại")
    return {"endorsed": BRANCH, "proposed": ASSOCIATION}.get(step.verb, COMMUNE)


def _said(step: Step, before: Stage) -> Sequence[Sentence]:
    if step.reason == WITHDRAWN:
        return [_TAKEN_BACK]
    if step.verb == "returned":
        return [_RETURNED_BY[before][1], RETURN_WORDS[step.reason or "other"]]
    if step.verb in ("decided", "corrected"):
        return [_ruled(step)]
    if step.verb == "submitted" and before == "returned":
        return [_SENT_AGAIN]
    if step.verb == "appealed":
        return [_DONE["appealed"], APPEAL_WORDS[step.reason or "not-understood"]]
    return [_DONE[step.verb]]


def _ruled(step: Step) -> str:
    return str(_RULED[step.verb, step.outcome or ""]) % {"number": step.number}
