"""No sentence escapes translation: in a made-up language that marks each sentence, none stands unmarked."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from learning import clock
from learning.db import Base, session
from learning.factory import create_app
from learning.places.rules import LABELS
from learning.web.access import ROLES, Access
from tests.conftest import MORNING, close, settings_for
from tests.site.walk import walk
from tests.support.client import Visit
from tests.support.databases import Databases
from tests.support.markup import BLOCK, Element
from tests.support.page import Page
from tests.support.pseudo import marked, say_all
from tests.support.sides import a_side
from tests.support.site import Site
from tests.support.world import ASKED, World

ROOT = Path(__file__).resolve().parent.parent.parent
VIETNAMESE = re.compile(
    r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE
)
MARKS = re.compile(r"⟦[^⟦⟧]*⟧")
READ_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title")


def unmarked(text: str) -> str:
    """What is left without the marked sentences, those inside of others too."""
    while (fewer := MARKS.sub("", text)) != text:
        text = fewer
    return text


def plain_vietnamese(page: Page, names: re.Pattern[str] | None = None) -> list[str]:
    """Vietnamese that neither went through the catalogue nor says that it is Vietnamese, nor is a name."""
    # The head is read by machines, and its title by nobody who does not hear the heading after it.
    left = unmarked("".join(_readable(page.one("body"), page.root.get("lang", ""))))
    left = names.sub("", left) if names else left
    return [line.strip() for line in left.splitlines() if VIETNAMESE.search(line)]


def _readable(element: Element, lang: str) -> Iterator[str]:
    """Words of this element that claim to be in the page's language. A sentence may hold inline elements."""
    lang = element.get("lang", lang)
    if lang == "en":
        yield from (element.get(name, "") + "\n" for name in READ_ATTRIBUTES if element.get(name))
        yield element.text or ""
    for child in element.iterchildren("*"):
        yield "".join(_readable(child, lang))
        if lang == "en":
            yield child.tail or ""
    yield "\n" if element.tag in BLOCK else ""


@pytest.fixture(scope="module")
def marked_app(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The site with the made-up language in the place of English."""
    folder = tmp_path_factory.mktemp("marked")
    translations = folder / "translations"
    translations.mkdir()
    for file in ("languages.toml", "*.pot"):
        for path in (ROOT / "translations").glob(file):
            shutil.copy(path, translations)
    say_all(translations, "en", marked)
    app = create_app(
        replace(settings_for(databases.prepared(), folder / "data"), translations_dir=translations)
    )
    app.test_client_class = Visit
    yield app
    close(app)


@pytest.fixture
def marked_site(marked_app: Flask) -> Iterator[Site]:
    with marked_app.app_context():
        yield Site(marked_app)


@pytest.fixture(scope="module")
def world(marked_app: Flask) -> Iterator[World]:
    """All that staff and learners of one commune see, on an evening that goes on."""
    with marked_app.app_context(), clock.fixed(MORNING):
        here = a_side(marked_app, "Cần Thơ", "Nhà Mình", "en")
        yield World(Site(marked_app), here, here)


def test_no_page_speaks_plain_vietnamese_in_another_language(marked_site: Site) -> None:
    faults: list[str] = []
    fallen_back: list[str] = []

    def look(page: Page) -> None:
        if page.path.startswith("/en/"):
            faults.extend(f"{page.path}: {line}" for line in plain_vietnamese(page))
            fallen_back.extend([page.path] if page.all(".translated") else [])

    pages, _ = walk(marked_site, "/en/", look)
    assert "⟦" in pages["/en/"].text
    assert not faults, "\n".join(faults)
    assert not fallen_back, "course texts in Vietnamese: " + ", ".join(fallen_back)


@pytest.mark.parametrize("role", [*sorted(ROLES), "learner"])
def test_no_page_of_staff_or_of_somebody_signed_in_does(world: World, role: str) -> None:
    learner = UUID(str(world.ours.ids["person_id"][0]))
    person, kind = (learner, "card") if role == "learner" else (world.ours.staff[role], "staff")
    names = words_of_rows()
    faults, seen = set(), 0
    for path in own_addresses(world):
        answer = world.open("GET", path.replace("/vi/", "/en/", 1), person, kind, query_string=ASKED)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            seen += 1
            page = Page(answer, path, world.site.visit)
            faults |= {f"{answer.request.path}: {line}" for line in plain_vietnamese(page, names)}
    assert not faults, "\n".join(sorted(faults))
    assert seen > 8


def own_addresses(world: World) -> Iterator[str]:
    """Every page that is not the same for everybody, with ids of this commune."""
    for rule in world.site.app.url_map.iter_rules():
        if world.access_of(rule) in (Access.STAFF, Access.PERSONAL) and "GET" in (rule.methods or ()):
            yield from (path for path, _foreign in world.addresses(rule, only_ours=True))


def _flat(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):
            yield from _flat(value)


def words_of_rows() -> re.Pattern[str]:
    """Names of people, places and things: they stand in the database and are not translated."""
    held = {
        word for words in LABELS.values() for word in words
    }  # "Thôn" stands before a name, and is part of it
    for table in Base.metadata.sorted_tables:
        for row in session().execute(select(table)):
            held |= {value.strip() for value in _flat(row) if VIETNAMESE.search(value)}
    held |= {word[:1].upper() + word[1:] for word in held}
    return re.compile("|".join(re.escape(one) for one in sorted(held, key=len, reverse=True)))


def test_no_answer_to_a_check_speaks_plain_vietnamese_either(marked_site: Site) -> None:
    module = marked_site.app.extensions["hocso"].catalog.modules[0]
    form = marked_site.get(f"/en/bai/{module.id}/kiem-tra/1/").form()
    unfinished = form.submit(status=422)
    assert plain_vietnamese(unfinished) == []


def test_a_sentence_that_escaped_is_found(marked_site: Site) -> None:
    page = marked_site.get("/vi/")
    page.root.set("lang", "en")
    assert plain_vietnamese(page) != []
    page.root.set("lang", "vi")
