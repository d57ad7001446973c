"""What was approved is played without a restart: read whenever the desk sees that a language has changed."""

from learning.i18n.registry import Language
from learning.voices import files, queries, rules
from learning.web.site import site


def take(language: Language) -> None:
    """The clips of a language, by text."""
    site().clips[language.code] = queries.live(language.code)
    files.sweep(queries.names())


def clip_of(language: Language, text: str) -> str | None:
    """The file in which a text is read aloud in this language, as it is now."""
    return site().clips.get(language.code, {}).get(rules.key_of(language.code, text))
