"""Whose language is it: every view of the desk asks here."""

from learning.desk import queries
from learning.desk.queries import Speaker
from learning.i18n.registry import Language
from learning.web.access import places_here, staff_here
from learning.web.errors import NotFound
from learning.web.site import site

ANSWERERS = ("author", "administrator")


def mine(code: str) -> tuple[Speaker, Language]:
    """A language that whoever asks translates into; any other is none."""
    found = queries.speaker(staff_here(), code)
    here = site().languages.by_code.get(code)
    if found is None or here is None or here.is_source:
        raise NotFound
    return found, here


def answers() -> list[str] | None:
    """Whose questions somebody may read and answer: None is every language.

    Authors and administrators of everything know what a Vietnamese sentence means; translators their own.
    """
    if None in places_here(*ANSWERERS):
        return None
    return [one.language for one in queries.languages_of(staff_here())]


def gives() -> bool:
    """May whoever asks say who translates what?"""
    return None in places_here("administrator")
