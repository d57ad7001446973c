"""Made-up languages: every sentence of interface and courses marked, longer, or from right to left."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from learning.catalog import translatable
from learning.config import ROOT
from learning.i18n.po_files import extracted, of_course

ROW = """
[[language]]
code = "{code}"
name = "{code}"
vi_name = "{code}"
script = "Latn"
dir = "{dir}"
locale = "{code}"
fallback = []
plural = "nplurals=2; plural=(n != 1);"
fonts = "latin"
status = "complete"
"""


def marked(text: str) -> str:
    """Between ⟦ and ⟧, with placeholders and tags as they were."""
    return f"⟦{text}⟧"


def longer(text: str) -> str:
    """Two fifths longer, by words as long as the sentence has them."""
    words = [word for word in text.split() if word.isalpha()] or ["abc"]
    more = max(len(text) * 2 // 5, 1)
    added = " ".join(words * (more // len(" ".join(words)) + 1))[:more].strip()
    return f"{text} {added}"


def add_language(translations: Path, code: str, said: Callable[[str], str], direction: str = "ltr") -> None:
    """A row in the table there and a folder with every catalogue."""
    table = translations / "languages.toml"
    table.write_text(table.read_text() + ROW.format(code=code, dir=direction))
    say_all(translations, code, said)


def say_all(translations: Path, locale: str, said: Callable[[str], str]) -> None:
    """Every catalogue of a language that is in the table already."""
    folder = translations / locale / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    for domain, template in templates().items():
        with (folder / f"{domain}.mo").open("wb") as file:
            write_mo(file, _said(template, said))


@cache
def templates() -> dict[str, Catalog]:
    """All sentences that there are, by domain."""
    courses = translatable.sentences(ROOT / "courses")
    return {"messages": extracted(ROOT), **{name: of_course(found) for name, found in courses.items()}}


def _said(template: Catalog, said: Callable[[str], str]) -> Catalog:
    made = Catalog(locale="en")
    for message in template:
        if isinstance(message.id, tuple | list):
            made.add(message.id, tuple(said(form) for form in message.id))
        elif message.id:
            made.add(message.id, said(message.id), context=message.context)
    return made
