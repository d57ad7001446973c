"""The translators' desk for tests: speakers, sentences, and words that two people have seen."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from learning.db import session, write
from learning.desk import operations, queries, rules, texts
from learning.desk.models import DeskSuggestion
from learning.desk.queries import Speaker
from learning.desk.texts import Text
from tests.factories.accounts import a_staff_member

CODE = "tyz"


def a_translator(name: str, *codes: str, place: str | None = None) -> UUID:
    """Somebody who translates into these languages."""
    person = a_staff_member(name, "translator", place)
    with write():
        for code in codes or (CODE,):
            operations.give(person, code, person)
    return person


def speaker(person: UUID, code: str = CODE) -> Speaker:
    found = queries.speaker(person, code)
    assert found is not None
    return found


def text(source: str) -> Text:
    """The sentence of interface or course with these words."""
    return next(one for one in texts.texts().by_key.values() if one.source == source)


def a_suggestion(person: UUID, wanted: Text, *forms: str, code: str = CODE) -> UUID:
    """Waiting to be read."""
    with write():
        operations.suggest(speaker(person, code), wanted, forms)
    found = queries.of_text(code, wanted.key)
    return next(one.id for one in found if one.by == person and one.state == "waiting")


def a_colleague_s_words(person: UUID, name: str, code: str) -> tuple[UUID, UUID]:
    """What waits for this translator to read, and what was asked by the colleague who wrote it."""
    colleague = a_translator(name, code)
    with write():
        operations.give(person, code, person)
        operations.ask(speaker(colleague, code), text("Của tôi"), "meaning", name)
    (question,) = queries.questions([code])
    return a_suggestion(colleague, text("Trang chủ"), f"{name} Rườn", code=code), question.id


def approve(reader: UUID, suggestion: UUID, forms: Sequence[str], code: str = CODE) -> None:
    with write():
        operations.approve(speaker(reader, code), suggestion, rules.seen(forms))


def many_approved(first: UUID, second: UUID, count: int, code: str = CODE) -> None:
    """The last sentences of the interface that are one form, said as they are: marks stay right."""
    plain = [one for one in texts.texts().domains[rules.INTERFACE] if not one.plural]
    for one in plain[-count:]:
        approve(second, a_suggestion(first, one, one.source, code=code), [one.source], code)


def states() -> list[str]:
    return sorted(one.state for one in session().query(DeskSuggestion))
