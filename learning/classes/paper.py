"""Our forms on paper, as PDF; sheets of cards are made with the cards: a token is kept as a hash only."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst

from learning.accounts.operations import NewCard
from learning.i18n import gettext as _

PDF = "application/pdf"
FORMS = Path(__file__).parent
FONTS = FORMS.parent / "fonts"


def cards(made: Sequence[tuple[str, NewCard]], address: str) -> bytes:
    """Ten cards a sheet: name (none on a blank), QR, number, room for the pictures. Outside any write."""
    sheet = {
        "title": _("Thẻ học · Bình dân học vụ số"),
        "pictures": _("Ba hình của tôi"),
        "cards": [
            {"name": name, "number": card.spaced_number, "qr": _qr(card, address)} for name, card in made
        ],
    }
    return printed("cards", sheet)


def printed(form: str, sheet: Mapping[str, Any]) -> bytes:
    """One of our forms (form.typ), filled in."""
    told = {"sheet": json.dumps(sheet, ensure_ascii=False)}
    pdf = typst.compile(
        str(FORMS / f"{form}.typ"), sys_inputs=told, font_paths=_fonts(), ignore_system_fonts=True
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts() -> typst.Fonts:
    """Typst brings Latin; what is in Khmer is drawn by a font of ours. Never one of the machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])


def _qr(card: NewCard, address: str) -> str:
    drawn = BytesIO()
    segno.make(f"{address.rstrip('/')}{card.path}", error="m", micro=False).save(drawn, kind="svg", border=1)
    return drawn.getvalue().decode()
