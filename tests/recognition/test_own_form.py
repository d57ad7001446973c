"""Under rules of one's own: forms by group, what the record proves already, one minute to refresh."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

from learning.db import write
from learning.recognition import own
from learning.recognition.nearest import Lesson, Todo, next_todo, open_questions
from learning.recognition.rules import judge
from learning.recognition.sets import PersonSet
from learning.records import operations as records
from learning.web.site import site as web_site
from tests.conftest import Clock
from tests.factories.accounts import a_learner
from tests.factories.places import a_commune
from tests.factories.records import DEVICE, a_check, a_version
from tests.support.answers import fields, right_answer
from tests.support.judging import answers_in, criteria_named, day, shown_in, stays_in
from tests.support.page import Page
from tests.support.site import Site

SAMPLES = Path(__file__).parent / "samples"
TITLES = "/vi/cong-nhan/"
FORM = TITLES + "hoc-vien-thu/phieu/"
SCAMS = "nhan-biet-lua-dao"
TWO_YEARS_AGO = -2 * 365 * 24 * 60


@pytest.fixture
def site(make_app: Callable[..., Flask], wall_clock: Clock) -> Iterator[Site]:
    """A site whose only rules are those made up for tests."""
    app = make_app(criteria_dir=SAMPLES)
    with app.app_context():
        yield Site(app)


@pytest.fixture
def lan(site: Site) -> UUID:
    person = a_learner()
    with write():
        own.say_home(person, a_commune().id)
    site.sign_in(person)
    return person


def passes(person: UUID, *modules: str, minute: float = 0) -> None:
    for module in modules:
        assert records.append(person, DEVICE, a_check(a_version(module), minute=minute, seq=1)).stored


def chosen(site: Site) -> Page:
    """She belongs to the people."""
    return site.get(TITLES).follow("Chọn nhóm của tôi").form().fill(nhom="nguoi-dan").submit()


def said(page: Page) -> list[str]:
    return page.texts('section[aria-labelledby="hoc-vien-thu"] > .title-said p')


def test_a_group_has_a_form_of_its_own(site: Site, lan: UUID) -> None:
    assert "Máy chưa biết bác thuộc nhóm nào" in said(site.get(TITLES))[1]
    page = chosen(site)
    assert said(page)[2] == "Việc tiếp theo: bác tự chấm, còn 4 câu."
    site.get(FORM + "5/", status=404)
    site.post(TITLES + "hoc-vien-thu/nhom/", {"nhom": "khong-co"}, status=422)


def test_what_the_record_proves_is_filled_in_and_not_asked_again(site: Site, lan: UUID) -> None:
    passes(lan, SCAMS, "mat-khau-va-otp")
    page = chosen(site)
    assert said(page)[2] == "Việc tiếp theo: bác tự chấm, còn 2 câu."
    page = page.follow("Tự đánh giá")
    assert page.path == FORM + "2/"
    assert page.form().offered("diem") == [str(one) for one in range(7)]
    page = page.form().fill(diem="6").submit()
    assert page.path == FORM + "4/"
    page = page.form().fill(diem="9").submit()
    assert page.path == FORM
    assert page.texts(".why .state-good") == ["Sổ học tập đã cho thấy"] * 2
    page = page.follow("Vẫn muốn tự chấm")
    assert page.path == FORM + "1/"
    assert "Sổ học tập có 2 bài đạt, mức thấp nhất là tự làm: được 6 điểm." in page.text
    page.form().fill(diem="10").submit()
    assert said(site.get(TITLES))[0] == "Bác đang có 30 điểm trong 40 điểm."


def test_what_was_learned_long_ago_is_refreshed_by_one_question(site: Site, lan: UUID) -> None:
    passes(lan, SCAMS, minute=TWO_YEARS_AGO)
    page = chosen(site)
    assert said(page)[2].startswith("Việc tiếp theo: bác trả lời lại một câu của bài “Nhận biết")
    page = page.follow("Trả lời lại một câu")
    (name,) = page.form().values["lan"]
    question = web_site().catalog.module(SCAMS).bank.question(name.split()[1])
    page = page.form().fill(fields(question, right_answer(question))).submit()
    assert "Đã giữ kết quả" in page.text
    page = site.get(TITLES)
    assert said(page)[0] == "Bác đang có 5 điểm trong 40 điểm."
    assert not said(page)[2].startswith("Việc tiếp theo: bác trả lời lại")


# ── The rule alone ──

LESSONS = [
    Lesson("otp", "an-toan", ("dlgf:4.1",)),
    Lesson("zalo", "ket-noi", ("dlgf:2.1",)),
    Lesson("wifi", "ket-noi", ("dlgf:0.1",)),
]


@pytest.mark.parametrize(
    ("shown", "answers", "stays", "group", "todo"),
    [
        ("", "", "usual", None, Todo("group")),
        ("", "", "", "nguoi-dan", Todo("answer", 1)),
        ("", "9 6 4 9", "", "nguoi-dan", Todo("home")),
        ("", "9 6 - 9", "usual", "nguoi-dan", Todo("answer", 3)),
        ("otp:self@2024-01-01", "9 6 - 9", "usual", "nguoi-dan", Todo("refresh", 3, "otp")),
        ("quyen:self@2024-01-01", "9 6 - 9", "usual", "nguoi-dan", Todo("answer", 3)),
        ("", "9 6 4 9", "usual", "nguoi-dan", Todo("learn", 3, "otp")),
        ("otp:self", "9 6 4 9", "usual", "nguoi-dan", Todo("learn", 2, "zalo")),
        ("otp:self", "10 6 4 9", "difficult", "nguoi-dan", Todo("send")),
        ("otp:self,zalo:self,wifi:self", "10 6 4 2", "usual", "nguoi-dan", Todo("raise", 4)),
    ],
)
def test_the_nearest_thing_to_do(shown: str, answers: str, stays: str, group: str | None, todo: Todo) -> None:
    criteria = criteria_named("bo-thu")
    assert isinstance(criteria, PersonSet)
    on, known = day("2026-11-22"), shown_in(shown)
    own_word = answers_in(answers, [one.id for one in criteria.indicators], on)
    result = judge(criteria, known, own_word, stays_in(stays), on=on, group=group)
    assert next_todo(criteria, result, {one.module for one in known}, LESSONS, group) == todo
    assert all(number <= 4 for number in open_questions(criteria, result, group))


def test_whatever_is_answered_is_asked_no_more() -> None:
    criteria = criteria_named("cong-dan-hoc-tap")
    assert isinstance(criteria, PersonSet)
    on, ids = day("2026-11-22"), [one.id for one in criteria.indicators]
    for many in range(11):
        answers = answers_in(" ".join(["8"] * many), ids, on)
        result = judge(criteria, [], answers, stays_in("usual"), on=on)
        assert open_questions(criteria, result, None) == tuple(range(many + 1, 11))
