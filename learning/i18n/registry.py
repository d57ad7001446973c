"""The languages and their facts, read from translations/languages.toml; nothing else reads that file."""

import logging
import re
import tomllib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from gettext import c2py
from pathlib import Path
from typing import Literal

from babel import Locale, UnknownLocaleError

log = logging.getLogger(__name__)
SOURCE = "vi"
NUMBERS_SHOWN = 4  # of each form
NO_FONT = "latin"  # what every system draws by itself
_PLURAL = re.compile(r"nplurals=(\d+); plural=(.+);")
Status = Literal["source", "complete", "draft", "registered"]


@dataclass(frozen=True, slots=True)
class Language:
    """One language. `code` is BCP 47 (address and <html lang>), `locale` is what Babel formats with."""

    code: str
    name: str
    vi_name: str
    script: str
    dir: Literal["ltr", "rtl"]
    locale: str
    fallback: tuple[str, ...]
    plural: str
    fonts: str
    status: Status

    @property
    def plural_form(self) -> Callable[[int], int]:
        """Which form of a sentence a number takes. ValueError where the rule is none."""
        found = _PLURAL.fullmatch(self.plural)
        if found is None:
            raise ValueError(f"languages.toml: {self.code} needs a plural like 'nplurals=1; plural=0;'")
        rule: Callable[[int], int] = c2py(found[2])
        if not all(0 <= rule(number) < int(found[1]) for number in range(200)):
            raise ValueError(f"languages.toml: the plural of {self.code} names forms that it has not got")
        return rule

    @property
    def forms(self) -> list[list[int]]:
        """For each form of a counted sentence the first numbers that take it, to show translators."""
        found = _PLURAL.fullmatch(self.plural)
        rule = self.plural_form
        return [
            [number for number in range(200) if rule(number) == form][:NUMBERS_SHOWN]
            for form in range(int(found[1]) if found else 1)
        ]

    @property
    def is_offered(self) -> bool:
        return self.status != "registered"

    @property
    def is_draft(self) -> bool:
        return self.status == "draft"

    @property
    def is_source(self) -> bool:
        return self.status == "source"


@dataclass(frozen=True, slots=True)
class Languages:
    """The table, in its own order. Iterating gives every language, offered or not."""

    by_code: dict[str, Language]

    def __iter__(self) -> Iterator[Language]:
        return iter(self.by_code.values())

    @property
    def offered(self) -> tuple[Language, ...]:
        return tuple(language for language in self if language.is_offered)

    @property
    def source(self) -> Language:
        return self.by_code[SOURCE]

    def chain(self, language: Language) -> tuple[Language, ...]:
        """Where a text is looked up, in order; Vietnamese comes after the last, and needs no catalogue."""
        steps = (language, *(self.by_code[code] for code in language.fallback))
        return tuple(step for step in steps if not step.is_source)

    def offered_code(self, code: str) -> Language | None:
        """The language of an address, or None where we do not offer it."""
        language = self.by_code.get(code)
        return language if language is not None and language.is_offered else None

    def change_status(self, code: str, status: Status) -> None:
        """While the site runs: a language that nobody served is offered as a draft, or no longer."""
        self.by_code[code] = replace(self.by_code[code], status=status)


def load(translations_dir: Path, fonts: Collection[str] | None = None) -> Languages:
    """Read the table. Raises ValueError, naming the language, for a row that could not be served.

    `fonts` are the stacks that the site can draw with: a language that needs another one waits, for boxes
    instead of letters are worse than Vietnamese. None leaves that unjudged.
    """
    with (translations_dir / "languages.toml").open("rb") as file:
        rows = tomllib.load(file)["language"]
    languages = [Language(**{**row, "fallback": tuple(row["fallback"])}) for row in rows]
    by_code = {language.code: _drawn(language, fonts) for language in languages}
    if len(by_code) != len(rows) or SOURCE not in by_code:
        raise ValueError("languages.toml: a code stands twice, or Vietnamese is missing")
    for language in languages:
        _refuse_unfit(language, by_code)
    return Languages(by_code)


def _drawn(language: Language, fonts: Collection[str] | None) -> Language:
    if fonts is None or language.fonts == NO_FONT or language.fonts in fonts or not language.is_offered:
        return language
    log.warning("%s is not offered: its font %s is missing", language.code, language.fonts)
    return replace(language, status="registered")


def _refuse_unfit(language: Language, known: Collection[str]) -> None:
    try:
        # Babel reads the modifier form too: the locale must be one that it can format with.
        Locale.parse(language.locale.partition("@")[0])
    except UnknownLocaleError as error:
        raise ValueError(f"languages.toml: {language.code} needs a locale that CLDR knows") from error
    if unknown := set(language.fallback) - set(known):
        raise ValueError(f"languages.toml: {language.code} falls back to unknown {sorted(unknown)}")
    try:
        language.plural_form(0)
    except ZeroDivisionError as error:
        raise ValueError(f"languages.toml: the plural of {language.code} divides by nothing") from error
