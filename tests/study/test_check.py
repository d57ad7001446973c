"""A check on pages without scripts: marked, explained, kept once, nothing lost."""

from typing import Any

import pytest
from sqlalchemy import text

from learning.accounts.session import MARKER
from learning.catalog.content import Module
from learning.db import session
from tests.support.answers import fields, right_answer, wrong_answer
from tests.support.databases import held_by_another
from tests.support.page import Page
from tests.support.site import Site

MODULE = "quet-ma-qr"


def module_of(site: Site) -> Module:
    found: Module = site.app.extensions["hocso"].catalog.module(MODULE)
    return found


def answer(site: Site, *, form: int = 1, wrong: int = 0, leave: int = 0, **changes: Any) -> Page:
    """Open a form and send it with that many wrong answers (the last ones) and that many left open."""
    module = module_of(site)
    given: dict[str, list[str]] = {}
    questions = sorted(module.form(form), key=lambda question: not question.critical)
    for place, question in enumerate(questions):
        if place < len(questions) - leave:
            made = wrong_answer if place >= len(questions) - wrong else right_answer
            given |= fields(question, made(question))
    given = {**given, "version": [module.version], **changes}
    return site.post(f"/vi/bai/{MODULE}/kiem-tra/{form}/", given)


def count(site: Site, table: str) -> int:
    """How many rows there are now; in a context of its own, for one's own read may be older."""
    with site.app.app_context():
        rows: int = session().execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
        return rows


def kept_events(site: Site) -> int:
    return count(site, "event")


def guests(site: Site) -> int:
    return count(site, "person")


def test_four_of_five_is_a_pass_and_is_kept(site: Site) -> None:
    page = answer(site, wrong=1)
    assert "Bác đạt rồi!" in page.text
    assert "Đã giữ kết quả." in page.text
    assert "Đã đạt" in site.get("/vi/cua-toi/").text


def test_three_of_five_is_no_pass_but_says_so_kindly(site: Site) -> None:
    page = answer(site, wrong=2)
    assert "đúng 3 trên 5" in page.text
    assert "Bác đạt rồi!" not in page.text
    mine = site.get("/vi/cua-toi/")
    assert "Đã đạt" not in mine.text
    assert mine.follow(module_of(site).title).path == f"/vi/bai/{MODULE}/"


def test_every_answer_is_explained_right_or_wrong(site: Site) -> None:
    page = answer(site, wrong=2)
    assert len(page.all(".feedback")) == 5
    assert len(page.all(".feedback-look")) == 2
    assert all("Lần sau để ý" in said for said in page.texts(".feedback"))


def test_nobody_becomes_a_guest_before_the_first_kept_answer(site: Site) -> None:
    for path in (
        "/vi/",
        f"/vi/bai/{MODULE}/",
        f"/vi/bai/{MODULE}/kiem-tra/1/",
        "/vi/cua-toi/",
        "/vi/on-tap/",
    ):
        site.get(path)
    assert guests(site) == 0
    answer(site)
    assert guests(site) == 1
    assert site.client.get_cookie(MARKER) is not None


@pytest.mark.parametrize("times", [2, 5])
def test_a_page_sent_again_adds_nothing(site: Site, times: int) -> None:
    pages = [answer(site, wrong=1) for _ in range(times)]
    assert all("Đã giữ kết quả." in page.text for page in pages)
    assert (kept_events(site), guests(site)) == (5, 1)


def test_another_try_at_the_same_form_is_another_attempt(site: Site) -> None:
    answer(site, wrong=2)
    answer(site)
    assert kept_events(site) == 10
    assert "Đã đạt" in site.get("/vi/cua-toi/").text


def test_what_was_filled_in_stays_when_something_is_missing(site: Site) -> None:
    page = site.get(f"/vi/bai/{MODULE}/kiem-tra/1/").form("form.check").fill().submit(status=422)
    assert len(page.all(".notice-look[role=alert] a")) == 5
    one = next(
        question for question in module_of(site).form(1) if question.kind in ("single", "listen", "tap")
    )
    again = site.post(page.path, fields(one, right_answer(one)), status=422)
    assert len(again.all(".notice-look[role=alert] a")) == 4
    assert again.form("form.check").values[one.id] == [right_answer(one)]
    assert kept_events(site) == 0


@pytest.mark.parametrize("kind", ["order", "match", "inspect"])
def test_half_an_answer_stays_too(site: Site, kind: str) -> None:
    module = module_of(site)
    form, half = next(
        (number, question)
        for number in range(1, 30)
        for question in module.form(number)
        if question.kind == kind
    )
    name, values = next(iter(fields(half, right_answer(half)).items()))
    page = site.post(f"/vi/bai/{MODULE}/kiem-tra/{form}/", {name: values}, status=422)
    assert page.form("form.check").values[name] == values


def test_a_page_of_an_unknown_version_is_marked_but_not_kept_and_says_why(site: Site) -> None:
    page = answer(site, version=["0" * 16])
    assert "vừa được sửa" in page.text
    assert kept_events(site) == 0


@pytest.mark.parametrize(
    "nonsense",
    [
        {"version": ["x" * 5000]},
        {"version": ["\x00"]},
        {"version": ["a", "b"]},
    ],
)
def test_nonsense_beside_the_answers_keeps_nothing_and_breaks_nothing(
    site: Site, nonsense: dict[str, Any]
) -> None:
    answer(site, **nonsense)
    assert kept_events(site) == 0


def test_answers_that_no_page_offers_are_refused_in_words(site: Site) -> None:
    question = module_of(site).form(1)[0]
    for value in ("khong-co", "x" * 1000, "\x00", "\u202e"):
        name = next(iter(fields(question, right_answer(question))))
        page = site.post(f"/vi/bai/{MODULE}/kiem-tra/1/", {name: value}, status=422)
        assert page.text


@pytest.mark.parametrize("form", ["0", "201", "-1", "1.5", "x", "99999999999999999999"])
def test_forms_that_are_not_are_not_found(site: Site, form: str) -> None:
    site.get(f"/vi/bai/{MODULE}/kiem-tra/{form}/", status=404)


def test_the_next_form_asks_other_questions(site: Site) -> None:
    module = module_of(site)
    first, second = ({question.id for question in module.form(n)} for n in (1, 2))
    assert not first & second


def test_interface_and_course_speak_english(site: Site) -> None:
    page = site.get(f"/en/bai/{MODULE}/kiem-tra/1/")
    assert page.one("html").get("lang") == "en"
    assert page.all("main [lang=vi], .translated") == []


def test_what_could_not_be_kept_stays_filled_in_and_is_kept_the_next_time(site: Site) -> None:
    """Somebody else holds the database for longer than we wait."""
    database_url = site.app.extensions["hocso"].settings.database_url
    with held_by_another(database_url):
        page = answer(site, wrong=1)
        assert "chưa giữ được kết quả. Bác chờ một phút rồi bấm nút bên dưới lần nữa." in page.text
        assert "Bác đạt rồi!" in page.text
    assert kept_events(site) == 0
    again = page.form("main form.check").submit("Giữ kết quả lần nữa")
    assert "Đã giữ kết quả." in again.text
    assert kept_events(site) == 5
