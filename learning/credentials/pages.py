"""What the pages of checking show: the verdict in plain words, and what the paper should say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from learning.credentials.badge import Facts
from learning.credentials.rules import STANDINGS, Standing, Verdict, spaced_number
from learning.i18n import lazy_gettext as lazy
from learning.web.errors import Sentence
from learning.web.forms import Form

ICONS: Mapping[str, str] = {
    "genuine": "tick",
    "withdrawn": "dau-x",
    "expired": "lich",
    "early": "lich",
    "stale": "dau-hoi",
    "blind": "dau-hoi",
    "foreign": "dau-x",
    "unread": "dau-hoi",
    "unlisted": "dau-hoi",
}
TITLES: Mapping[str, Sentence] = {
    "genuine": lazy("Giấy thật, còn giá trị"),
    "withdrawn": lazy("Giấy thật, nhưng đã bị thu hồi"),
    "expired": lazy("Giấy thật, nhưng đã hết hạn"),
    "early": lazy("Giấy thật, nhưng chưa đến ngày có giá trị"),
    "stale": lazy("Chưa kết luận được: danh sách thu hồi đã cũ"),
    "blind": lazy("Chưa kết luận được: máy này chưa có danh sách"),
    "foreign": lazy("Giấy này không phải do chúng tôi ký"),
    "unread": lazy("Đây không phải mã của giấy xác nhận"),
    "unlisted": lazy("Không có giấy nào mang số này"),
}
BODIES: Mapping[str, Sentence] = {
    "genuine": lazy("Bác so những dòng dưới đây với tờ giấy. Khớp hết thì tin được."),
    "withdrawn": lazy("Thu hồi ngày %(since)s. Từ ngày đó giấy không còn giá trị."),
    "expired": lazy("Giấy có giá trị đến hết ngày %(since)s."),
    "early": lazy("Giấy có giá trị từ ngày %(since)s."),
    "stale": lazy(
        "Chữ ký đúng, nhưng không biết sau đó giấy có bị thu hồi không. Bác nối mạng, mở lại trang này rồi "
        "kiểm tra lần nữa."
    ),
    "blind": lazy("Bác nối mạng, mở lại trang này rồi kiểm tra lần nữa."),
    "foreign": lazy(
        "Giấy của nơi khác, hoặc nội dung đã bị sửa. Bác đừng tin tờ giấy này; hỏi lại Ủy ban nhân dân xã "
        "ghi trên giấy."
    ),
    "unread": lazy("Bác quét đúng mã vuông in trên giấy xác nhận, hoặc gõ 16 chữ số dưới mã."),
    "unlisted": lazy(
        "Bác xem lại từng chữ số. Nếu đúng cả, có thể giấy do nơi khác cấp: bác quét mã vuông để kiểm tra."
    ),
}
LABELS: Mapping[str, Sentence] = {
    "name": lazy("Người được công nhận"),
    "title": lazy("Danh hiệu"),
    "decision": lazy("Quyết định"),
    "decided_by": lazy("Nơi quyết định"),
    "valid": lazy("Có giá trị"),
    "number": lazy("Số giấy"),
    "criteria": lazy("Bộ tiêu chí"),
}
DECISION = lazy("Số %(number)s ngày %(on)s")
VALID = lazy("Từ %(start)s đến hết %(end)s")
VALID_OPEN = lazy("Từ %(start)s, không ghi ngày hết hạn")
CAUTION = lazy("Bộ tiêu chí này chưa được đối chiếu với văn bản gốc.")
BASIS = lazy("Theo danh sách thu hồi của ngày %(on)s.")
ERASED = lazy("Thông tin trên giấy đã được xóa theo yêu cầu của người được công nhận.")


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict in words. `rows`: what the paper should say, by key, with its label."""

    standing: str
    title: Sentence
    body: str
    basis: str
    rows: tuple[tuple[str, Sentence, str], ...]
    caution: str
    icon: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The page of checking. `said` where something was checked already; `number` where it can be fetched."""

    form: Form
    said: Said | None = None
    number: str | None = None
    trouble: Sentence | None = None

    @property
    def all_said(self) -> tuple[Said, ...]:
        """Every verdict there may be, for a script to choose from; it fills in what stands in braces."""
        blanks = {"since": "{since}", "on": "{on}"}
        return tuple(_said(one, blanks, (), "") for one in (*STANDINGS, "blind"))

    @property
    def labels(self) -> Mapping[str, Sentence]:
        return LABELS

    @property
    def patterns(self) -> dict[str, str]:
        """The sentences that a script fills in."""
        return {
            "data-decision": str(DECISION) % {"number": "{number}", "on": "{on}"},
            "data-valid": str(VALID) % {"start": "{start}", "end": "{end}"},
            "data-valid-open": str(VALID_OPEN) % {"start": "{start}"},
        }

    @property
    def caution(self) -> Sentence:
        return CAUTION

    @property
    def basis(self) -> str:
        return str(BASIS) % {"on": "{on}"}


def said(verdict: Verdict, books: int) -> Said:
    """A verdict for people. Without any book nobody can say more than that."""
    standing = "blind" if verdict.standing == "foreign" and not books else verdict.standing
    days = {"since": _day(verdict.since), "on": _day(verdict.on)}
    facts = verdict.facts
    if facts is None and standing == "withdrawn":
        return _said(standing, days, (), str(ERASED))
    caution = str(CAUTION) if facts and not facts.is_verified else ""
    return _said(standing, days, rows_of(facts) if facts else (), caution)


def unlisted() -> Said:
    """There is no such number here."""
    return _said("unlisted", {}, (), "")


def rows_of(facts: Facts) -> tuple[tuple[str, Sentence, str], ...]:
    """What the paper should say, line by line."""
    days = {"start": _day(facts.valid_from), "end": _day(facts.valid_to)}
    values = {
        "name": facts.name,
        "title": facts.title,
        "decision": str(DECISION) % {"number": facts.decision, "on": _day(facts.decided_on)},
        "decided_by": facts.decided_by,
        "valid": str(VALID if facts.valid_to else VALID_OPEN) % days,
        "number": spaced_number(facts.number),
        "criteria": facts.criteria,
    }
    return tuple((key, LABELS[key], value) for key, value in values.items())


def _said(
    standing: Standing | str,
    days: Mapping[str, str],
    rows: tuple[tuple[str, Sentence, str], ...],
    caution: str,
) -> Said:
    body = str(BODIES[standing])
    return Said(
        standing,
        TITLES[standing],
        body % days if days else body,
        str(BASIS) % days if days.get("on") else "",
        rows,
        caution,
        ICONS[standing],
    )


def _day(on: date | None) -> str:
    """As it is printed on the paper, in every language: people compare the two."""
    return f"{on:%d/%m/%Y}" if on else ""
