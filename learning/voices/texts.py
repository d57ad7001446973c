"""What is read aloud, as learners see it in a language: every text of a course, some of the interface."""

import re
from collections.abc import Iterator
from functools import lru_cache

from learning.catalog import facts
from learning.config import ROOT
from learning.desk import texts
from learning.desk.rules import INTERFACE
from learning.desk.texts import Text
from learning.i18n.registry import Language
from learning.voices import rules
from learning.web.languages import own_words
from learning.web.site import site

VALUES = "facts"  # stand within other texts and are read with them
STATES_REMEMBERED = 32
_HEARD = re.compile(r'\b(?:heard|N_)\("([^"]+)"\)')


@lru_cache(maxsize=1)
def _heard() -> frozenset[str]:
    """The interface's sentences that pages let people hear; they stay as they are while the site runs."""
    files = (*sorted(ROOT.glob("templates/*/*.html")), *sorted(ROOT.glob("learning/quizzes/kinds/*.py")))
    return frozenset(found for path in files for found in _HEARD.findall(path.read_text(encoding="utf-8")))


def is_read_aloud(text: Text) -> bool:
    if text.domain == INTERFACE:
        return text.source in _heard() and not text.context and not text.plural
    return text.domain != VALUES


def domains() -> list[str]:
    """The parts of the work, as the translators' desk orders them."""
    return [name for name in texts.texts().domains if name != VALUES]


def words(language: Language, text: Text) -> str | None:
    """As learners of this language see it; None where it is not there for them."""
    if text.domain == INTERFACE:
        return own_words(language, text.source)
    said = site().said.get(language.code)
    found = said(text.source) if said else None
    if said is None or found is None or found.lang != language.code:
        return None
    return facts.fill(found.text, site().catalog.facts, lambda value: said(value).text)


def following(language: Language, domain: str, after: str | None) -> Iterator[tuple[Text, str]]:
    """The texts of a course behind one (all round once), each with its words."""
    every = [one for one in texts.texts().domains[domain] if is_read_aloud(one)]
    start = next((at + 1 for at, one in enumerate(every) if one.key == after), 0)
    for text in [*every[start:], *every[:start]]:
        if spoken := words(language, text):
            yield text, spoken


def share(code: str) -> tuple[int, int] | None:
    """(texts that can be heard, texts that there are); None while nothing of a language is recorded."""
    clips = site().clips.get(code)
    if not clips or code not in site().said:
        return None
    here = site().languages.by_code[code]
    return _share(here, site().version_of(here), texts.texts().read_at, site().settings.translations_dir)


@lru_cache(maxsize=STATES_REMEMBERED)
def _share(language: Language, *_state: object) -> tuple[int, int]:
    clips = site().clips[language.code]
    every = [text for text in texts.texts().by_key.values() if is_read_aloud(text)]
    spoken = (words(language, text) for text in every)
    done = sum(bool(one) and rules.key_of(language.code, one or "") in clips for one in spoken)
    return done, len(every)


def keys_of(language: Language, clips: set[str]) -> dict[str, str]:
    """The desk's names of the texts that these clips say, as they are now; a changed text has none."""
    if not clips:
        return {}
    every = (text for text in texts.texts().by_key.values() if is_read_aloud(text))
    spoken = ((text.key, rules.key_of(language.code, words(language, text) or "")) for text in every)
    return {clip: key for key, clip in spoken if clip in clips}
