"""The addresses of study pages, in one place, so that page objects and views say the same."""

from zlib import crc32

from flask import url_for

from learning.catalog.content import Course, Module
from learning.quizzes.drawing import MAX_FORM


def course(found: Course) -> str:
    return url_for("study.course", course_id=found.id)


def pack(found: Course) -> str:
    """The list of all that a device keeps of a course."""
    return url_for("study.course_pack", course_id=found.id)


def module(found: Module) -> str:
    return url_for("study.module", module_id=found.id)


def practice(found: Module, taps: tuple[str, ...] = ()) -> str:
    return url_for("study.practice", module_id=found.id, d=".".join(taps) or None)


def note(found: Module) -> str | None:
    """Its note card; None where the module has none."""
    return url_for("study.note", module_id=found.id) if found.note else None


def radio(found: Module) -> str | None:
    """Its script for the loudspeaker; None where the module has none."""
    return url_for("study.radio", module_id=found.id) if found.radio else None


def check(found: Module, form: int = 1) -> str:
    return url_for("study.check", module_id=found.id, form=form)


def next_check(found: Module, form: int) -> str:
    """Another form each time; after the last one they come round again."""
    return check(found, form % MAX_FORM + 1)


def picture(found: Module, file: str) -> str:
    """A drawing of a module, with its content hash, so that it may be kept for ever."""
    return url_for("study.picture", module_id=found.id, file=file, v=picture_digest(found, file))


def picture_digest(found: Module, file: str) -> str:
    return f"{crc32(found.pictures[file].bytes):08x}"


def mine() -> str:
    return url_for("study.mine")


def mine_part() -> str:
    return url_for("study.mine_part")


def review() -> str:
    return url_for("study.review")


def keep() -> str:
    """Where a guest goes to put her results on her card."""
    return url_for("accounts.enter", giu=1)


def home() -> str:
    return url_for("study.home")
