"""What pages of the voice desk show."""

from collections.abc import Sequence
from dataclasses import dataclass

from learning.desk import pages as desk
from learning.desk.texts import Text
from learning.i18n import format_date, format_decimal
from learning.i18n.registry import Language
from learning.voices import rules, words
from learning.voices.exchange import Pack, Taken
from learning.voices.queries import Clip
from learning.web.errors import Sentence
from learning.web.forms import Form


@dataclass(frozen=True, slots=True)
class LanguagePage:
    """A language at the voice desk."""

    language: Language
    has_agreed: bool
    codes: Sequence[str]
    share: tuple[int, int] | None
    to_hear: int
    returned: Sequence[Clip]
    keys: dict[str, str]
    said: str | None

    @property
    def domains(self) -> list[tuple[str, str]]:
        return [(code, desk.domain_name(code)) for code in self.codes]

    def why(self, clip: Clip) -> Sentence:
        return words.RETURNS[clip.return_kind or "other"]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One text to read aloud."""

    language: Language
    text: Text
    words: str
    said: str | None
    trouble: Sentence | None

    @property
    def aloud(self) -> str:
        return rules.aloud(self.words)


@dataclass(frozen=True, slots=True)
class PackPage:
    """A language as one file. `pack` is one that was looked at, `taken` what became of it."""

    language: Language
    clips: int
    bytes: int
    pack: Pack | None = None
    taken: Taken | None = None
    trouble: Sentence | None = None

    @property
    def day(self) -> str:
        return format_date(self.pack.made_at) if self.pack else ""

    @property
    def megabytes(self) -> str:
        """About how heavy the file will be, never nothing."""
        return format_decimal(max(self.bytes / 1_000_000, 0.1), "#,##0.0")


@dataclass(frozen=True, slots=True)
class HearPage:
    """One recording to hear."""

    language: Language
    found: Clip | None
    many: int
    form: Form
    said: str | None

    @property
    def aloud(self) -> str:
        return rules.aloud(self.found.text) if self.found else ""
