"""What was approved is spoken without a restart: every worker looks now and then, and reads what changed.

One small question in so many seconds, asked in a thread of its own: no page waits for it, and where the
database does not answer, the words of before go on.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from flask import Flask

from learning.desk import queries, rules, texts
from learning.desk.models import DeskSuggestion
from learning.i18n.course_texts import Compiled
from learning.i18n.registry import NO_FONT, Language
from learning.web.site import Site, site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)
SECONDS_BETWEEN_LOOKS = 10.0
_looking = Lock()


class Watch:
    """Stands in front of the site and only looks at the clock; when it is time, a thread looks."""

    def __init__(self, app: Flask, inner: "WSGIApplication", seconds: float = SECONDS_BETWEEN_LOOKS) -> None:
        self._app = app
        self._inner = inner
        self._seconds = seconds
        self._next = 0.0
        self._turn = Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if monotonic() >= self._next and self._turn.acquire(blocking=False):
            try:
                Thread(target=self._look, name="desk-look", daemon=True).start()
            except RuntimeError:
                self._turn.release()  # no thread can be had now; the next request tries again
        return self._inner(environ, start_response)

    def _look(self) -> None:
        try:
            with self._app.app_context():
                look()
        except Exception:
            log.warning("approved translations could not be read now: pages go on as they are", exc_info=True)
        finally:
            self._next = monotonic() + self._seconds
            self._turn.release()


def look() -> set[str]:
    """Speak what was approved since the last look; returns the languages that have changed."""
    here = site()
    with _looking:
        there = queries.versions()
        known = here.versions
        changed = {code for code in {*there, *known} if there.get(code, 0) != known.get(code, 0)}
        changed &= here.languages.by_code.keys()
        if changed:
            _read_anew(here, changed)
            known.update({code: there.get(code, 0) for code in changed})
    return changed


def _read_anew(here: Site, changed: set[str]) -> None:
    before = {language.code for language in here.languages.offered}
    for code in changed:
        _take(here, here.languages.by_code[code])
        here.read_clips(here.languages.by_code[code])
    source, anew = here.languages.source.code, set(changed)
    for language in list(here.languages.offered):
        steps = {language.code, source, *(step.code for step in here.languages.chain(language))}
        if language.code not in here.environments or steps & changed:
            anew.add(language.code)
            try:
                here.speak(language)
            except Exception:
                log.exception("%s keeps the words that it had", language.code)
    is_same = before == {language.code for language in here.languages.offered}
    here.pages.drop(anew if is_same else None)  # every page names all languages that there are
    for spoken in [one for one in here.searched if one[0] in changed]:
        here.searched.pop(spoken, None)


def _take(here: Site, language: Language) -> None:
    """The approved words of one language, without what its files say themselves."""
    sound = fit(language, queries.live(language.code))
    files = texts.files_of(language)
    rows = [row for row in sound if not (row.exported_at and _is_in_file(files, row))]
    interface = [row for row in rows if row.domain == rules.INTERFACE]
    here.approved.interface[language.code] = _catalog(interface)
    here.approved.courses[language.code] = {
        row.source: row.forms[0] for row in rows if row.domain != rules.INTERFACE
    }
    _offer(here, language, sound)


def fit(language: Language, rows: Sequence[DeskSuggestion]) -> list[DeskSuggestion]:
    """What may be served. One that is broken, however it came here, is left out; nothing else suffers."""
    many = len(language.forms)
    sound = []
    for row in rows:
        is_whole = len(row.forms) == (many if row.plural else 1)
        if not is_whole or rules.wrong_in(row.domain, row.source, row.plural, row.forms):
            log.warning("a suggestion for %s is left out: %s", language.code, row.id)
        else:
            sound.append(row)
    return sound


def _is_in_file(files: Mapping[str, Compiled], row: DeskSuggestion) -> bool:
    file = files.get(row.domain)
    return file is not None and file.get(rules.raw_key(row.context, row.source, row.plural)) is not None


def _catalog(rows: Iterable[DeskSuggestion]) -> Catalog:
    catalog = Catalog()
    for row in rows:
        name = (row.source, row.plural) if row.plural else row.source
        catalog.add(name, tuple(row.forms) if row.plural else row.forms[0], context=row.context or None)
    return catalog


def _offer(here: Site, language: Language, approved: Sequence[DeskSuggestion]) -> None:
    """A language that waits for its translators is a draft as soon as there is something to read in it.

    The table says which those are; one whose font is missing goes on waiting.
    """
    written = here.statuses.setdefault(language.code, language.status)
    if written != "registered":
        return
    drawn = language.fonts == NO_FONT or language.fonts in here.assets.fonts()
    still = {text.key for text in texts.texts().domains.get(rules.INTERFACE, ())}
    is_ready = drawn and rules.is_ready(sum(row.key in still for row in approved))
    here.languages.change_status(language.code, "draft" if is_ready else "registered")
