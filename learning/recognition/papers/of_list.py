"""Papers of one list: the list, the minutes of its draw and meeting, a decision to go on writing."""

from collections.abc import Sequence
from datetime import date

from learning.i18n.speaking import speaking_vietnamese
from learning.places.rules import day_of
from learning.recognition import words
from learning.recognition.lists import Entry, ListFacts
from learning.recognition.papers import wording
from learning.recognition.papers.values import Cell, Note, Paper, Part, Signer, Table
from learning.recognition.papers.wording import BLANK, Offices
from learning.recognition.sets import CriteriaSet

OUTCOMES = {
    "confirmed": "Đúng",
    "not_confirmed": "Không đúng",
    "not_reached": "Chưa gặp được",
}
CHAIR = "Chủ trì"
_HEADS = ("STT", "Họ và tên", "Năm sinh", "Ấp, thôn, bản", "Điểm", *wording.MIX.values(), "Cần", "Ghi chú")
_WIDTHS = (4, 17, 6, 12, 5, 5, 5, 6, 6, 6, 5, 16)


def list_paper(
    facts: ListFacts, entries: Sequence[Entry], criteria: CriteriaSet, offices: Offices, on: date
) -> Paper:
    """Before the decision what the association proposes; after it whom the commune recognised."""
    decision = facts.decision
    shown = [one for one in entries if one.is_recognised] if decision else list(entries)
    by = f"{offices.committee}" if decision else offices.association
    attached = (
        f"(Kèm theo Quyết định số {decision.number} {wording.day(decision.signed_on)} của {by})"
        if decision
        else f"(Kèm theo Tờ trình số {BLANK} của {by})"
    )
    what = "Được công nhận" if decision else "Đề nghị công nhận"
    return Paper(
        name="list",
        on=on,
        is_lying=True,
        above="" if decision else offices.association_above,
        agency=by,
        number="",
        dated=wording.dated(offices, decision.signed_on) if decision else wording.to_be_dated(offices, on),
        kind="Danh sách",
        subject=f"{what} danh hiệu “{criteria.title}” năm {facts.year}",
        attached=attached,
        cautions=wording.cautions(criteria),
        parts=(Part(table=_people(shown), below=(how_sure(facts),)),),
        closing=f"Danh sách này có {len(shown)} người, tổng cộng {wording.told_mix(shown)}.",
        notes=(
            Note(figure="Số người", value=str(len(shown)), meaning=_who_counts(has_decision=bool(decision))),
            wording.POINTS,
            *wording.MIX_NOTES,
            Note(
                figure="Cần",
                value="điểm",
                meaning="Ngưỡng của bộ tiêu chí ở vùng mà người ấy sống vào ngày lập danh sách.",
            ),
        ),
        signers=_signers(has_decision=bool(decision)),
    )


def _who_counts(*, has_decision: bool) -> str:
    if has_decision:
        return "Mỗi người một lần; ai được đính chính là không công nhận thì không còn ở đây."
    return "Mỗi người một lần: mọi hồ sơ Hội đã đưa vào danh sách này khi chốt."


def _signers(*, has_decision: bool) -> tuple[Signer, ...]:
    if has_decision:
        return (
            Signer(role="Người lập danh sách"),
            Signer(role="Chủ tịch", name_of="TM. Ủy ban nhân dân"),
        )
    return (
        Signer(role="Người lập danh sách"),
        Signer(role="Chủ tịch", name_of="TM. Ban Chấp hành"),
    )


def _people(entries: Sequence[Entry]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            number,
            wording.called(one),
            one.year_of_birth or "",
            one.hamlet,
            one.total,
            *wording.mix_cells(one.mix),
            one.needed if one.needed is not None else "chưa rõ",
            remark(one),
        )
        for number, one in enumerate(entries, 1)
    ]
    last = wording.total_row("", entries, (f"Cộng: {len(entries)} người", "", ""))
    return Table(heads=_HEADS, widths=_WIDTHS, rows=(*rows, (*last, "", "")), has_total=True)


def remark(one: Entry) -> str:
    """What stands beside a name."""
    said = []
    if one.outcome:
        said.append(f"Kiểm tra lại: {OUTCOMES[one.outcome].lower()}")
    if one.fate == "returned":
        said.append("Đã trả lại")
    if len(one.decisions) > 1 and one.decision is not None:
        said.append(f"Đính chính theo {one.decision.number}")
    return ". ".join(said)


# ── Minutes ──


def minutes_paper(
    facts: ListFacts, entries: Sequence[Entry], criteria: CriteriaSet, offices: Offices, on: date
) -> Paper:
    """What the meeting did, as far as the server knows; who was there is written in by hand."""
    return Paper(
        name="minutes",
        on=on,
        above=offices.association_above,
        agency=offices.association,
        number=f"Số: {BLANK}/BB-HKH",
        dated=wording.to_be_dated(offices, on),
        kind="Biên bản",
        subject=f"Họp xét, bốc thăm kiểm tra lại danh sách đề nghị công nhận "
        f"“{criteria.title}” năm {facts.year}",
        cautions=wording.cautions(criteria),
        parts=(
            Part(title="1. Thời gian, địa điểm", said=(f"Bắt đầu lúc {BLANK}, tại {BLANK}{BLANK}",)),
            Part(
                title="2. Thành phần",
                said=(
                    f"{CHAIR}: {BLANK}{BLANK}",
                    f"Thư ký: {BLANK}{BLANK}",
                    f"Người đọc sáu chữ số khi bốc thăm (không phải người đề nghị): {BLANK}{BLANK}",
                    f"Cùng dự: {BLANK}{BLANK}",
                ),
            ),
            _proposed(facts, entries),
            _drawn(facts),
            _checked(facts, entries),
            Part(title="6. Điều cần hỏi lại", said=(what_was_asked(facts),)),
            Part(
                title="7. Kết luận",
                said=(f"{BLANK}{BLANK}{BLANK}", f"Cuộc họp kết thúc lúc {BLANK} cùng ngày."),
            ),
        ),
        notes=(listed_note(facts), wording.POINTS, *wording.MIX_NOTES, draw_note(facts)),
        recipients=(offices.committee, "Lưu: Hội Khuyến học"),
        signers=(Signer(role="Thư ký"), Signer(role=CHAIR)),
    )


def _proposed(facts: ListFacts, entries: Sequence[Entry]) -> Part:
    return Part(
        title="3. Danh sách đề nghị",
        said=(
            (
                f"Danh sách chốt {wording.day(day_of(facts.proposed_at))}, có {facts.listed} người, "
                f"tổng cộng {wording.told_mix(entries)}."
            ),
            f"Mã danh sách (SHA-256): {facts.digest}",
        ),
    )


def _drawn(facts: ListFacts) -> Part:
    if facts.drawing is None:
        return Part(title="4. Bốc thăm", said=("Chưa bốc thăm.",))
    return Part(
        title="4. Bốc thăm",
        said=(
            f"Trước khi bốc thăm, máy công bố lời cam kết {facts.commitment}.",
            (
                f"Người chứng kiến đọc sáu chữ số: {facts.drawing.spoken}. "
                f"Sau đó máy mở khóa bí mật {facts.secret.hex()}."
            ),
            f"Từ hai số ấy, ai có danh sách cũng bốc lại được và phải ra đúng {facts.many} người sau.",
        ),
    )


def _checked(facts: ListFacts, entries: Sequence[Entry]) -> Part:
    if facts.drawing is None:
        return Part(title="5. Kiểm tra lại", said=("Chưa có.",))
    by_id = {one.id: one for one in entries}
    rows = [
        (number, wording.called(by_id[one]), by_id[one].hamlet, _outcome(by_id[one]))
        for number, one in enumerate(facts.drawing.drawn, 1)
    ]
    table = Table(heads=("STT", "Họ và tên", "Ấp, thôn, bản", "Kết quả"), widths=(2, 9, 7, 6), rows=(*rows,))
    return Part(title="5. Kiểm tra lại", table=table, below=(how_sure(facts),))


def _outcome(one: Entry) -> str:
    return OUTCOMES[one.outcome] if one.outcome else "Chưa kiểm tra"


def what_was_asked(facts: ListFacts) -> str:
    """How much the radar asked about the names, and how much of it somebody answered."""
    many, told = len(facts.questions), sum(one.reply is not None for one in facts.questions)
    return (
        f"Máy thấy {many} điều cần hỏi lại; {told} điều đã có người có mặt trả lời."
        if many
        else "Máy không thấy điều gì cần hỏi lại."
    )


def listed_note(facts: ListFacts) -> Note:
    """How many are proposed."""
    return Note(figure="Số người", value=str(facts.listed), meaning=_who_counts(has_decision=False))


def draw_note(facts: ListFacts) -> Note:
    """How many are drawn."""
    return Note(
        figure="Số người bốc thăm",
        value=str(facts.many),
        meaning="Ba phần trăm danh sách, làm tròn lên, ít nhất năm người; ngắn hơn thì kiểm tra tất cả.",
    )


def how_sure(facts: ListFacts) -> str:
    """What the second look says of the whole list."""
    sure = facts.decision.confidence if facts.decision else facts.confidence
    if sure is None:
        return "Danh sách chưa được bốc thăm kiểm tra lại."
    with speaking_vietnamese():
        return words.how_sure(sure)


# ── A decision to go on writing ──


def decision_paper(
    facts: ListFacts, entries: Sequence[Entry], criteria: CriteriaSet, offices: Offices, on: date
) -> Paper:
    """The words of a decision. The commune finishes, signs and numbers it; nothing here decides."""
    going = [one for one in entries if one.fate != "returned"]
    decided = facts.decision
    return Paper(
        name="decision",
        on=on,
        agency=offices.committee,
        number=f"Số: {decided.number if decided else BLANK + '/QĐ-UBND'}",
        dated=wording.dated(offices, decided.signed_on) if decided else wording.to_be_dated(offices, on),
        kind="Quyết định",
        subject=f"Về việc công nhận danh hiệu “{criteria.title}” năm {facts.year}",
        authority=offices.committee,
        orders="Quyết định:",
        grounds=(
            f"Căn cứ {BLANK}{BLANK};",
            wording.basis(criteria),
            f"Theo đề nghị của {offices.association} tại Tờ trình số {BLANK}.",
        ),
        cautions=wording.cautions(criteria),
        parts=_articles(facts, len(going), criteria, offices),
        recipients=("Như Điều 3", offices.association, "Lưu: VT"),
        signers=(Signer(role="Chủ tịch", name_of="TM. Ủy ban nhân dân"),),
    )


def _articles(facts: ListFacts, many: int, criteria: CriteriaSet, offices: Offices) -> tuple[Part, ...]:
    title = f"danh hiệu “{criteria.title}” năm {facts.year}"
    said = (
        f"Công nhận {title} cho {many} người có tên trong danh sách kèm theo.",
        "Quyết định này có hiệu lực kể từ ngày ký.",
        f"{offices.association} và những người có tên chịu trách nhiệm thi hành.",
    )
    return tuple(
        Part(title=f"Điều {number}.", is_run_in=True, said=(one,)) for number, one in enumerate(said, 1)
    )
