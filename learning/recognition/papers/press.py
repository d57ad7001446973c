"""Papers printed as PDF: by Typst, which shapes Khmer and Chăm too, in fonts of our own and without a clock.

The same values under the same form and the same Typst give the same bytes.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from functools import cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst

from learning.config import ROOT
from learning.recognition.papers.values import FORMS_NOW, Certificate, Paper

PDF = "application/pdf"
FORMS = Path(__file__).parent / "forms"
FONTS = ROOT / "learning" / "fonts"
VIETNAM = timezone(timedelta(hours=7))
# The mask is chosen once for all: trying all eight takes ten times as long, and signed text is noise anyway.
QR_MASK = 3


def engine() -> str:
    """Who prints: kept with what is frozen, because another version may set a line elsewhere."""
    return f"typst {version('typst')}"


def paper(made: Paper) -> bytes:
    """An administrative paper."""
    return _printed("office", made.form, made.model_dump(mode="json"), made.on)


def certificates(made: Sequence[Certificate], on: date, form: int = FORMS_NOW) -> bytes:
    """Certificates, one a page."""
    told = [{**one.model_dump(mode="json"), "qr": list(_code(one.qr))} for one in made]
    return _printed("certificate", form, {"certificates": told}, on)


def _printed(name: str, form: int, sheet: Mapping[str, Any], on: date) -> bytes:
    pdf = typst.compile(
        str(FORMS / str(form) / f"{name}.typ"),
        sys_inputs={"sheet": json.dumps(sheet, ensure_ascii=False)},
        font_paths=_fonts(),
        ignore_system_fonts=True,
        timestamp=datetime(on.year, on.month, on.day, tzinfo=VIETNAM),
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts() -> typst.Fonts:
    """Libertinus of Typst for Latin; the rest is ours. Never a font of the machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])


def _code(text: str) -> bytes:
    drawn = BytesIO()
    code = segno.make(text, error="m", mask=QR_MASK, boost_error=False, micro=False)
    code.save(drawn, kind="png", border=4)
    return drawn.getvalue()
