"""A learner's titles as her page shows them: what she has, what is missing, the one next step; and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from learning.catalog.content import Catalog, Module
from learning.i18n import gettext as _
from learning.i18n import ngettext
from learning.recognition import log_words, nearest, words
from learning.recognition.cases import Case, rules_of
from learning.recognition.nearest import Lesson, Todo
from learning.recognition.queries import DossierFacts
from learning.recognition.rules import Scored, matches
from learning.recognition.sets import Competence

# Where nothing else is open, a dossier may go as it is: whoever reads it decides.
MAY_SEND_BESIDE = frozenset({"learn", "raise"})


@dataclass(frozen=True, slots=True)
class Explained:
    """One indicator: what it is called, what it came to, why."""

    number: int
    name: str
    points: int
    of: int
    reasons: Sequence[str]
    is_proven: bool
    is_open: bool
    is_worded: bool
    href: str | None


@dataclass(frozen=True, slots=True)
class Title:
    """One kind of recognition. `said` are at most two sentences beside the next step, three without one."""

    id: str
    name: str
    rules: str
    said: Sequence[str]
    todo: Todo | None
    open_many: int
    module: Module | None
    href: str
    main: str
    explained: Sequence[Explained]
    supports: Sequence[str]
    mix: Sequence[tuple[str, int]]
    caution: Sequence[str]
    dossier_href: str | None = None
    send_href: str | None = None
    form_href: str | None = None
    has_said_no: bool = False


@dataclass(frozen=True, slots=True)
class IndexPage:
    """Her titles; for whoever has no name here only how to get one. `others`: dossiers of other years."""

    is_known: bool = False
    titles: Sequence[Title] = ()
    others: Sequence[tuple[str, str]] = ()


def index(cases: Sequence[Case], others: Sequence[DossierFacts], catalog: Catalog) -> IndexPage:
    shown = {one.dossier.id for one in cases if one.dossier}
    return IndexPage(
        is_known=True,
        titles=[title(one, catalog) for one in cases],
        others=[
            (
                _("%(title)s, năm %(year)d", title=rules_of(one).title, year=one.year),
                dossier_href(one.id),
            )
            for one in others
            if one.id not in shown
        ],
    )


def title(case: Case, catalog: Catalog) -> Title:
    criteria, result, group = case.criteria, case.standing.result, case.standing.group
    has_dossier = case.dossier is not None and case.dossier.stage != "draft"
    lessons = [Lesson(one.id, one.course_id, one.skills) for one in catalog.modules]
    passed = {one.module for one in case.standing.shown}
    todo = None if has_dossier else nearest.next_todo(criteria, result, passed, lessons, group)
    href, main = _way(case, todo)
    waiting = nearest.open_questions(criteria, result, group)
    may_send = not has_dossier and result.total > 0 and todo is not None and todo.kind in MAY_SEND_BESIDE
    return Title(
        id=criteria.recognises,
        name=criteria.title,
        rules=_(
            "Theo %(number)s, %(issuer)s. %(edition)s.",
            number=criteria.decision.number,
            issuer=criteria.decision.issued_by,
            edition=criteria.edition,
        ),
        said=log_words.where(case.dossier) if has_dossier and case.dossier else _stands(case),
        todo=todo,
        open_many=len(waiting),
        module=catalog.module(todo.module) if todo and todo.module else None,
        href=href,
        main=main,
        explained=[_explained(one, case, waiting) for one in result.scored],
        supports=[said for one in criteria.competences if (said := _supported(one, case))],
        mix=[(str(words.LEVEL_WORDS[kind]), many) for kind, many in result.mix.items() if many],
        caution=words.caution(criteria),
        dossier_href=dossier_href(case.dossier.id) if has_dossier and case.dossier else None,
        send_href=address_of("consent", case) if may_send else None,
        form_href=address_of("answers", case) if _has_form(case) else None,
        has_said_no=case.agrees is False and not has_dossier,
    )


def _stands(case: Case) -> list[str]:
    """What she has and what is missing; the next step is said beside its button."""
    result = case.standing.result
    has, missing = words.in_three_sentences(result)[:2]
    codes = {one.code for one in result.questions} if result.standing == "unruled" else set()
    if "no_group" in codes:
        missing = _("Máy chưa biết bác thuộc nhóm nào, nên chưa biết dùng phiếu nào.")
    elif "no_home" in codes and case.criteria.thresholds:
        missing = _("Máy chưa biết bác ở xã nào, nên chưa biết cần mấy điểm.")
    elif codes & {"no_home", "no_threshold"}:
        missing = _("Chưa rõ phải được mấy điểm, nên máy chưa nói được là bác đạt hay chưa.")
    return [has, missing]


def _way(case: Case, todo: Todo | None) -> tuple[str, str]:
    """Where the main button leads, and what stands on it."""
    if todo is None:
        assert case.dossier is not None
        say = _("Sửa và gửi lại") if case.dossier.stage == "returned" else _("Xem hồ sơ")
        return dossier_href(case.dossier.id), say
    ways: Mapping[str, tuple[str, str]] = {
        "refresh": ("", _("Trả lời lại một câu")),
        "learn": ("", _("Vào bài học")),
        "answer": ("", _("Tự đánh giá")),
        "raise": ("", _("Xem lại chỉ số này")),
        "group": (address_of("group", case), _("Chọn nhóm của tôi")),
        "home": (url_for("titles.home"), _("Chọn xã của tôi")),
        "send": (address_of("consent", case), _("Gửi hồ sơ")),
        "wait": (url_for("study.home"), _("Học tiếp")),
    }
    href, say = ways[todo.kind]
    if todo.kind == "refresh":
        href = url_for("study.refresh", module_id=todo.module)
    elif todo.kind == "learn":
        href = url_for("study.module", module_id=todo.module)
    elif todo.kind in ("answer", "raise"):
        href = address_of("question", case, number=todo.number)
    return href, say


def _explained(one: Scored, case: Case, waiting: Sequence[int]) -> Explained:
    asked = one.number in nearest.asked_of(case.criteria, case.standing.group)
    is_open = one.number in waiting
    return Explained(
        number=one.number,
        name=words.name_of(one, case.criteria),
        points=one.points,
        of=one.of,
        reasons=[words.said(why) for why in one.reasons if not (is_open and why.code == "below_least")],
        is_proven=one.by == "record",
        is_open=is_open,
        is_worded=case.criteria.indicators[one.number - 1].say is not None,
        href=address_of("question", case, number=one.number) if asked else None,
    )


def _has_form(case: Case) -> bool:
    """Is there a form of hers, and would it still change anything this year?"""
    is_hers = case.dossier is None or case.dossier.stage in ("draft", "returned")
    return is_hers and bool(nearest.asked_of(case.criteria, case.standing.group))


def _supported(competence: Competence, case: Case) -> str:
    """Lessons that stand beside a competence and give no points."""
    if competence.supports is None:
        return ""
    many = sum(matches(competence.supports, one) for one in case.standing.shown)
    if not many:
        return ""
    return ngettext(
        "%(competence)s: sổ học tập có %(num)d bài đạt để kèm theo, không tính điểm.",
        "%(competence)s: sổ học tập có %(num)d bài đạt để kèm theo, không tính điểm.",
        many,
        competence=competence.say,
    )


# ── Addresses ──


def address_of(page: str, case: Case, **values: Any) -> str:
    """A page about one kind of recognition."""
    return url_for(f"titles.{page}", title_id=case.criteria.recognises, **values)


def dossier_href(dossier: UUID) -> str:
    """The page of a dossier."""
    return url_for("titles.dossier", dossier_id=dossier)
