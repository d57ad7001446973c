"""Khmer as it is written: clusters by rule, not by sample text, and how HarfBuzz draws each with a font.

`khmer-clusters.json` holds the reference: what NotoSansKhmer-Regular draws, before our subset was cut
from it. To write it anew (only when the font is a new one):

    python -m tests.i18n.khmer_clusters NotoSansKhmer-Regular.ttf
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import uharfbuzz  # type: ignore[import-untyped]  # compiled: no source to read types from
from fontTools.pens.basePen import AbstractPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

REFERENCE = Path(__file__).with_name("khmer-clusters.json")

COENG, DOTTED_CIRCLE = "\u17d2", "\u25cc"
CONSONANTS = [chr(code) for code in range(0x1780, 0x17A3)]
INDEPENDENT_VOWELS = [chr(code) for code in range(0x17A5, 0x17B4)]
VOWELS = [chr(code) for code in range(0x17B6, 0x17C6)]
# Written before their consonant, or around it.
REORDERED = ["ើ", "ឿ", "ៀ", "េ", "ែ", "ៃ", "ោ", "ៅ"]
VOWELS_WITH_SIGNS = ["ំ", "ះ", "ៈ", "ុំ", "ាំ", "ិះ", "ុះ", "េះ", "ោះ", "ែះ"]
MUUSIKATOAN, TRIISAP, ROBAT = "៉", "៊", "៌"
OTHER_SIGNS = ["់", "៍", "៎", "៏", "័", "៑"]

# One glyph of a drawing: what it looks like, and where it stands, in units of the font.
Placed = tuple[str, int, int]


def clusters() -> list[str]:
    """Every kind of cluster, each once."""
    return list(dict.fromkeys(_all()))


def _all() -> Iterator[str]:
    yield from CONSONANTS
    yield from INDEPENDENT_VOWELS
    for base, vowel in product("កប", VOWELS + VOWELS_WITH_SIGNS):  # ប and ា are one letter: បា
        yield base + vowel
    for base, under in product("កញ", CONSONANTS):  # ញ loses its foot above another letter
        yield base + COENG + under
    yield from ("ឫ" + COENG + "ក", "ឱ" + COENG + "យ")
    for base, first, second in product("សនងក", "តកបទម", "រយវ"):
        yield base + COENG + first + COENG + second
    for stack, vowel in product(("ក្រ", "ស្ត្រ", "ខ្ម", "ល្យ", "ប្ដ", "ញ្ញ"), REORDERED):
        yield stack + vowel
    for base, vowel in product("កណតធមយវ", ("", "ា", "ិ")):
        yield base + ROBAT + vowel
    for shifted, vowel in product(_shifted(), ("", "ា", "ិ", "ី", "ឺ", "ើ", "ុ", "ែ", "័")):
        yield shifted + vowel
    for base, sign in product("កបហញស", OTHER_SIGNS):
        yield base + sign
    for stack, sign in product(("ក្រ", "ន្ទ", "ស្ត្រ"), ("់", "៍", "័", "ាំ", "ុះ", "ោះ")):
        yield stack + sign


def _shifted() -> Iterator[str]:
    """Consonants of one row said in the other; above a vowel the mark moves under the letter."""
    yield from (base + MUUSIKATOAN for base in "ងញបមយរវល")
    yield from (base + TRIISAP for base in "សហអប")
    yield from ("ស" + COENG + "រ" + TRIISAP, "ម" + COENG + "យ" + MUUSIKATOAN)


@dataclass(frozen=True)
class Drawn:
    """A cluster as a font draws it."""

    advance: int
    glyphs: tuple[Placed, ...]
    cluster_values: frozenset[int]

    @property
    def reference(self) -> list[Any]:
        """As the file of references says it."""
        return [self.advance, *map(list, self.glyphs)]


class Outlines:
    """The glyphs of a font by their number."""

    def __init__(self, font: TTFont) -> None:
        self._font, self._glyphs = font, font.getGlyphSet()
        self._looks: dict[int, str] = {}

    def draw(self, glyph: int, pen: AbstractPen) -> None:
        self._glyphs[self._font.getGlyphName(glyph)].draw(pen)

    def advance(self, glyph: int) -> int:
        width: int = self._glyphs[self._font.getGlyphName(glyph)].width
        return width

    def look(self, glyph: int) -> str:
        """A short name of an outline, empty if it draws nothing: a glyph's number is another in a subset."""
        if glyph not in self._looks:
            pen = DecomposingRecordingPen(self._glyphs)
            self.draw(glyph, pen)
            self._looks[glyph] = hashlib.sha256(repr(pen.value).encode()).hexdigest()[:8] if pen.value else ""
        return self._looks[glyph]


class Shaper:
    """HarfBuzz with one font, whatever it was packed in."""

    def __init__(self, path: Path) -> None:
        font, plain = TTFont(path), BytesIO()
        self.outlines = Outlines(font)
        self.units: int = font["head"].unitsPerEm  # type: ignore[attr-defined]  # fontTools finds a table's fields as it reads
        font.flavor = None
        font.save(plain)
        self._harfbuzz = uharfbuzz.Font(uharfbuzz.Face(plain.getvalue()))

    def draw(self, text: str) -> Drawn:
        """Where every glyph stands. Those that draw nothing are left out."""
        buffer, placed, x = self._shaped(text), [], 0
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            if look := self.outlines.look(info.codepoint):
                placed.append((look, x + position.x_offset, position.y_offset))
            x += position.x_advance
        return Drawn(x, tuple(placed), frozenset(info.cluster for info in buffer.glyph_infos))

    def path(self, text: str) -> str:
        """The outlines as one SVG path, y downwards."""
        buffer, pen, x = self._shaped(text), SVGPathPen(None), 0
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            place = (1, 0, 0, -1, x + position.x_offset, -position.y_offset)
            self.outlines.draw(info.codepoint, TransformPen(pen, place))
            x += position.x_advance
        path: str = pen.getCommands()
        return path

    def _shaped(self, text: str) -> uharfbuzz.Buffer:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._harfbuzz, buffer)
        return buffer


def told() -> str:
    """The file of references, one cluster a line."""
    shaper = Shaper(Path(sys.argv[1]))
    drawn = {text: json.dumps(shaper.draw(text).reference, separators=(",", ":")) for text in clusters()}
    lines = [f"  {json.dumps(text, ensure_ascii=False)}: {one}" for text, one in drawn.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    REFERENCE.write_text(told())
