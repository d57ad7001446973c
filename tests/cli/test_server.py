"""Getting ready to serve: an empty database becomes one that can be used, and once more changes nothing."""

import re
import socket
from collections.abc import Callable

import pytest
from flask import Flask

from learning.cli import register
from tests.support.databases import Databases
from tests.support.server import free_port
from tests.support.site import Site


def prepared(app: Flask) -> str:
    register(app)
    result = app.test_cli_runner().invoke(args=["prepare"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_printed_address_makes_the_first_administrator_once(
    make_app: Callable[..., Flask], databases: Databases
) -> None:
    app = make_app(database_url=databases.empty())
    found = re.search(r"open http://127\.0\.0\.1:\d+(/\S+)", prepared(app))
    assert found
    site = Site(app)
    form = site.get(found[1]).form()
    home = form.fill(name="Chị Hạnh", password="mua xuan ve tren ban", again="mua xuan ve tren ban").submit()
    assert "Thêm mã trên điện thoại" in home.text
    site.sign_out()
    site.get(found[1], status=410)


def test_a_second_start_prints_a_new_address_and_closes_the_old_one(
    make_app: Callable[..., Flask], databases: Databases
) -> None:
    app = make_app(database_url=databases.empty())
    first, second = prepared(app), prepared(app)
    addresses = [re.search(r"(/vi/vao/thiet-lap/\S+)", said) for said in (first, second)]
    assert all(addresses)
    site = Site(app)
    site.get(addresses[0][1] if addresses[0] else "", status=410)
    site.get(addresses[1][1] if addresses[1] else "")


def test_a_database_that_is_not_there_is_told_in_a_sentence(
    make_app: Callable[..., Flask], databases: Databases
) -> None:
    nowhere = {
        "sqlite": "sqlite:////no/such/folder/hocso.db",
        "postgresql": f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/nothing",
    }
    app = make_app(database_url=nowhere[databases.kind])
    register(app)
    result = app.test_cli_runner().invoke(args=["prepare"])
    assert result.exit_code == 1
    assert "The database cannot be used now" in result.output
    assert "Traceback" not in result.output


def test_a_port_stays_its_servers_while_that_is_down() -> None:
    """Others ask the system for ports meanwhile: one of them would sit where the server has to come back."""
    port = free_port()
    for _down_and_up in range(2):
        with socket.socket() as other, pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", port))
        with socket.create_server(("127.0.0.1", port)), socket.create_connection(("127.0.0.1", port)):
            pass
