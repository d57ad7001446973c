"""Scams and genuine messages told apart: said kindly after a check and on her own page, never as a score."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import event

from learning.catalog.content import Catalog, Module
from learning.db import db
from learning.quizzes.discernment import LEAST_OF_EACH, truth_of
from learning.records.operations import append
from tests.factories.accounts import a_guest, a_learner, keep_something
from tests.factories.records import DEVICE, Event, Version, a_verdict
from tests.support.answers import fields, right_answer
from tests.support.page import Page
from tests.support.site import Site

OTHER = {"scam": "genuine", "genuine": "scam"}
BOTH_RIGHT = "Bác phân biệt tốt lắm."
SCAMS_MISSED = "Kẻ gian viết khéo"
GENUINE_REFUSED = "Bác cẩn thận là tốt."
BOTH_WRONG = "giống nhau lắm"
TOO_FEW = "Gặp thêm vài tin nữa"
ADVICE = {BOTH_RIGHT, SCAMS_MISSED, GENUINE_REFUSED, BOTH_WRONG, TOO_FEW}


def catalog_of(site: Site) -> Catalog:
    found: Catalog = site.app.extensions["hocso"].catalog
    return found


def kinds_in(module: Module, form: int) -> list[str]:
    return [truth for each in module.form(form) if (truth := truth_of(each.key()))]


def a_form(site: Site, *kinds: str) -> tuple[Module, int]:
    """A form of any module that shows exactly these messages."""
    return next(
        (module, form)
        for module in catalog_of(site).modules
        for form in range(1, 40)
        if sorted(kinds_in(module, form)) == sorted(kinds)
    )


def checked(site: Site, module: Module, form: int, *, mistaken: tuple[str, ...] = ()) -> Page:
    """Everything answered rightly, but messages of these kinds are taken for the other."""
    given = {"version": [module.version]}
    for question in module.form(form):
        answer = right_answer(question)
        if truth_of(question.key()) in mistaken:
            answer = {**answer, "verdict": OTHER[answer["verdict"]]}
        given |= fields(question, answer)
    return site.post(f"/vi/bai/{module.id}/kiem-tra/{form}/", given)


def advice_on(page: Page) -> set[str]:
    (said,) = page.texts(".told")
    return {one for one in ADVICE if one in said}


@pytest.mark.parametrize(
    ("mistaken", "seen", "advice"),
    [
        ((), (1, 1), BOTH_RIGHT),
        (("scam",), (0, 1), SCAMS_MISSED),
        (("genuine",), (1, 0), GENUINE_REFUSED),
        (("scam", "genuine"), (0, 0), BOTH_WRONG),
    ],
)
def test_a_check_says_which_of_its_messages_were_seen_for_what_they_are(
    site: Site, mistaken: tuple[str, ...], seen: tuple[int, int], advice: str
) -> None:
    page = checked(site, *a_form(site, "scam", "genuine"), mistaken=mistaken)
    (said,) = page.texts(".told")
    assert f"Tin lừa: bác nhận ra {seen[0]} trên 1." in said
    assert f"Tin thật: bác tin đúng {seen[1]} trên 1." in said
    assert advice_on(page) == {advice}


def test_a_check_with_one_kind_of_message_is_silent_on_the_other(site: Site) -> None:
    (said,) = checked(site, *a_form(site, "genuine")).texts(".told")
    assert "Tin thật: bác tin đúng 1 trên 1." in said
    assert "nhận ra" not in said


def test_a_check_without_a_message_says_nothing_of_messages(site: Site) -> None:
    module, form = a_form(site)
    assert not site.get(f"/vi/bai/{module.id}/kiem-tra/{form}/").all(".told")
    assert not checked(site, module, form).all(".told")


def verdicts(site: Site, *, right: tuple[int, int], of: tuple[int, int]) -> Iterator[Event]:
    """Verdicts on so many scams and genuine messages of the real courses, the first ones right."""
    every = [
        (module, question.id, truth)
        for module in catalog_of(site).modules
        for question in module.bank.questions
        if (truth := truth_of(question.key()))
    ]
    for kind, good, count in zip(("scam", "genuine"), right, of, strict=True):
        found = [one for one in every if one[2] == kind][:count]
        assert len(found) == count
        for place, (module, question, _) in enumerate(found):
            version = Version(module.id, module.version, dict(module.marking))
            clue = next(each for each in module.bank.questions if each.id == question)
            yield a_verdict(
                version,
                question,
                kind if place < good else OTHER[kind],
                clue=clue.key()["parts"]["clue"]["right"][0],
            )


def mine_after(site: Site, person: UUID, *, right: tuple[int, int], of: tuple[int, int]) -> Page:
    events = list(verdicts(site, right=right, of=of))
    assert len(append(person, DEVICE, events).stored) == len(events)
    return site.get("/vi/cua-toi/")


def test_nobody_and_whoever_met_no_message_reads_nothing_of_messages(site: Site) -> None:
    assert not site.get("/vi/cua-toi/").all(".told")
    checked(site, *a_form(site))
    assert not site.get("/vi/cua-toi/").all(".told")


def test_a_guest_reads_on_her_own_page_how_she_tells_them_apart(site: Site) -> None:
    guest = a_guest()
    site.sign_in(guest, "guest")
    page = mine_after(site, guest, right=(7, 5), of=(8, 6))
    (said,) = page.texts(".told")
    assert "Tin lừa: bác nhận ra 7 trên 8." in said
    assert "Tin thật: bác tin đúng 5 trên 6." in said
    assert advice_on(page) == {BOTH_RIGHT}
    assert [(bar.get("value"), bar.get("max")) for bar in page.all(".told progress")] == [
        ("7", "8"),
        ("5", "6"),
    ]


@pytest.mark.parametrize(
    ("right", "of", "advice"),
    [
        ((3, 6), (6, 6), SCAMS_MISSED),
        ((6, 2), (6, 6), GENUINE_REFUSED),
        ((3, 3), (6, 6), BOTH_WRONG),
        ((6, 0), (6, LEAST_OF_EACH - 1), TOO_FEW),
    ],
)
def test_the_advice_on_her_own_page_goes_by_what_outweighs(
    site: Site, right: tuple[int, int], of: tuple[int, int], advice: str
) -> None:
    person = a_learner()
    site.sign_in(person, "guest")
    assert advice_on(mine_after(site, person, right=right, of=of)) == {advice}


def test_no_score_is_shown_as_a_number(site: Site) -> None:
    person = a_guest()
    site.sign_in(person, "guest")
    for said in (
        *checked(site, *a_form(site, "scam", "genuine")).texts(".told"),
        *mine_after(site, person, right=(7, 5), of=(8, 6)).texts(".told"),
    ):
        assert not re.search(r"\d[.,]\d|%|d′", said)


def test_verdicts_are_asked_for_once_after_a_change_and_never_for_the_fragment(site: Site) -> None:
    person = a_guest()
    site.sign_in(person, "guest")
    mine_after(site, person, right=(6, 6), of=(6, 6))
    keep_something(person)
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *said: asked.append(str(said[2])))
    site.get("/vi/cua-toi/the", part=True)
    of_fragment = len(asked)
    assert not [sql for sql in asked if "FROM event" in sql]
    site.get("/vi/cua-toi/")
    assert len([sql for sql in asked if "FROM event" in sql]) == 1
    assert len(asked) - of_fragment == of_fragment + 1
    asked.clear()
    site.get("/vi/cua-toi/")
    site.get("/vi/cua-toi/the", part=True)
    assert len([sql for sql in asked if sql.startswith("SELECT")]) == 2
