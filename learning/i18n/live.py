"""Words that change while the site runs: what translators had approved since the files were written."""

from dataclasses import dataclass, field
from typing import Any

import flask_babel
from babel.messages.catalog import Catalog
from babel.support import NullTranslations
from flask import current_app, has_app_context

from learning.i18n.negotiation import current


@dataclass(frozen=True, slots=True)
class Approved:
    """By language: sentences of the interface as a catalogue, texts of courses by the Vietnamese one."""

    interface: dict[str, Catalog] = field(default_factory=dict)
    courses: dict[str, dict[str, str]] = field(default_factory=dict)


class SpokenDomain(flask_babel.Domain):
    """Sentences in code speak from the same catalogues as templates: fallbacks, plurals, and what is new."""

    def get_translations(self) -> Any:
        if not has_app_context():
            return NullTranslations()
        return current_app.extensions["hocso"].catalogs.get(current().code) or NullTranslations()
