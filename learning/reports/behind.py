"""What the page of one figure shows, the page of the people behind it, and that of who lives at a place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from learning import clock
from learning.accounts import queries as accounts
from learning.i18n import gettext as _
from learning.i18n import lazy_gettext as lazy
from learning.i18n import ngettext
from learning.places import queries as places
from learning.places import rules as places_rules
from learning.places.queries import PlaceFacts
from learning.reports import figures, queries, rules
from learning.reports.figures import EVIDENCE_WORDS, Asked, Stamp, said_month, said_population
from learning.reports.queries import Counts
from learning.reports.roster import Named, Reading
from learning.reports.rules import Bar, Piece, Share
from learning.web.forms import Form
from learning.web.site import site

MEANING = {
    "reached": lazy(
        "Người đang có tên trong một lớp, mỗi người tính một lần, ở một nơi. "
        "Học ở hai lớp thì tính nơi vào sau."
    ),
    "begun": lazy("Người đang có tên trong một lớp và đã mở, tập hoặc làm ít nhất một bài."),
    "passed": lazy("Người đang có tên trong một lớp và đã đạt ít nhất một bài."),
    "completions": lazy(
        "Mỗi lượt là một người của lớp đạt một bài: đúng từ bốn trên năm câu, không sai câu quan trọng. "
        "Mỗi người mỗi bài tính một lần, vào tháng đạt lần đầu, ở nơi người ấy học lúc đó. "
        "Về sau người ấy nghỉ học, sang lớp khác hay xin xóa dữ liệu thì số của tháng cũ vẫn giữ nguyên."
    ),
}
EVIDENCE_MEANING = {
    "self": lazy("Tự làm: người học làm một mình, không ai đứng bên."),
    "present": lazy("Làm ở lớp: làm trong buổi học mà người dạy đã điểm danh người ấy."),
    "observed": lazy("Có người xem làm: người dạy xem người ấy làm từng bước và đánh dấu."),
    "confirmed": lazy("Đã xác nhận: được rút thăm và kiểm tra lại."),
}
HOME = lazy("Thôn, ấp là nơi người học nói khi vào lớp; chưa nói thì tính cho xã có lớp.")


FAULT_WORDS = {
    "no_place": lazy("Thiếu tên nơi. Điền tên vào dòng này rồi đưa lại tệp."),
    "unknown_place": lazy("Bên trong không có nơi nào tên như thế, hoặc có nhiều nơi cùng tên."),
    "strange_number": lazy("Số dân là một số lớn hơn 0, ví dụ 1234 hoặc 1.234."),
    "title": lazy("Dòng nằm trên hàng tên cột: máy coi là tiêu đề, không phải số dân."),
}


@dataclass(frozen=True, slots=True)
class FigurePage:
    """What a number says and means; whether whoever reads it may see the people behind it."""

    asked: Asked
    number: int
    erased: int
    share: Share | None
    mix: Bar | None
    stamp: Stamp
    may_read: bool

    percent = staticmethod(figures.percent)
    said_share = staticmethod(figures.said_share)

    @property
    def said(self) -> str:
        return figures.number(self.number)

    @property
    def said_erased(self) -> str:
        """Of how many completions nobody is left who could be named."""
        return ngettext(
            "Trong đó %(many)s lượt của người đã xóa dữ liệu: chỉ còn con số, không còn biết là ai.",
            "Trong đó %(many)s lượt của người đã xóa dữ liệu: chỉ còn con số, không còn biết là ai.",
            self.erased,
            many=figures.number(self.erased),
        )

    @property
    def meaning(self) -> list[str]:
        """What it counts, sentence by sentence."""
        said = [str(MEANING[self.asked.what])]
        if self.asked.evidence:
            said.append(str(EVIDENCE_MEANING[self.asked.evidence]))
        return [*said, str(HOME)]

    @property
    def pieces(self) -> list[Piece]:
        return rules.lying(self.mix, self.mix.total) if self.mix else []

    @property
    def mix_rows(self) -> list[tuple[str, str, str, str]]:
        """(level, words, how many, where to) of what it is made of."""
        parts = self.mix.by_evidence.items() if self.mix else ()
        return [
            (
                level,
                str(EVIDENCE_WORDS[level]),
                figures.number(many),
                figures.address(replace(self.asked, evidence=level)) if many else "",
            )
            for level, many in parts
        ]


def figure_page(one: Asked, *, may_read: bool) -> FigurePage:
    today = places_rules.day_of(clock.now())
    figure = figures.figure_of(one, today)
    number = queries.number(figure)
    at = one.hamlet or (None if one.elsewhere else one.place)
    found = queries.populations([at.id], today).get(at.id) if at and one.what == "reached" else None
    known = figures.to_divide_by(at, found)[0] if at else None
    mix = queries.mix(figure) if one.what == "completions" and one.evidence is None else None
    share = rules.share(number, known)
    return FigurePage(one, number, queries.erased(figure), share, mix, figures.stamp(), may_read)


@dataclass(frozen=True, slots=True)
class RowsPage:
    """Some of the people behind a figure. `after` is where the next ones begin."""

    asked: Asked
    heads: list[str]
    rows: list[list[str]]
    after: str | None

    @property
    def back(self) -> str:
        return figures.address(self.asked)


def rows_page(one: Asked, after: tuple[UUID, str] | None) -> RowsPage:
    figure = figures.figure_of(one, places_rules.day_of(clock.now()))
    found = queries.rows(figure, after)
    people = accounts.people({row.person for row in found})
    homes = {place.id: place.full_name for place in places.places_of({row.place for row in found})}
    titles = {module.id: module.title for module in site().catalog.modules}

    def row(counts: Counts) -> list[str]:
        who = people.get(counts.person)
        born = str(who.year_of_birth) if who and who.year_of_birth else "–"
        shown = [(who.name if who else None) or _("Chưa rõ tên"), born, homes.get(counts.place, "–")]
        if one.what == "completions":
            evidence = str(EVIDENCE_WORDS[counts.evidence])
            shown += [titles.get(counts.module, _("Bài không còn dạy")), said_month(counts.month), evidence]
        return shown

    heads = [_("Họ và tên"), _("Năm sinh"), _("Nơi ở")]
    if one.what == "completions":
        heads += [_("Bài"), _("Tháng"), _("Biết chắc tới đâu")]
    last = found[-1] if len(found) == queries.A_PAGE else None
    return RowsPage(
        one, heads, [row(each) for each in found], f"{last.person}:{last.module}" if last else None
    )


@dataclass(frozen=True, slots=True)
class PopulationPage:
    """How many people live here and inside, and the form to say it anew."""

    place: PlaceFacts
    form: Form
    known: list[tuple[str, str]]
    inside: int


def population_page(place: PlaceFacts, inside: Sequence[PlaceFacts], form: Form) -> PopulationPage:
    today = places_rules.day_of(clock.now())
    people = queries.populations([place.id, *(one.id for one in inside)], today)
    known = [(one.full_name, said_population(people[one.id])) for one in (place, *inside) if one.id in people]
    return PopulationPage(place, form, known, len(inside))


@dataclass(frozen=True, slots=True)
class FilePage:
    """Bringing in a list of numbers: before a file came, the dry run, and what was taken in."""

    place: PlaceFacts
    form: Form
    reading: Reading | None = None
    rows: str = ""
    trouble: str = ""
    done: int | None = None

    said_paper = staticmethod(figures.said_paper)

    @property
    def named(self) -> list[list[str]]:
        """Every row that cannot be used: its number, what stands there, what to do."""
        found = self.reading.named if self.reading else []
        return [[_("Dòng %(row)d", row=one.row), one.said, self._fault(one)] for one in found]

    @property
    def fresh(self) -> list[list[str]]:
        """What would be written down."""
        found = self.reading.fresh if self.reading else []
        return [[", ".join(filter(None, one.words)), figures.number(one.people)] for one in found]

    def _fault(self, one: Named) -> str:
        if one.fault == "twice":
            return _("Nơi này đã có ở dòng %(other)d. Chỉ giữ một dòng.", other=one.other)
        return str(FAULT_WORDS[one.fault])
