"""What is kept of a learner, in words: her own page of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from learning.accounts.queries import PersonFacts
from learning.accounts.session import SignedIn
from learning.catalog.content import Catalog
from learning.i18n import format_date
from learning.records.queries import ModuleProgress, Summary
from learning.study.mine import Learned, learned
from learning.web.site import site


@dataclass(frozen=True, slots=True)
class KeptPage:
    """`signed_in` is how she came in: None, "guest", "card" or "staff"."""

    signed_in: str | None
    name: str | None
    year: int | None
    language: str
    tongue: str  # its code
    cards: list[str]
    modules: list[Learned]
    other_modules: int
    answers: int
    last_on: str | None


def kept_page(
    catalog: Catalog,
    here: SignedIn | None,
    person: PersonFacts | None,
    *,
    progress: Sequence[ModuleProgress] = (),
    summary: Summary | None = None,
    cards: Sequence[str] = (),
) -> KeptPage:
    modules = learned(catalog, progress)
    last = summary.last_received_at if summary else None
    code = person.language if person else site().languages.source.code
    return KeptPage(
        signed_in=here.kind if here else None,
        name=person.name if person else None,
        year=person.year_of_birth if person else None,
        language=next((one.name for one in site().languages.offered if one.code == code), code),
        tongue=code,
        cards=list(cards),
        modules=modules,
        other_modules=len(progress) - len(modules),
        answers=summary.answers if summary else 0,
        last_on=str(format_date(last.date(), "long")) if last else None,
    )
