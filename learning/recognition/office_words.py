"""Words for the offices that read, propose, check and decide: reasons, outcomes, states, what was refused."""

from collections.abc import Mapping

from learning.i18n import gettext as _
from learning.i18n import lazy_gettext as lazy
from learning.i18n import ngettext
from learning.recognition import words
from learning.recognition.rules import Reason, Result, next_steps
from learning.web.errors import Sentence

# What stands in the log of what staff do.
VERBS: Mapping[str, Sentence] = {
    "dossier-endorsed": lazy("Đồng ý một hồ sơ công nhận"),
    "dossier-returned": lazy("Trả lại một hồ sơ công nhận"),
    "list-proposed": lazy("Đề nghị và chốt danh sách công nhận"),
    "list-drawn": lazy("Bốc thăm danh sách công nhận"),
    "list-checked": lazy("Ghi kết quả kiểm tra lại"),
    "question-answered": lazy("Trả lời câu hỏi về danh sách"),
    "list-decided": lazy("Ghi quyết định công nhận"),
    "correction-asked": lazy("Đề nghị sửa quyết định công nhận"),
    "correction-decided": lazy("Trả lời đề nghị sửa quyết định"),
    "appeal-answered": lazy("Trả lời đề nghị xem lại"),
}
RETURN_REASONS: Mapping[str, Sentence] = {
    "evidence-missing": lazy("Còn thiếu minh chứng"),
    "wrong-person": lazy("Thông tin về người chưa đúng"),
    "wrong-place": lazy("Không thuộc nơi này"),
    "no-consent": lazy("Chưa rõ người ấy có đồng ý không"),
    "listed-twice": lazy("Một người có hai hồ sơ"),
    "other": lazy("Lý do khác, sẽ nói trực tiếp"),
}
CORRECTION_REASONS: Mapping[str, Sentence] = {
    "wrong-person": lazy("Nhầm người"),
    "wrong-result": lazy("Kết quả ghi chưa đúng"),
    "misspelt": lazy("Sai tên hoặc năm sinh"),
    "appeal": lazy("Người có hồ sơ đề nghị xem lại"),
    "evidence-false": lazy("Minh chứng không đúng sự thật"),
}
APPEAL_REASONS: Mapping[str, Sentence] = {
    "points-missing": lazy("Đã học, đã làm mà chưa được tính điểm"),
    "did-it-myself": lazy("Bài tự làm, không ai làm hộ"),
    "wrong-place": lazy("Nơi ở hoặc vùng khó khăn ghi chưa đúng"),
    "mistaken-for-another": lazy("Bị nhầm với người khác"),
    "not-understood": lazy("Chưa hiểu vì sao, muốn được giải thích"),
}
OUTCOMES: Mapping[str, Sentence] = {
    "recognised": lazy("Công nhận"),
    "not-recognised": lazy("Không công nhận"),
}
CHECKS: Mapping[str, Sentence] = {
    "confirmed": lazy("Đúng, tự làm được"),
    "not_confirmed": lazy("Không làm lại được"),
    "not_reached": lazy("Chưa gặp được"),
}
REPLIES: Mapping[str, Sentence] = {
    "class": lazy("Hôm ấy là buổi học chung"),
    "shared": lazy("Nhà hoặc xóm dùng chung máy"),
    "helped": lazy("Có người cầm tay chỉ việc"),
    "knew": lazy("Người ấy đã biết từ trước"),
    "unclear": lazy("Đã hỏi, chưa rõ"),
}
STAGES: Mapping[str, Sentence] = {
    "draft": lazy("Đang viết"),
    "submitted": lazy("Ở chi hội"),
    "endorsed": lazy("Ở Hội Khuyến học xã"),
    "proposed": lazy("Trong danh sách đề nghị"),
    "decided": lazy("Đã có quyết định"),
    "returned": lazy("Đã trả lại"),
    "correcting": lazy("Đang xem lại quyết định"),
}
STATES: Mapping[str, Sentence] = {
    "closed": lazy("Đã chốt, chờ bốc thăm"),
    "drawn": lazy("Đang kiểm tra lại"),
    "checked": lazy("Chờ xã quyết định"),
    "decided": lazy("Đã có quyết định"),
}
PROGRESS: Mapping[str, Sentence] = {
    "done": lazy("Đã xong"),
    "deciding": lazy("Chờ quyết định"),
    "checking": lazy("Đang kiểm tra lại"),
    "drawing": lazy("Chờ bốc thăm"),
    "reading": lazy("Đang xét hồ sơ"),
    "none": lazy("Chưa có hồ sơ"),
}
AREAS: Mapping[str, Sentence] = {"usual": lazy("vùng thường"), "difficult": lazy("vùng khó khăn")}
_DONE: Mapping[str, Sentence] = {
    "opened": lazy("Mở hồ sơ"),
    "submitted": lazy("Gửi hồ sơ"),
    "endorsed": lazy("Chi hội đồng ý, chuyển lên"),
    "proposed": lazy("Hội Khuyến học xã đưa vào danh sách"),
    "returned": lazy("Trả lại"),
    "decided": lazy("Xã quyết định"),
    "correction-asked": lazy("Đề nghị sửa quyết định"),
    "corrected": lazy("Sửa quyết định"),
    "kept": lazy("Giữ nguyên quyết định"),
    "appealed": lazy("Người có hồ sơ đề nghị xem lại"),
    "upheld": lazy("Đã xem lại: giữ nguyên"),
    "reopened": lazy("Đã xem lại: nhận lại hồ sơ"),
}
_WITHDRAWN = lazy("Người có hồ sơ rút về")
# Why something could not be done: rules of steps, of lists and of the draw.
REFUSED: Mapping[str, Sentence] = {
    "not_now": lazy("Việc này đã có người làm rồi. Anh chị xem hồ sơ bây giờ đang ở đâu."),
    "same_person": lazy(
        "Việc này cần một người khác: ai đề nghị, ai đồng ý thì không tự kiểm tra hay quyết định."
    ),
    "own": lazy("Ở đây có hồ sơ của chính anh chị, nên việc này để người khác làm."),
    "no_reason": lazy("Anh chị chọn một lý do."),
    "no_outcome": lazy("Anh chị chọn kết quả."),
    "no_number": lazy("Anh chị ghi số quyết định."),
    "not_hers": lazy("Việc này chỉ người có hồ sơ làm được."),
    "nobody": lazy("Chưa chọn ai. Anh chị đánh dấu ít nhất một người."),
    "changed": lazy("Có tên vừa thay đổi, nên chưa chốt. Anh chị xem lại những người còn đề nghị được."),
    "untold": lazy("Ai kiểm tra lại chưa xác nhận được thì anh chị chọn rõ: công nhận, hay trả lại vì sao."),
    "already_drawn": lazy("Danh sách này đã bốc thăm. Mỗi danh sách chỉ bốc thăm một lần."),
    "not_drawn": lazy("Danh sách chưa bốc thăm, hoặc người này không có trong lượt bốc thăm."),
    "not_listed": lazy("Tên này không còn trong danh sách. Anh chị tải lại trang rồi làm tiếp."),
    "said_already": lazy("Việc này đã có người ghi rồi, không ghi đè được."),
    "unchecked": lazy("Còn người bốc thăm chưa được kiểm tra lại. Xong hết mới ghi quyết định."),
    "decided": lazy("Danh sách này đã có quyết định."),
    "not_six_digits": lazy("Cần đúng sáu chữ số."),
}


def refused(why: str) -> Sentence:
    """Why it could not be done."""
    return REFUSED.get(why, REFUSED["not_now"])


def done(verb: str, reason: str | None, outcome: str | None, number: str | None) -> str:
    """One step of a dossier, for the offices."""
    if reason == "withdrawn":
        return str(_WITHDRAWN)
    said = str(_DONE[verb])
    reasons = {"returned": RETURN_REASONS, "correction-asked": CORRECTION_REASONS, "appealed": APPEAL_REASONS}
    if reason and verb in reasons:
        return f"{said}: {reasons[verb][reason]}"
    if outcome:
        return _("%(said)s: %(outcome)s, số %(number)s", said=said, outcome=OUTCOMES[outcome], number=number)
    return said


def people(many: int) -> str:
    return str(ngettext("%(num)d người", "%(num)d người", many))


def days(many: int) -> str:
    return str(ngettext("%(num)d ngày", "%(num)d ngày", many))


# ── What a person has to settle, and what is missing ──

QUESTIONS: Mapping[str, Sentence] = {
    "no_longer_agrees": lazy("Người này không còn đồng ý để được đề nghị."),
    "same_name": lazy("Có hai hồ sơ cùng tên, cùng năm sinh. Một người hay hai người?"),
}


def question(one: Reason) -> str:
    """What somebody has to settle before this name can go on."""
    return str(QUESTIONS[one.code]) if one.code in QUESTIONS else words.said(one)


def missing(result: Result) -> list[str]:
    """What is missing of somebody's points, the nearest thing first."""
    short = max((result.needed or 0) - result.total, 0)
    said = [_short(short)] if short else []
    return [*said, *(_step(one) for one in next_steps(result))]


def _short(points: int) -> str:
    return str(ngettext("Còn thiếu %(num)d điểm.", "Còn thiếu %(num)d điểm.", points))


def _step(one: Reason) -> str:
    values = dict(one.values)
    if one.code == "step_refresh":
        return _("Chỉ số %(number)s: làm lại một câu hỏi nhắc là thêm %(gain)s điểm.", **values)
    if one.code == "step_least":
        return _("Chỉ số %(number)s mới %(points)s điểm, cần ít nhất %(least)s.", **values)
    return _("Chỉ số %(number)s đang %(points)s trên %(of)s điểm.", **values)


def mixed(mix: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """What points rest on: level, its words and its points, the weakest last; what gives none left out."""
    order = ("confirmed", "observed", "present", "self", "answer")
    return [(level, str(words.LEVEL_WORDS[level]), mix[level]) for level in order if mix.get(level)]


def own_word(mix: Mapping[str, int]) -> int:
    """How many of a hundred points rest on nothing but somebody's own word, rounded to the nearest."""
    total = sum(mix.values())
    return (200 * mix.get("answer", 0) + total) // (2 * total) if total else 0
