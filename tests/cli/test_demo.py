"""The demo: a made-up province through the real doors, the same story each time, never over real people."""

import re
from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask

from learning.accounts import colleagues
from learning.classes import queries as classes
from learning.cli import register
from learning.ids import new_id
from learning.recognition import lists
from learning.records import operations as records
from learning.records import queries
from tests.support.databases import Databases
from tests.support.site import Site

pytestmark = pytest.mark.sqlite  # `make demo` makes a file
Story = Counter[tuple[str, str, str | None]]


def filled(app: Flask, *, code: int = 0) -> str:
    register(app)
    result = app.test_cli_runner().invoke(args=["demo", "fill", "--weeks", "2"])
    assert result.exit_code == code, result.output
    return result.output


def told() -> Story:
    """Who passed what, and how well it is known: by names, since ids are others each time."""
    everywhere = classes.classes_for(new_id(), [None])
    people = {
        member.person: f"{member.name} {member.year_of_birth} {member.hamlet}"
        for member in classes.members_of([listed.group.id for listed in everywhere])
    }
    progress = queries.progress_of_all(people)
    return Counter(
        (people[person], one.module, one.evidence) for person, each in progress.items() for one in each
    )


def test_the_demo_is_three_communes_with_mixed_evidence_and_the_same_story_each_time(
    make_app: Callable[..., Flask], databases: Databases
) -> None:
    app = make_app(database_url=databases.empty())
    sheet, story = played(app)
    assert played(make_app(database_url=databases.empty()))[1] == story
    assert {"self", "present", "observed", None} >= {evidence for _who, _what, evidence in story}
    assert {"self", "present"} <= {evidence for _who, _what, evidence in story}
    the_printed_sheet_signs_in_with_a_second_factor_and_a_card(app, sheet)
    translators_have_something_to_translate_to_approve_and_to_answer(app)


def played(app: Flask) -> tuple[str, Story]:
    """What was printed, and what happened."""
    sheet = filled(app)
    with app.app_context():
        assert not list(records.rebuild(verify=True)), "the record is what its events come to"
        assert {one.state for one in lists.lists_at([None])} == {"decided", "drawn", "closed"}
        return sheet, told()


def the_printed_sheet_signs_in_with_a_second_factor_and_a_card(app: Flask, sheet: str) -> None:
    kept = app.extensions["hocso"].settings.data_dir / "demo-sign-in.txt"
    assert kept.stat().st_mode & 0o077 == 0, "nobody else reads it"
    password = re.search(r"password of all +(.+)", sheet)
    trainer = re.search(r"trainer +(.+?) {3}.*\n.*\n.*each +(\S+)", sheet)
    card = re.search(r"(/the/\S+)", sheet)
    assert password
    assert trainer
    assert card
    site = Site(app)
    step = site.get("/vi/vao/can-bo/").form().fill(name=trainer[1], password=password[1]).submit()
    home = step.form("main form:has(input[name=code])").fill(code=trainer[2]).submit()
    assert "Lớp" in home.text
    site.sign_out()
    site.get(card[1])


def translators_have_something_to_translate_to_approve_and_to_answer(app: Flask) -> None:
    with app.app_context():
        second = next(person for person, name in colleagues.translators() if name == "Người đọc duyệt")
        site = Site(app)
        site.sign_in(second, "staff")
        assert "Dịch câu tiếp theo" in site.get("desk.language", code="km").html
        assert "Front page" in site.get("desk.read", code="en").html
        assert "bà con, hay với cán bộ" in site.get("translators.questions").html


def test_a_database_with_people_is_left_alone(make_app: Callable[..., Flask], databases: Databases) -> None:
    app = make_app(database_url=databases.empty())
    register(app)
    app.test_cli_runner().invoke(args=["prepare"], catch_exceptions=False)
    app.test_cli_runner().invoke(args=["cards", "issue", "--name", "Bà Tư"], catch_exceptions=False)
    assert "There are people in this database" in filled(app, code=1)
