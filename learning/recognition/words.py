"""What a judgement says, in words: each indicator explained, and a whole result in three sentences.

Every code that rules.py and groups.py return has its sentence here; a test holds the two together.
"""

from collections.abc import Callable, Mapping, Sequence

from learning.i18n import gettext as _
from learning.i18n import lazy_gettext as lazy
from learning.i18n import ngettext
from learning.recognition.draw import Confidence
from learning.recognition.groups import ConditionMet
from learning.recognition.radar import Asked, Kind
from learning.recognition.rules import Reason, Result, Scored, next_steps
from learning.recognition.sets import CriteriaSet, PersonSet
from learning.web.errors import Sentence

LEVEL_WORDS: Mapping[str, Sentence] = {
    "self": lazy("tự làm"),
    "present": lazy("làm ở lớp, có người hướng dẫn"),
    "observed": lazy("có người xem làm từng bước"),
    "confirmed": lazy("đã được bốc thăm và kiểm tra lại"),
    "answer": lazy("tự đánh giá"),
}
STANDING_WORDS: Mapping[str, Sentence] = {
    "meets": lazy("Đủ điều kiện"),
    "refresh": lazy("Đủ, nếu làm lại câu hỏi nhắc"),
    "not_yet": lazy("Chưa đủ"),
    "unruled": lazy("Chưa kết luận được"),
}
UNVERIFIED = lazy(
    "Bộ tiêu chí này chưa được đối chiếu với văn bản gốc. Kết quả chỉ để chuẩn bị, chưa phải kết luận."
)
Values = Mapping[str, str | int]


def said(one: Reason) -> str:
    """The sentence of a reason."""
    values = dict(one.values)
    if "level" in values:
        values["level"] = str(LEVEL_WORDS[str(values["level"])])
    if one.code in _PLAIN:
        return str(_PLAIN[one.code]) % values
    return _COUNTING[one.code](values)


def codes() -> frozenset[str]:
    """All codes that have a sentence."""
    return frozenset(_PLAIN) | frozenset(_COUNTING)


_PLAIN: Mapping[str, Sentence] = {
    # an indicator
    "not_answered": lazy("Chưa tự chấm chỉ số này."),
    "answered": lazy("Tự chấm %(points)d trên %(of)d điểm."),
    "answer_most": lazy("Tự chấm %(said)d điểm; phần tự chấm chỉ được tính nhiều nhất %(most)d."),
    "answer_old": lazy("Lần tự chấm trước đã quá %(months)d tháng, cần chấm lại."),
    "below_least": lazy("Mới có %(points)d điểm, chỉ số nào cũng phải được ít nhất %(least)d."),
    # a whole result
    "not_in_force": lazy("Ngày này bộ tiêu chí chưa có hiệu lực hoặc đã hết hiệu lực."),
    "no_group": lazy("Chưa biết thuộc nhóm nào, nên chưa biết dùng phiếu nào."),
    "no_home": lazy("Chưa biết ngày ấy sống ở xã nào, nên chưa biết ngưỡng điểm."),
    "no_threshold": lazy("Chưa ai thấy ngưỡng điểm trong văn bản, nên không kết luận được là đạt hay chưa."),
    "two_homes": lazy("Ngày ấy có tên ở hai xã. Xã nào sẽ đề nghị?"),
    "moved_this_year": lazy("Trong năm có chuyển xã. Hỏi xã cũ đã đề nghị người này chưa."),
    "area_decides": lazy(
        "Trong năm ở cả vùng thường và vùng khó khăn, mà hai ngưỡng cho hai kết quả khác nhau."
    ),
    # the next step
    "step_least": lazy(
        "Chỉ số %(number)d mới có %(points)d điểm, cần ít nhất %(least)d. Bác xem chỉ số này trước."
    ),
    "step_more": lazy("Chỉ số %(number)d đang có %(points)d trên %(of)d điểm, còn thêm được."),
    # a group
    "not_stated": lazy("Chưa ai kê khai điều này."),
    "stated_yes": lazy("Đã kê khai là có."),
    "stated_no": lazy("Đã kê khai là chưa có."),
    "nobody_counted": lazy("Chưa có ai trong danh sách để đếm."),
}


def _record_shows(values: Values) -> str:
    return ngettext(
        "Sổ học tập có %(num)d bài đạt, mức thấp nhất là %(level)s: được %(points)d điểm.",
        "Sổ học tập có %(num)d bài đạt, mức thấp nhất là %(level)s: được %(points)d điểm.",
        int(values["lessons"]),
        level=values["level"],
        points=values["points"],
    )


def _record_short(values: Values) -> str:
    return ngettext(
        "Sổ học tập có %(num)d bài về việc này, chưa đủ để tính điểm (cần từ %(need)s).",
        "Sổ học tập có %(num)d bài về việc này, chưa đủ để tính điểm (cần từ %(need)s).",
        int(values["lessons"]),
        need=values["need"],
    )


def _to_refresh(values: Values) -> str:
    return ngettext(
        "Có %(num)d bài học đã lâu: trả lời lại một câu của bài ấy, chừng một phút, là được tính.",
        "Có %(num)d bài học đã lâu: trả lời lại mỗi bài một câu, chừng một phút, là được tính.",
        int(values["lessons"]),
    )


def _step_refresh(values: Values) -> str:
    return ngettext(
        "Chỉ số %(number)s: bác làm lại một câu hỏi nhắc là thêm %(num)d điểm.",
        "Chỉ số %(number)s: bác làm lại một câu hỏi nhắc là thêm %(num)d điểm.",
        int(values["gain"]),
        number=values["number"],
    )


def _share(values: Values) -> str:
    return ngettext(
        "%(held)s trên %(num)d người có danh hiệu; cần ít nhất %(percent)s%%.",
        "%(held)s trên %(num)d người có danh hiệu; cần ít nhất %(percent)s%%.",
        int(values["of"]),
        held=values["held"],
        percent=values["percent"],
    )


def _share_unknown(values: Values) -> str:
    return ngettext(
        "%(held)s trên %(num)d người có danh hiệu. Chưa ai thấy tỷ lệ phải đạt trong văn bản.",
        "%(held)s trên %(num)d người có danh hiệu. Chưa ai thấy tỷ lệ phải đạt trong văn bản.",
        int(values["of"]),
        held=values["held"],
    )


def _age_unknown(values: Values) -> str:
    return ngettext(
        "Có %(num)d người chưa ghi tuổi, đang được đếm là người lớn.",
        "Có %(num)d người chưa ghi tuổi, đang được đếm là người lớn.",
        int(values["people"]),
    )


_COUNTING: Mapping[str, Callable[[Values], str]] = {
    "record_shows": _record_shows,
    "record_short": _record_short,
    "to_refresh": _to_refresh,
    "step_refresh": _step_refresh,
    "share": _share,
    "share_unknown": _share_unknown,
    "age_unknown": _age_unknown,
}


# ── Whole explanations ──


def name_of(scored: Scored, criteria: PersonSet) -> str:
    """What an indicator is called; by its number alone where nobody has seen its wording."""
    wording = next(one.say for one in criteria.indicators if one.id == scored.indicator)
    if wording is None:
        return _("Chỉ số %(number)d (chưa có lời văn chính thức)", number=scored.number)
    return wording


def explained(scored: Scored) -> list[str]:
    """Why an indicator has its points, in sentences."""
    return [said(one) for one in scored.reasons]


def condition_explained(condition: ConditionMet) -> list[str]:
    """The same, of a condition for a group."""
    return [said(one) for one in condition.reasons]


def in_three_sentences(result: Result) -> list[str]:
    """What is there, what is missing, the next step: to be read aloud."""
    has = ngettext(
        "Bác đang có %(num)d điểm trong %(of)s điểm.",
        "Bác đang có %(num)d điểm trong %(of)s điểm.",
        result.total,
        of=sum(one.of for one in result.scored),
    )
    steps = [said(one) for one in next_steps(result, 1)]
    return [has, _missing(result), *steps] if result.standing != "meets" else [has, _missing(result)]


def _missing(result: Result) -> str:
    if result.standing == "unruled":
        return said(result.questions[0])
    if result.standing == "meets":
        return _("Theo bộ tiêu chí, bác đã đủ điểm để được đề nghị.")
    if result.standing == "refresh":
        return _("Bác chỉ còn phải làm lại câu hỏi nhắc của bài học đã lâu.")
    short = max((result.needed or 0) - result.total, 0)
    if not short:
        return ngettext(
            "Điểm đã đủ, nhưng còn %(num)d chỉ số quá thấp.",
            "Điểm đã đủ, nhưng còn %(num)d chỉ số quá thấp.",
            len(result.below_least),
        )
    return ngettext("Bác còn thiếu %(num)d điểm.", "Bác còn thiếu %(num)d điểm.", short)


def caution(criteria: CriteriaSet) -> Sequence[str]:
    """What stands beside every result of an unverified set, on screen and in print."""
    return () if criteria.verified else (str(UNVERIFIED), *criteria.doubts)


# ── A list ──


_ASKS: Mapping[Kind, Sentence] = {
    "shared_device": lazy(
        "Một máy có %(count)d người làm bài trong một ngày. "
        "Hôm ấy ai cầm máy, có phải buổi giúp bà con không?"
    ),
    "too_fast": lazy(
        "Có %(count)d bài đúng hết, mỗi câu chỉ chừng %(seconds)s giây. "
        "Người này biết sẵn, hay có ai làm giúp?"
    ),
    "clones": lazy("Những người này sai giống hệt nhau ở %(count)d bài. Họ làm chung với nhau à?"),
    "night": lazy("Có %(count)d lượt làm bài lúc đêm khuya trên một máy. Đêm ấy có việc gì?"),
    "perfect_class": lazy(
        "Cả lớp %(count)d người đúng hết ngay lần đầu. Lớp làm bài thế nào, có đọc đáp án trước không?"
    ),
}


def asked(one: Asked) -> str:
    """What somebody is asked about something odd: a question, never a reproach."""
    seconds = "" if one.seconds is None else f"{one.seconds:.1f}".replace(".", ",")
    return str(_ASKS[one.kind]) % {"count": one.count, "seconds": seconds}


def how_sure(found: Confidence) -> str:
    """What the checks say of a list: of the list, and of no person in it."""
    return ngettext(
        "Đã bốc thăm kiểm tra lại %(checked)s trên %(num)d người: %(confirmed)s đúng, %(wrong)s không đúng, "
        "%(missed)s chưa gặp được. Với chừng ấy, danh sách có thể còn sai nhiều nhất %(most)s người.",
        "Đã bốc thăm kiểm tra lại %(checked)s trên %(num)d người: %(confirmed)s đúng, %(wrong)s không đúng, "
        "%(missed)s chưa gặp được. Với chừng ấy, danh sách có thể còn sai nhiều nhất %(most)s người.",
        found.listed,
        checked=found.checked,
        confirmed=found.confirmed,
        wrong=found.not_confirmed,
        missed=found.not_reached,
        most=found.at_most_wrong,
    )
