"""Papers as they come out of a printer: what stands on their pages, and what a scanner reads."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from uuid import UUID

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import zxingcpp

from learning.accounts import sealing
from learning.credentials.rules import NUMBER_DIGITS
from learning.jobs import queries

POINTS_AN_INCH = 72


def words(pdf: bytes) -> list[str]:
    """What stands on each page, without its spaces."""
    with pypdfium2.PdfDocument(pdf) as document:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def scanned(pdf: bytes, page: int = 0, dots_an_inch: int = 150) -> list[str]:
    """What a reader that is not ours finds in the codes of a page, printed as finely as that."""
    with pypdfium2.PdfDocument(pdf) as document:
        drawn = document[page].render(scale=dots_an_inch / POINTS_AN_INCH, grayscale=True)
        rows = memoryview(drawn.buffer).cast("B", (drawn.height, drawn.stride))
        return [str(code.text) for code in zxingcpp.read_barcodes(rows)]


def seen(pdf: bytes, page: int = 0, dots_an_inch: int = 150) -> bytes:
    """The code on a printed page and some paper around it, as a camera sees them: a PNG."""
    with pypdfium2.PdfDocument(pdf) as document:
        drawn, file = document[page].render(scale=dots_an_inch / POINTS_AN_INCH).to_pil(), BytesIO()
    found = zxingcpp.read_barcode(drawn)
    assert found is not None
    first, last, around = found.position.top_left, found.position.bottom_right, dots_an_inch // 8
    box = (first.x - around, first.y - around, last.x + around, last.y + around)
    drawn.crop(box).save(file, "png")
    return file.getvalue()


def numbers_of(job: UUID) -> Counter[str]:
    """The numbers of certificates on the pages of all files of a job, as often as each stands there."""
    files = [queries.sealed_file(job, part.number) for part in queries.parts_of(job)]
    pages = [page for file in files for page in words(sealing.unseal_file(file or b"") or b"")]
    return Counter(page.partition("Số:")[2][:NUMBER_DIGITS] for page in pages)
