"""The letter that lays a list before the commune: what is asked, for how many, and how sure it is."""

from collections.abc import Sequence
from datetime import date

from learning.recognition.lists import Entry, ListFacts
from learning.recognition.papers import of_list, wording
from learning.recognition.papers.values import Paper, Part, Signer
from learning.recognition.papers.wording import BLANK, Offices
from learning.recognition.sets import CriteriaSet


def submission_paper(
    facts: ListFacts, entries: Sequence[Entry], criteria: CriteriaSet, offices: Offices, on: date
) -> Paper:
    """The letter that list, minutes and decision speak of. It names nobody: the list does."""
    return Paper(
        name="submission",
        on=on,
        above=offices.association_above,
        agency=offices.association,
        number=f"Số: {BLANK}/TTr-HKH",
        dated=wording.to_be_dated(offices, on),
        kind="Tờ trình",
        subject=f"Về việc đề nghị công nhận danh hiệu “{criteria.title}” năm {facts.year}",
        addressed=(offices.committee,),
        grounds=(
            wording.basis(criteria),
            f"Căn cứ Biên bản họp xét, bốc thăm kiểm tra lại ngày {BLANK} của {offices.association}.",
        ),
        cautions=wording.cautions(criteria),
        parts=(
            Part(said=(_asked_for(facts, entries, criteria, offices),)),
            Part(title="1. Cách xét", said=_how(facts)),
            Part(title="2. Kiểm tra lại", said=(of_list.how_sure(facts), of_list.what_was_asked(facts))),
            Part(
                title="3. Văn bản kèm theo",
                said=("Danh sách đề nghị; biên bản họp xét, bốc thăm kiểm tra lại.",),
            ),
        ),
        closing=f"{offices.association} kính đề nghị {offices.committee} xem xét, quyết định.",
        notes=(
            of_list.listed_note(facts),
            wording.POINTS,
            *wording.MIX_NOTES,
            of_list.draw_note(facts),
        ),
        recipients=("Như trên", "Lưu: VT"),
        signers=(Signer(role="Chủ tịch", name_of="TM. Ban Chấp hành"),),
    )


def _asked_for(facts: ListFacts, entries: Sequence[Entry], criteria: CriteriaSet, offices: Offices) -> str:
    return (
        f"{offices.association} kính trình {offices.committee} công nhận danh hiệu “{criteria.title}” "
        f"năm {facts.year} cho {facts.listed} người có tên trong danh sách kèm theo, "
        f"tổng cộng {wording.told_mix(entries)}."
    )


def _how(facts: ListFacts) -> tuple[str, ...]:
    return (
        "Từng hồ sơ đã được chi hội khuyến học xác nhận, rồi được đối chiếu với bộ tiêu chí.",
        f"Mã danh sách khi chốt (SHA-256): {facts.digest}",
    )
