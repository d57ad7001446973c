"""Papers as .docx, for offices that go on writing in them: a form filled in by docxtpl."""

import zipfile
from io import BytesIO
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.shared import Mm
from docxtpl.template import DocxTemplate

from learning.recognition.papers.press import FORMS
from learning.recognition.papers.values import Paper

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def document(made: Paper) -> bytes:
    """The paper, to go on with in Word or LibreOffice."""
    form = DocxTemplate(FORMS / str(made.form) / "office.docx")
    # What people typed is text: neither XML nor a tag of the form.
    form.render({"sheet": made.model_dump(mode="json")}, autoescape=True)
    if made.is_lying:
        filled: Any = form.docx  # the library says None of it, which it is only before
        page = filled.sections[0]
        page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    file = BytesIO()
    form.save(file)
    return repacked(file.getvalue())


def repacked(file: bytes) -> bytes:
    """The same file without the instant at which it was packed."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(file)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, _LONG_AGO), old.read(part), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
