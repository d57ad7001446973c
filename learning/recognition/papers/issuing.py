"""From a decision to its certificate: what is signed, what is printed, and what no longer holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from learning.accounts import queries as accounts
from learning.credentials import operations as credentials
from learning.credentials import queries as issued
from learning.credentials.badge import HERE, Award, fault_of
from learning.credentials.queries import Issued
from learning.credentials.rules import spaced_number
from learning.i18n import gettext as _
from learning.i18n.registry import Language
from learning.i18n.speaking import speaking, speaking_vietnamese
from learning.recognition import awards, lists, queries, written
from learning.recognition.papers import wording
from learning.recognition.papers.values import Certificate
from learning.recognition.papers.wording import Offices
from learning.recognition.queries import DossierFacts, Step
from learning.recognition.sets import CriteriaSet
from learning.web.site import site


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody recognised: the award signed for the decision that stands, and what else is printed."""

    year: int
    award: Award
    criteria: CriteriaSet
    offices: Offices
    language: str


def due(ids: Sequence[UUID]) -> list[Due]:
    """Those of many dossiers to whom a certificate is due and can be written, in the order given."""
    return [one for one in _recognised(ids) if fault_of(one.award) is None]


def unwritable(ids: Sequence[UUID]) -> list[str]:
    """The names of those for whom one is due that nobody can write: too long for the code on the paper."""
    return [one.award.name for one in _recognised(ids) if fault_of(one.award) is not None]


def _recognised(ids: Sequence[UUID]) -> list[Due]:
    """Those whose standing decision recognises somebody with a name."""
    found = {one.id: one for one in queries.dossiers(ids)}
    who = lists.named(found.values())
    decided = written.decided_as(found)
    people = accounts.people({one.person for one in who.values()})
    rules = {key: queries.rules_of(*key) for key in {(one.set_id, one.set_version) for one in found.values()}}
    offices = {path: wording.offices_of(path) for path in {one.place for one in found.values()}}
    made = []
    for dossier in (found[id] for id in ids if id in found):
        step = dossier.decisions[-1] if dossier.decisions else None
        named = who[dossier.id]
        if step is None or step.outcome != "recognised" or not named.name:
            continue
        criteria, here = rules[dossier.set_id, dossier.set_version], offices[dossier.place]
        # A correction mends a name on a signed list; without one the certificate says what was signed.
        name = named.name if len(dossier.decisions) > 1 else decided.get(dossier.id, named.name)
        language = people[named.person].language
        made.append(Due(dossier.year, _award(dossier, step, name, criteria, here), criteria, here, language))
    return made


def _award(dossier: DossierFacts, step: Step, name: str, criteria: CriteriaSet, here: Offices) -> Award:
    signed = step.signed_on or step.at.astimezone(HERE).date()
    return Award(
        subject=awards.subject_of(dossier.id, step),
        name=name,
        title=criteria.title,
        description=f"Được công nhận danh hiệu {criteria.title} năm {dossier.year}.",
        set_id=criteria.id,
        set_version=criteria.version,
        is_verified=criteria.verified,
        decision=step.number or "",
        decided_on=signed,
        decided_by=here.committee,
        valid_from=signed,
    )


def sign(some: Sequence[Due], at: datetime) -> list[Issued]:
    """The certificates of these; whoever has one keeps it. Inside the caller's write block: all or none."""
    return [credentials.issue(one.award, at=at) for one in some]


def still_hold(made: Sequence[Issued]) -> bool:
    """Was none of these withdrawn or emptied meanwhile?"""
    known = issued.of_subjects([one.subject for one in made])
    return all(known[one.subject].withdrawn_at is None and known[one.subject].qr for one in made)


# ── On paper ──


def on_paper(one: Due, made: Issued) -> Certificate | None:
    """The certificate as it is printed; None where it no longer holds."""
    if made.qr is None or made.withdrawn_at is not None:
        return None
    second = _second(one)
    return Certificate(
        name=one.award.name,
        title=one.award.title,
        year=one.year,
        agency=one.offices.committee,
        decision=f"Quyết định số {one.award.decision} {wording.day(one.award.decided_on)} "
        f"của {one.offices.committee}.",
        dated=wording.dated(one.offices, one.award.decided_on),
        signer="Chủ tịch",
        signs_for="TM. Ủy ban nhân dân",
        number=spaced_number(made.number),
        qr=made.qr,
        cautions=wording.cautions(one.criteria)[:1],
        second=second,
        second_language=one.language if second else "",
    )


def _second(one: Due) -> tuple[str, str, str, str] | None:
    """The same in the language of whoever it is for, where all four lines are translated."""
    language = site().languages.offered_code(one.language)
    if language is None or language.code == site().languages.source.code:
        return None
    return second_lines(language, one.award.title, one.year)


def second_lines(language: Language, title: str, year: int) -> tuple[str, str, str, str] | None:
    """The four lines in a language; None where one of them would fall back to Vietnamese."""
    with speaking_vietnamese():
        source = _lines(title, year)
    with speaking(language):
        said = _lines(title, year)
    return None if any(one == other for one, other in zip(said, source, strict=True)) else said


def _lines(title: str, year: int) -> tuple[str, str, str, str]:
    return (
        _("Giấy chứng nhận"),
        _("Ông (Bà)"),
        _("được công nhận danh hiệu “%(title)s” năm %(year)d", title=title, year=year),
        _("Quét mã để biết giấy này là thật và còn hiệu lực."),
    )
