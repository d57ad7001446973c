"""Commands about people: staff and roles, cards and their QR codes."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import Result
from flask import Flask

from learning.accounts import queries
from learning.cli.accounts import commands
from tests.accounts.test_cards import pick
from tests.factories.accounts import PASSWORD, PICTURES, a_card, a_staff_member
from tests.support.site import Site


def run(app: Flask, *args: str, typed: str = "") -> Result:
    group = {one.name: one for one in commands}[args[0]]
    return app.test_cli_runner().invoke(group, args[1:], input=typed)


def address_in(said: str) -> str:
    found = re.search(r"Address: http://[^/]+(/the/\S+)", said)
    assert found is not None, said
    return found[1]


def test_the_first_staff_can_be_made_on_the_command_line(site: Site) -> None:
    result = run(site.app, "staff", "create", typed=f"Chị Hạnh\n{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    page = site.get("accounts.enter_staff").form().fill(name="chị hạnh", password=PASSWORD).submit()
    assert page.heading == "Thêm mã trên điện thoại"


def test_a_weak_password_is_refused_there_too(app: Flask) -> None:
    result = run(app, "staff", "create", "--name", "Hạnh", typed="1234567890\n1234567890\n")
    assert result.exit_code == 1
    assert "easily guessed" in result.output
    assert not queries.has_staff()


def test_a_name_that_is_taken_is_refused(app: Flask) -> None:
    a_staff_member("Hạnh")
    result = run(app, "staff", "create", "--name", "HẠNH", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 1
    assert "has this name already" in result.output


def test_another_role_can_be_granted(app: Flask) -> None:
    person = a_staff_member("Hạnh")
    assert run(app, "staff", "grant", "hạnh", "trainer", "--place", "/92/").exit_code == 0
    assert queries.roles_of(person) == {"administrator", "trainer"}
    assert run(app, "staff", "grant", "nobody", "trainer").exit_code == 1
    assert run(app, "staff", "grant", "hạnh", "king").exit_code == 2


def test_a_card_is_issued_with_its_qr_code(site: Site, tmp_path: Path) -> None:
    drawn = tmp_path / "card.svg"
    args = ("--name", "Lò Văn Pú", "--year", "1959", "--qr-svg", str(drawn))
    result = run(site.app, "cards", "issue", *args)
    assert result.exit_code == 0, result.output
    assert re.search(r"Number:  \d{3} \d{3} \d{3}\n", result.output)
    assert drawn.read_text().startswith("<?xml")
    page = pick(site.get(address_in(result.output)), PICTURES).form("main form").submit("Tôi nhớ rồi")
    assert page.heading == "Chào bác Lò Văn Pú!"


def test_a_reissued_card_replaces_the_old_one(site: Site) -> None:
    old = a_card()
    result = run(site.app, "cards", "reissue", old.spaced_number)
    assert result.exit_code == 0, result.output
    site.get(old.path, status=410)
    assert site.get(address_in(result.output)).heading == "Bác chọn ba hình để nhớ"


def test_what_cannot_be_done_is_said_in_a_sentence(app: Flask) -> None:
    for args, said in (
        (("issue", "--name", "\x00"), "A name has"),
        (("issue", "--name", "Lan", "--year", "1"), "born in that year"),
        (("issue", "--name", "Lan", "--language", "xx"), "does not offer"),
        (("reissue", "12"), "nine digits"),
        (("reissue", "123456789"), "check digit"),
        (("reissue", "123456784"), "No card has this number"),
    ):
        result = run(app, "cards", *args)
        assert result.exit_code == 1
        assert said in result.output
