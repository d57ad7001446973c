"""The languages and their facts, read from translations/languages.toml; nothing else reads that file."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from babel import Locale, UnknownLocaleError

SOURCE = "vi"
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

    def offered_code(self, code: str) -> Language | None:
        """The language of an address, or None where we do not offer it."""
        language = self.by_code.get(code)
        return language if language is not None and language.is_offered else None


def load(translations_dir: Path) -> Languages:
    """Read the table. Raises ValueError, naming the language, for a row that could not be served."""
    with (translations_dir / "languages.toml").open("rb") as file:
        rows = tomllib.load(file)["language"]
    languages = [Language(**{**row, "fallback": tuple(row["fallback"])}) for row in rows]
    for language in languages:
        # Babel reads the modifier form too: the locale must be one that it can format with.
        try:
            Locale.parse(language.locale.partition("@")[0])
        except UnknownLocaleError as error:
            raise ValueError(f"languages.toml: {language.code} needs a locale that CLDR knows") from error
    by_code = {language.code: language for language in languages}
    if len(by_code) != len(rows) or SOURCE not in by_code:
        raise ValueError("languages.toml: a code stands twice, or Vietnamese is missing")
    for language in languages:
        if unknown := set(language.fallback) - set(by_code):
            raise ValueError(f"languages.toml: {language.code} falls back to unknown {sorted(unknown)}")
    return Languages(by_code)
