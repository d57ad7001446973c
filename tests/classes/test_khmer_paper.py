"""Khmer on our papers: Typst joins its letters, with a font that we bring, as HarfBuzz does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

from learning.classes import paper
from tests.i18n.khmer_clusters import REFERENCE, Outlines, Placed

SIZE = 10
# A page a cluster. Our forms name the same font in their list.
FORM = f"""#let sheet = json(bytes(sys.inputs.sheet))
#set page(width: 100pt, height: 40pt, margin: 10pt)
#set text(font: ("Libertinus Serif", "Noto Sans Khmer", "DejaVu Sans Mono"), size: {SIZE}pt)
#for one in sheet.clusters [#one #pagebreak(weak: true)]"""


@pytest.fixture
def lay_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "clusters.typ").write_text(FORM)
    monkeypatch.setattr(paper, "FORMS", tmp_path)


@pytest.mark.usefixtures("lay_out")
def test_every_cluster_is_printed_as_its_reference() -> None:
    reference: dict[str, list[Any]] = json.loads(REFERENCE.read_text())
    pages = PdfReader(BytesIO(paper.printed("clusters", {"clusters": list(reference)}))).pages
    for page, (text, (_, *expected)) in zip(pages, reference.items(), strict=True):
        printed = from_the_first(list(glyphs_of(page)))
        wanted = from_the_first([(look, x, y) for look, x, y in expected])
        assert [look for look, _, _ in printed] == [look for look, _, _ in wanted], text
        for (_, x, y), (_, wanted_x, wanted_y) in zip(printed, wanted, strict=True):
            assert abs(x - wanted_x) <= 1, text
            assert abs(y - wanted_y) <= 1, text


@pytest.mark.parametrize("form", ["cards", "evening", "table"])
def test_our_forms_name_the_font(form: str) -> None:
    assert '"Noto Sans Khmer"' in (Path(paper.__file__).parent / f"{form}.typ").read_text()


def from_the_first(glyphs: list[Placed]) -> list[Placed]:
    _, left, base = glyphs[0]
    return [(look, x - left, y - base) for look, x, y in glyphs]


def glyphs_of(page: PageObject) -> Iterator[Placed]:
    """What a page draws, in thousandths of the font's size."""
    outlines, x, y = {name: Outlines(font) for name, font in fonts_of(page)}, 0.0, 0.0
    drawn = next(iter(outlines.values()))
    for operands, operator in ContentStream(page["/Contents"], page.pdf).operations:
        if operator == b"cm":
            x, y = (float(operand) * 1000 / SIZE for operand in operands[4:6])
        elif operator == b"Tf":
            drawn = outlines[operands[0]]
        elif operator in (b"Tj", b"TJ"):
            for part in operands[0] if operator == b"TJ" else operands:
                if isinstance(part, int | float):
                    x -= float(part)
                    continue
                shown = part.original_bytes
                for glyph in (shown[place] * 256 + shown[place + 1] for place in range(0, len(shown), 2)):
                    if look := drawn.look(glyph):
                        yield look, round(x), round(y)
                    x += drawn.advance(glyph)


def fonts_of(page: PageObject) -> Iterator[tuple[str, TTFont]]:
    resources: Any = page["/Resources"]
    for name, font in resources["/Font"].items():
        described = font["/DescendantFonts"][0]["/FontDescriptor"]
        if "/FontFile2" in described:
            yield name, TTFont(BytesIO(described["/FontFile2"].get_data()))
