"""No sentence escapes translation: in a made-up language that marks each sentence, none stands unmarked."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.site.walk import walk
from tests.support.markup import BLOCK, Element
from tests.support.page import Page
from tests.support.pseudo import marked, say_all
from tests.support.site import Site

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


def plain_vietnamese(page: Page) -> list[str]:
    """Vietnamese that neither went through the catalogue nor says that it is Vietnamese."""
    # The head is read by machines, and its title by nobody who does not hear the heading after it.
    left = unmarked("".join(_readable(page.one("body"), page.root.get("lang", ""))))
    return [line for line in left.splitlines() if VIETNAMESE.search(line)]


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


@pytest.fixture
def marked_site(make_app: Callable[..., Flask], tmp_path: Path) -> Iterator[Site]:
    """The site with the made-up language in the place of English."""
    translations = tmp_path / "translations"
    translations.mkdir()
    shutil.copy(ROOT / "translations" / "languages.toml", translations)
    say_all(translations, "en", marked)
    app = make_app(translations_dir=translations)
    with app.app_context():
        yield Site(app)


def test_no_page_speaks_plain_vietnamese_in_another_language(marked_site: Site) -> None:
    pages, _ = walk(marked_site, "/en/")
    assert "⟦" in pages["/en/"].text
    english = [page for path, page in pages.items() if path.startswith("/en/")]
    faults = [f"{page.path}: {line.strip()}" for page in english for line in plain_vietnamese(page)]
    assert not faults, "\n".join(faults)
    fallen_back = [page.path for page in english if page.all(".translated")]
    assert not fallen_back, "course texts in Vietnamese: " + ", ".join(fallen_back)


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
