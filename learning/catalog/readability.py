"""How hard a module is to read: syllables a sentence, and the share of syllables that readers seldom meet.

Only the linter and the report ask; the list of frequent syllables is read when one of them first does.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from learning.catalog.content import Problem
from learning.catalog.facts import without_facts
from learning.catalog.module_files import Reading, Text
from learning.catalog.schema import Fact
from learning.catalog.wording import sentences, spoken, syllables

LONG_SENTENCE = 15
MOST_RARE = 0.015
AT_HOME_IN = 4  # modules that use a syllable: then it belongs to the courses' own words (Zalo, OTP)

_FREQUENT = Path(__file__).with_name("syllables.txt")
_ADDRESS = re.compile(r"\S*\w[.@/]\w\S*")
_SYLLABLE = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]+)*")
_LEFT_BLANK = re.compile(r"x+")  # what stands where a number would: 09xx xxx 123
_ON_THE_TELEPHONE = frozenset({"alo", "sim", "wi-fi", "zalo"})  # said by everybody, in no list of syllables


@dataclass(frozen=True, slots=True)
class Rare:
    """A syllable that readers seldom meet: how often the module uses it, and where first."""

    syllable: str
    times: int
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Level:
    """The reading level of one module. `rare` has the most used first."""

    sentences: int
    syllables: int
    longest: int
    long: int
    rare: tuple[Rare, ...]

    @property
    def per_sentence(self) -> float:
        """Syllables a sentence, on average."""
        return self.syllables / max(1, self.sentences)

    @property
    def long_share(self) -> float:
        """The share of sentences over 15 syllables."""
        return self.long / max(1, self.sentences)

    @property
    def rare_share(self) -> float:
        """The share of running syllables that are rare."""
        return sum(each.times for each in self.rare) / max(1, self.syllables)


def levels(readings: Sequence[Reading], facts: Mapping[str, Fact]) -> dict[str, Level]:
    """The level of each module, by the name of its folder: what is rare depends on all the others, too."""
    said = {reading.folder.name: list(_said(reading.texts)) for reading in readings}
    users = Counter(syllable for found in said.values() for syllable in {each for each, _ in found})
    known = (
        frequent()
        | _ON_THE_TELEPHONE
        | {syllable for syllable, times in users.items() if times >= AT_HOME_IN}
    )
    return {
        reading.folder.name: _level(reading, facts, _rare(said[reading.folder.name], known))
        for reading in readings
    }


def check_level(reading: Reading, level: Level) -> Iterator[Problem]:
    """A warning, with the words to act on, where a module has more rare syllables than it should."""
    if level.rare_share <= MOST_RARE:
        return
    first = level.rare[0]
    named = ", ".join(f"{each.syllable} ({each.times})" for each in level.rare[:12])
    say = (
        f"Tiếng ít gặp chiếm {percent(level.rare_share)}, nhiều nhất nên là {percent(MOST_RARE)}: {named}. "
        "Thay bằng tiếng quen, hoặc giảng nghĩa ở chỗ gặp đầu tiên."
    )
    yield reading.warning(first.file, first.line, say)


def percent(share: float) -> str:
    """A share as a Vietnamese reader writes it."""
    return f"{share:.1%}".replace(".", ",")


@cache
def frequent() -> frozenset[str]:
    """The syllables that Vietnamese uses most; syllables.txt says where they come from."""
    lines = _FREQUENT.read_text(encoding="utf-8").splitlines()
    return frozenset(syllable for line in lines if line[0] != "#" for syllable in line.split())


def _said(texts: Sequence[Text]) -> Iterator[tuple[str, Text]]:
    """Every syllable that is read as a word: not what a fact puts in, an address, or a single letter."""
    for each in texts:
        words = _ADDRESS.sub(" ", spoken(without_facts(each.text)))
        for found in _SYLLABLE.finditer(words.casefold()):
            if not _LEFT_BLANK.fullmatch(found[0]):
                yield found[0], each


def _rare(said: Sequence[tuple[str, Text]], known: frozenset[str]) -> tuple[Rare, ...]:
    first: dict[str, Text] = {}
    for syllable, text in said:
        if syllable not in known:
            first.setdefault(syllable, text)
    times = Counter(syllable for syllable, _ in said if syllable in first)
    return tuple(
        Rare(syllable, count, first[syllable].file, first[syllable].line)
        for syllable, count in sorted(times.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _level(reading: Reading, facts: Mapping[str, Fact], rare: tuple[Rare, ...]) -> Level:
    heard = [syllables(each) for text in reading.texts for each in sentences(text.text, facts)]
    return Level(
        sentences=len(heard),
        syllables=sum(heard),
        longest=max(heard, default=0),
        long=sum(count > LONG_SENTENCE for count in heard),
        rare=rare,
    )
