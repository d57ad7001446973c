"""Translations that came with a course: laid beside it as compiled catalogues."""

import re
import unicodedata
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from learning.catalog.facts import named_in
from learning.catalog.pack import Pack

FOLDER = ".words"  # what begins with a dot is no course
_LINK = re.compile(r"\]\([^)]*\)")


def write(folder: Path, pack: Pack) -> None:
    """The words of a pack in that courses folder. What is not sound is left out: Vietnamese is shown."""
    for locale, words in pack.words.items():
        catalog = Catalog()
        for text, said in words.items():
            if is_sound(text, said):
                catalog.add(text, said)
        path = folder / FOLDER / locale / "LC_MESSAGES" / f"{pack.course}.mo"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_mo(file, catalog)


def is_sound(text: str, said: str) -> bool:
    """Does a translation name the same facts and lead to the same places, and is it whole?"""
    return (
        sorted(named_in(text)) == sorted(named_in(said))
        and sorted(_LINK.findall(text)) == sorted(_LINK.findall(said))
        and said.count("**") % 2 == 0
        and unicodedata.is_normalized("NFC", said)
    )
