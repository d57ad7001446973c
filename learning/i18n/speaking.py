"""Words of another language than the page's, for a paper that is in one language whoever asks for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app, g
from flask_babel import force_locale

from learning.i18n.negotiation import current
from learning.i18n.registry import Language, Languages


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Inside, gettext speaks that language."""
    before = current()
    g.language = language
    try:
        with force_locale(language.locale):
            yield
    finally:
        g.language = before


@contextmanager
def speaking_vietnamese() -> Iterator[None]:
    """Inside, gettext speaks the language that all is written in."""
    languages: Languages = current_app.extensions["hocso"].languages
    with speaking(languages.source):
        yield
