"""Finding a lesson by words, typed with accents or without: in the language of the page and in Vietnamese.

"lua dao" finds "lừa đảo", and so does whoever types it whole. Thirty modules need no search engine: the index
of a language is made at its first question, in a moment, and is a few hundred kilobytes.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from learning.catalog.content import Catalog, Module
from learning.catalog.wording import spoken
from learning.i18n.course_texts import Said
from learning.letters import as_begun, plain
from learning.study import addresses

LONGEST_SEARCH = 80
MOST_WORDS = 8
MOST_FOUND = 12
# What a word says about a module by where it stands: in the reason to come and the title most of all.
TITLE, WISH, SUMMARY, HEADING, TEXT = 16, 16, 6, 4, 1
AS_TYPED, TOGETHER, OFTEN = 3, 2, 12


@dataclass(frozen=True, slots=True)
class Line:
    """A text to be searched: without accents between blanks, and as it is written."""

    weight: int
    plain: str
    written: str


@dataclass(frozen=True, slots=True)
class Searched:
    """A module with everything that may be asked about it."""

    module: Module
    lines: tuple[Line, ...]

    def weigh(self, words: Sequence[str], typed: str) -> tuple[int, int]:
        """How many of the words it has, and how well they fit."""
        phrase = as_begun(" ".join(words))
        best = [self._best(as_begun(word) in line.plain for line in self.lines) for word in words]
        together = self._best(phrase in line.plain for line in self.lines)
        as_typed = self._best(typed in line.written for line in self.lines)
        often = min(sum(phrase in line.plain for line in self.lines), OFTEN)
        return sum(map(bool, best)), sum(best) + TOGETHER * together + AS_TYPED * as_typed + often

    def _best(self, has: Iterable[bool]) -> int:
        return max((line.weight for line, it in zip(self.lines, has, strict=True) if it), default=0)


@dataclass(frozen=True)
class Index:
    """All modules as one language has them."""

    catalog: Catalog
    said: Callable[[str], Said]

    @cached_property
    def modules(self) -> tuple[Searched, ...]:
        wishes: dict[str, list[str]] = {}
        for wish in self.catalog.wishes:
            wishes.setdefault(wish.module, []).append(wish.say)
        return tuple(
            Searched(each, tuple(self._lines(each, wishes.get(each.id, ())))) for each in self.catalog.modules
        )

    def _lines(self, module: Module, wishes: Sequence[str]) -> Iterator[Line]:
        for weight, text in _weighed(module, wishes):
            for version in {text, self.said(text).text}:
                # Nobody types the hyphen of Wi-Fi.
                words = (
                    f"{plain(spoken(version))} {plain(version.replace('-', '')) if '-' in version else ''}"
                )
                yield Line(weight, f" {words} ", _written(version))


def find(index: Index, typed: str) -> list[Module]:
    """The modules that have all the words, the best first; where none has, those that have half of them."""
    words = plain(typed).split()[:MOST_WORDS]
    if not words:
        return []
    weighed = [(each.weigh(words, _written(typed)), each.module) for each in index.modules]
    has_all = any(has == len(words) for (has, _), _ in weighed)
    enough = len(words) if has_all else (len(words) + 1) // 2
    fitting = [(fits, module) for (has, fits), module in weighed if has >= enough]
    return [module for _, module in sorted(fitting, key=lambda one: -one[0])][:MOST_FOUND]


@dataclass(frozen=True, slots=True)
class FindPage:
    """What was typed, and each module that fits with its address."""

    typed: str
    found: list[tuple[Module, str]]
    home_url: str


def page(index: Index, typed: str) -> FindPage:
    found = [(one, addresses.module(one)) for one in find(index, typed)]
    return FindPage(typed, found, addresses.home())


def _weighed(module: Module, wishes: Sequence[str]) -> Iterator[tuple[int, str]]:
    yield TITLE, module.title
    yield from ((WISH, wish) for wish in wishes)
    yield SUMMARY, module.summary
    for screen in module.screens:
        heading, *texts = screen.texts()
        yield HEADING, heading
        yield from ((TEXT, text) for text in texts)


def _written(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().strip()
