"""What officers key into other systems, in their columns, and what those answered.

Numbers of identity cards, sex, people and religion, which congdanhoctap.vn asks for too, are not kept here
and not in these files: the officer reads them from the card while keying in.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select

from learning import sheets
from learning.accounts import operations as accounts
from learning.clock import now
from learning.db import session
from learning.ids import key_of
from learning.recognition.lists import Entry, ListFacts
from learning.recognition.paper_models import OutsideAnswer
from learning.recognition.papers import wording
from learning.recognition.papers.answer_file import STATE_WORDS, Answer, Reading, Sent
from learning.recognition.papers.values import Cell
from learning.recognition.sets import CriteriaSet, PersonSet

System = Literal["congdanhoctap", "vneid"]
# Which title goes where today. Others are keyed in nowhere, as far as anybody has seen.
SYSTEM_OF: Mapping[str, System] = {"cong-dan-hoc-tap": "congdanhoctap", "ky-nang-so": "vneid"}
SYSTEM_NAMES: Mapping[System, str] = {"congdanhoctap": "congdanhoctap.vn", "vneid": "VNeID"}
CODE_BYTES = 6
_WHO = ("Mã", "STT", "Họ và tên", "Năm sinh", "Tỉnh, thành phố", "Xã, phường", "Ấp, thôn, bản")
_ANSWER = ("Kết quả", "Lý do", "Ngày trả lời")
HEADS_BACK = ("Mã", "Họ và tên", *_ANSWER)


def system_of(criteria: CriteriaSet) -> System | None:
    """Where people recognised under these rules are keyed in."""
    return SYSTEM_OF.get(criteria.recognises)


def code_of(entry: Entry) -> str:
    """What finds a row again: it follows from the dossier and says nothing about anybody."""
    return key_of(entry.id, CODE_BYTES)


def going(entries: Sequence[Entry]) -> list[Entry]:
    """Who is keyed in: recognised, and not erased."""
    return [one for one in entries if one.is_recognised and one.name]


def workbook(
    facts: ListFacts, entries: Sequence[Entry], criteria: CriteriaSet, system: System, places: tuple[str, str]
) -> bytes:
    """The people of a decided list, a row each, with three columns for what comes back."""
    people = going(entries)
    known = sent(people, system)
    what = _scores(criteria) if system == "congdanhoctap" else ("Nội dung xác nhận", "Mức")
    heads = (*_WHO, *what, "Tổng điểm", *wording.MIX.values(), "Quyết định số", "Ngày ký", *_ANSWER, "Lưu ý")
    caution = " ".join(wording.cautions(criteria))
    rows = [
        [
            one.code,
            number,
            entry.name,
            entry.year_of_birth,
            *places,
            entry.hamlet,
            *_said(entry, criteria, system, len(what)),
            entry.total,
            *wording.mix_cells(entry.mix),
            *_decision(facts, entry),
            STATE_WORDS[one.state] if one.state else "",
            one.why or "",
            f"{one.day:%d/%m/%Y}" if one.day else "",
            caution,
        ]
        for number, (entry, one) in enumerate(zip(people, known, strict=True), 1)
    ]
    widths = [14, 5, 28, 9, 16, 18, 18, *(10 for _one in what), 9, *(9 for _kind in wording.MIX), 18, 12]
    return sheets.workbook("Nhap lieu", heads, rows, [*widths, 16, 30, 13, 40])


def _scores(criteria: CriteriaSet) -> tuple[str, ...]:
    many = len(criteria.indicators) if isinstance(criteria, PersonSet) else 0
    return tuple(f"Chỉ số {number}" for number in range(1, many + 1))


def _said(entry: Entry, criteria: CriteriaSet, system: System, columns: int) -> list[Cell]:
    if system == "vneid":
        return [criteria.title, "Hoàn thành"]
    step = next((one for one in reversed(entry.dossier.steps) if one.verb == "proposed" and one.result), None)
    result: Mapping[str, Any] = step.result if step and step.result else {}
    points = {indicator: value for indicator, value, _by in result.get("points", ())}
    ids = [one.id for one in criteria.indicators] if isinstance(criteria, PersonSet) else []
    return [points.get(id, "") for id in ids][:columns]


def _decision(facts: ListFacts, entry: Entry) -> tuple[str, str]:
    step = entry.decision
    signed = (step.signed_on if step else None) or (facts.decision.signed_on if facts.decision else None)
    return (step.number if step else None) or "", f"{signed:%d/%m/%Y}" if signed else ""


# ── What came back ──


def sent(people: Sequence[Entry], system: System) -> list[Sent]:
    """Each with the last answer there is."""
    row = OutsideAnswer
    wanted = (
        select(row.dossier_id, row.state, row.why, row.answered_on)
        .where(row.dossier_id.in_([one.id for one in people]), row.system == system)
        .order_by(row.dossier_id, row.seq)
    )
    last = {id: (state, why, day) for id, state, why, day in session().execute(wanted)}
    return [Sent(code_of(one), one.name, *last.get(one.id, (None, None, None))) for one in people]


def take_in(reading: Reading, entries: Sequence[Entry], system: System, by: UUID, of: ListFacts) -> int:
    """Keep what is new. Inside the caller's write block."""
    by_code = {code_of(one): one for one in entries}
    for answer in reading.fresh:
        _add(by_code[answer.code].id, answer, system, by)
    if reading.fresh:
        accounts.log_action(
            "outside-answers-taken",
            by=by,
            thing=("list", of.id),
            place=of.place,
            details={"rows": len(reading.fresh)},
        )
    return len(reading.fresh)


def _add(dossier: UUID, answer: Answer, system: System, by: UUID) -> None:
    row = OutsideAnswer
    wanted = select(row.seq).where(row.dossier_id == dossier, row.system == system).order_by(row.seq.desc())
    last = session().execute(wanted.limit(1)).scalar_one_or_none() or 0
    session().add(
        OutsideAnswer(
            dossier_id=dossier,
            system=system,
            seq=last + 1,
            state=answer.state,
            why=answer.why,
            answered_on=answer.day,
            taken_by=by,
            taken_at=now(),
        )
    )
    session().flush()


def kept(reading: Reading) -> str:
    """What a dry run would take in, to travel in its form: no file of names stays on the server."""
    rows = [
        [one.code, one.name, STATE_WORDS[one.state], one.why or "", one.day.isoformat() if one.day else ""]
        for one in reading.fresh
    ]
    return json.dumps(rows, ensure_ascii=False)


def sent_back(rows: str) -> list[list[Any]]:
    """What came back of it: read again as strictly as the file was."""
    try:
        found = json.loads(rows)
    except (ValueError, RecursionError):
        raise sheets.UnreadableSheet("no rows") from None
    if not isinstance(found, list) or not all(isinstance(row, list) for row in found):
        raise sheets.UnreadableSheet("no rows")
    return [list(HEADS_BACK), *found]
