"""A module as far as it can be read: for its author, while it is being written. What is broken is left open.

The loader takes a module whole or refuses it; whoever writes wants to see the six good screens beside the
broken one. Nothing here complains: what is wrong, the linter has said already.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from learning.catalog.content import Picture, Radio
from learning.catalog.folder import Folder
from learning.catalog.lesson import LessonScreen
from learning.catalog.lesson_file import read_lesson
from learning.catalog.located import Located, Unreadable, read_yaml
from learning.catalog.pictures import read_picture
from learning.catalog.radio_file import read_radio
from learning.catalog.schema import ModuleFile
from learning.quizzes.kinds import KINDS
from learning.quizzes.practice import Practice, Screen
from learning.quizzes.questions import Question

LAST_LINE = 1_000_000
Model = TypeVar("Model", bound=BaseModel)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """One of a list in a file: the line on which it begins, and what it is; None where it is broken."""

    line: int
    what: T | None


@dataclass(slots=True)
class PracticeDraft:
    """A rehearsal: `said` has those of title, goal and done that are there; `whole` when it can be walked."""

    said: dict[str, str] = field(default_factory=dict)
    screens: list[Placed[Screen]] = field(default_factory=list)
    whole: Practice | None = None


@dataclass(slots=True)
class Draft:
    """Everything that can be shown. `note_lines`: those of the note card in module.yaml, none without one."""

    title: str | None = None
    about: ModuleFile | None = None
    note_lines: range = range(0)
    screens: list[Placed[LessonScreen]] = field(default_factory=list)
    questions: list[Placed[Question]] = field(default_factory=list)
    practice: PracticeDraft | None = None
    has_radio: bool = False
    radio: Radio | None = None
    pictures: dict[str, Picture] = field(default_factory=dict)


def title_of(folder: Folder) -> str | None:
    """What a module calls itself, if its cover says so much already."""
    return _title(_located(Folder(folder.root, folder.name), "module.yaml"))


def draft_of(folder: Folder) -> Draft:
    """Read what there is. The folder's problems are left as they were."""
    own = Folder(folder.root, folder.name)
    cover = _located(own, "module.yaml")
    return Draft(
        title=_title(cover),
        about=_model(ModuleFile, cover.data),
        note_lines=_lines_of(cover, "note"),
        screens=_screens(own),
        questions=_questions(_located(own, "questions.yaml")),
        practice=_practice(_located(own, "practice.yaml")) if own.has("practice.yaml") else None,
        has_radio=own.has("radio.md"),
        radio=read_radio(own.text("radio.md") or "", _unsaid).radio if own.has("radio.md") else None,
        pictures=pictures_of(own),
    )


def _unsaid(line: int, say: str) -> None:
    """The linter has said it."""


def _located(folder: Folder, file: str) -> Located:
    try:
        return read_yaml(folder.text(file) or "")
    except Unreadable:
        return Located(None, {})


def _title(cover: Located) -> str | None:
    said = cover.data.get("title") if isinstance(cover.data, dict) else None
    return said if _is_said(said) else None


def _lines_of(found: Located, key: str) -> range:
    """From a key at the top of a file to the next one."""
    start = found.lines.get((key,))
    if start is None:
        return range(0)
    later = [line for path, line in found.lines.items() if len(path) == 1 and line > start]
    return range(start, min(later, default=LAST_LINE))


def _model(kind: type[Model], data: object) -> Model | None:
    try:
        return kind.model_validate(data)
    except ValidationError:
        return None


def _screens(folder: Folder) -> list[Placed[LessonScreen]]:
    source = folder.text("lesson.md")
    parts = read_lesson(source, _unsaid).parts if source is not None else []
    return [Placed(line, screen) for line, screen in parts]


def _questions(found: Located) -> list[Placed[Question]]:
    listed = found.data if isinstance(found.data, tuple) else ()
    return [Placed(found.line((place,)), _question(raw)) for place, raw in enumerate(listed)]


def _question(raw: object) -> Question | None:
    kind = raw.get("kind") if isinstance(raw, dict) else None
    return _model(KINDS[kind], raw) if isinstance(kind, str) and kind in KINDS else None


def _practice(found: Located) -> PracticeDraft:
    data: Mapping[str, Any] = found.data if isinstance(found.data, dict) else {}
    listed = data.get("screens")
    return PracticeDraft(
        said={name: data[name] for name in ("title", "goal", "done") if _is_said(data.get(name))},
        screens=[
            Placed(found.line(("screens", place)), _model(Screen, raw))
            for place, raw in enumerate(listed if isinstance(listed, tuple) else ())
        ],
        whole=_model(Practice, data),
    )


def _is_said(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def pictures_of(folder: Folder) -> dict[str, Picture]:
    """The drawings of a module that can be shown, by file name."""
    pictures = {}
    for name in folder.names("pictures"):
        data = folder.data(f"pictures/{name}")
        picture = read_picture(name, data, _unsaid, _unsaid) if data is not None else None
        if picture:
            pictures[name] = picture
    return pictures
