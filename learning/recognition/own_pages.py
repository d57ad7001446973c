"""The other pages of a learner about her titles: the form, one question a page; consent, sending, the log."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from learning.accounts.queries import PersonFacts
from learning.catalog.content import Catalog
from learning.i18n import gettext as _
from learning.places.queries import Found, PlaceFacts
from learning.recognition import awards, log_words, nearest, own, words
from learning.recognition.cases import Case, rules_of
from learning.recognition.log_words import Line
from learning.recognition.own_forms import AppealForm, GroupForm, PointsForm
from learning.recognition.queries import DossierFacts
from learning.recognition.rules import Answer
from learning.recognition.titles import Explained, Title, address_of, dossier_href, title


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question of the form. `proof` is what the record shows already, where it does."""

    title: str
    name: str
    ask: str | None
    number: int
    now: int
    of: int
    form: PointsForm
    proof: Sequence[str]
    said: int | None
    back_href: str
    later_href: str
    is_worded: bool


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """The whole form as it stands."""

    title: Title
    go_on_href: str | None
    asked: Sequence[Explained]
    send_href: str | None


@dataclass(frozen=True, slots=True)
class GroupPage:
    """Which form."""

    title: str
    form: GroupForm
    back_href: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """Where she lives, and what was found."""

    now: str | None
    typed: str
    found: Sequence[tuple[str, str]] | None
    back_href: str


@dataclass(frozen=True, slots=True)
class SendPage:
    """Before a dossier goes: what is in it. Also the page that asks whether it may go."""

    title: str
    id: str
    name: str
    year_of_birth: int | None
    place: str | None
    total: int
    of: int
    said: Sequence[str]
    agrees: bool | None
    may_take_back: bool
    back_href: str


@dataclass(frozen=True, slots=True)
class DossierPage:
    """Where a dossier stands, and how it came there."""

    title: str
    year: int
    said: Sequence[str]
    lines: Sequence[Line]
    mend_href: str | None
    take_back_href: str | None
    appeal_href: str | None
    paper_href: str | None
    is_final: bool


@dataclass(frozen=True, slots=True)
class AppealPage:
    """Why somebody else should look again."""

    title: str
    said: Sequence[str]
    form: AppealForm
    back_href: str


# ── The form ──


def question(case: Case, number: int, form: PointsForm, answer: Answer | None) -> QuestionPage:
    """The indicator of that number, which is asked of her."""
    group, result = case.standing.group, case.standing.result
    asked = nearest.asked_of(case.criteria, group)
    indicator = case.criteria.indicators[number - 1]
    scored = next(one for one in result.scored if one.number == number)
    before = [one for one in asked if one < number]
    index_href = url_for("titles.index")
    return QuestionPage(
        title=case.criteria.title,
        name=words.name_of(scored, case.criteria),
        ask=indicator.ask,
        number=number,
        now=asked.index(number) + 1,
        of=len(asked),
        form=form.offer(nearest.most_by_word(indicator)),
        proof=words.explained(scored)[:1] if scored.by == "record" else (),
        said=answer.points if answer else None,
        back_href=address_of("question", case, number=before[-1]) if before else index_href,
        later_href=after(case, number),
        is_worded=indicator.say is not None,
    )


def after(case: Case, number: int) -> str:
    """Where the form goes on behind a question: the next that is open, else the whole form."""
    waiting = nearest.open_questions(case.criteria, case.standing.result, case.standing.group)
    later = [one for one in waiting if one > number]
    return address_of("question", case, number=later[0]) if later else address_of("answers", case)


def answers(case: Case, catalog: Catalog) -> AnswersPage:
    """The whole form, and the first question that is still open."""
    shown = title(case, catalog)
    is_open = next((one for one in shown.explained if one.is_open), None)
    return AnswersPage(
        title=shown,
        go_on_href=is_open.href if is_open else None,
        asked=[one for one in shown.explained if one.href],
        send_href=address_of("consent", case) if _may_send(case) else None,
    )


def group(case: Case, form: GroupForm) -> GroupPage:
    named = [
        (one.id, one.say or _("Nhóm %(number)d (chưa thấy tên chính thức)", number=number))
        for number, one in enumerate(case.criteria.groups, 1)
    ]
    return GroupPage(case.criteria.title, form.offer(named), url_for("titles.index"))


def home(now: PlaceFacts | None, typed: str, found: Sequence[Found] | None) -> HomePage:
    named = [(str(one.place.id), ", ".join((one.place.full_name, *one.within))) for one in found or ()]
    return HomePage(
        now=now.full_name if now else None,
        typed=typed,
        found=None if found is None else named,
        back_href=url_for("titles.index"),
    )


# ── The dossier ──


def sending(case: Case, person: PersonFacts) -> SendPage:
    """What would be sent, to be read before she says yes, and before she sends it."""
    result, here = case.standing.result, case.standing.home
    return SendPage(
        title=case.criteria.title,
        id=case.criteria.recognises,
        name=person.name or "",
        year_of_birth=person.year_of_birth,
        place=_("%(hamlet)s, %(commune)s", hamlet=here.place.full_name, commune=here.commune.full_name)
        if here and here.place.id != here.commune.id
        else here.commune.full_name
        if here
        else None,
        total=result.total,
        of=sum(one.of for one in result.scored),
        said=words.in_three_sentences(result)[1:2] if result.standing in ("not_yet", "refresh") else (),
        agrees=case.agrees,
        may_take_back=case.dossier is not None and own.may_take_back(case.dossier),
        back_href=dossier_href(case.dossier.id) if case.dossier else url_for("titles.index"),
    )


def dossier(found: DossierFacts) -> DossierPage:
    rules, stage = rules_of(found), found.stage
    about = rules.recognises
    is_asked = bool(nearest.asked_of(rules, None))
    mend = url_for("titles.answers" if is_asked else "titles.consent", title_id=about)
    paper = awards.certificate_of(found) if stage == "decided" else None
    return DossierPage(
        title=rules.title,
        year=found.year,
        said=[*log_words.where(found), *([_("Giấy xác nhận của bác đã có.")] if paper else [])],
        lines=log_words.lines_of(found),
        mend_href=mend if stage in own.SENDABLE else None,
        take_back_href=url_for("titles.consent", title_id=about) if own.may_take_back(found) else None,
        appeal_href=url_for("titles.appeal", dossier_id=found.id) if own.may_appeal(found) else None,
        paper_href=url_for("credentials.show", paper=paper.number) if paper else None,
        is_final=stage == "decided",
    )


def appeal(found: DossierFacts, form: AppealForm) -> AppealPage:
    return AppealPage(rules_of(found).title, log_words.where(found), form, dossier_href(found.id))


def _may_send(case: Case) -> bool:
    return case.dossier is None or case.dossier.stage in own.SENDABLE
