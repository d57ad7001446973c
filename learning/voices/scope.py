"""Whose language is it: the speakers of the translators' desk."""

from learning.desk import queries
from learning.desk.queries import Speaker
from learning.i18n.registry import Language
from learning.web.access import staff_here
from learning.web.errors import NotFound
from learning.web.site import site


def mine(code: str) -> tuple[Speaker, Language]:
    """A language that whoever asks speaks; Vietnamese can be read aloud as well."""
    found = queries.speaker(staff_here(), code)
    here = site().languages.by_code.get(code)
    if found is None or here is None:
        raise NotFound
    return found, here
