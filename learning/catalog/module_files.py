"""One module: its folder (module.yaml, lesson.md, radio.md, banks, practice, pictures) into a Module."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from learning.catalog.content import Bank, Module, Picture, Problem, Radio
from learning.catalog.facts import named_in
from learning.catalog.folder import Folder
from learning.catalog.lesson import LessonScreen, PictureBlock
from learning.catalog.lesson_file import Lesson, read_lesson
from learning.catalog.located import Located
from learning.catalog.pictures import read_picture
from learning.catalog.radio_file import read_radio
from learning.catalog.schema import ModuleFile
from learning.catalog.version import marking_of, version_of
from learning.quizzes.kinds import KINDS
from learning.quizzes.pieces import Path, Piece, words
from learning.quizzes.practice import Practice
from learning.quizzes.questions import Question

SMALLEST_BANK = 12


@dataclass(frozen=True, slots=True)
class Text:
    """A text, with where it stands: for those who check wording."""

    file: str
    line: int
    path: Path
    text: str


@dataclass(slots=True)
class Reading:
    """A module, or the cover of a course, as read. `module` is None when it is refused."""

    folder: Folder
    module: Module | None = None
    texts: list[Text] = field(default_factory=list)
    lines: dict[str, Located] = field(default_factory=dict)

    def line(self, file: str, path: Path = ()) -> int:
        """The line of a path in one of its YAML files."""
        return self.lines[file].line(path) if file in self.lines else 1

    def facts(self) -> set[str]:
        """The facts that its texts name."""
        return {fact for each in self.texts for fact in named_in(each.text)}

    def error(self, file: str, line: int, say: str) -> Problem:
        """Something wrong at a line of one of its files."""
        return Problem(f"{self.folder.name}/{file}", line, say)

    def warning(self, file: str, line: int, say: str) -> Problem:
        """Something worth a look."""
        return Problem(f"{self.folder.name}/{file}", line, say, "warning")


def read_module(folder: Folder, course_id: str, facts: Mapping[str, object]) -> Reading:
    """Read one module; its problems are in the folder."""
    reading = Reading(folder)
    about = _read_about(reading)
    lesson = _read_lesson(reading)
    radio = _read_radio(reading)
    questions = _read_questions(reading)
    practice = _read_practice(reading)
    pictures = _read_pictures(folder)
    _refuse_lost_pictures(reading, lesson.screens, pictures)
    refuse_unknown_facts(reading, facts)
    if about and not folder.is_broken:
        bank = Bank(tuple(questions))
        marking = marking_of(bank, practice)
        reading.module = Module(
            id=folder.root.name,
            course_id=course_id,
            radio=radio,
            screens=lesson.screens,
            bank=bank,
            practice=practice,
            pictures=pictures,
            marking=marking,
            version=version_of(marking),
            **{name: getattr(about, name) for name in ModuleFile.model_fields},
        )
    return reading


def _read_about(reading: Reading) -> ModuleFile | None:
    found = located(reading, "module.yaml")
    about = reading.folder.model("module.yaml", ModuleFile, found) if found else None
    if about:
        note_words(reading, "module.yaml", about)
        if about.reviewed_on >= about.review_by:
            line = reading.line("module.yaml", ("review_by",))
            reading.folder.complain("module.yaml", line, "review_by phải sau reviewed_on.")
    return about


def _read_lesson(reading: Reading) -> Lesson:
    source = reading.folder.text("lesson.md")
    if source is None:
        return Lesson()
    lesson = read_lesson(source, partial(reading.folder.complain, "lesson.md"))
    reading.texts += [Text("lesson.md", line, (), text) for line, text in lesson.texts]
    return lesson


def _read_radio(reading: Reading) -> Radio | None:
    source = reading.folder.text("radio.md") if reading.folder.has("radio.md") else None
    if source is None:
        return None
    script = read_radio(source, partial(reading.folder.complain, "radio.md"))
    reading.texts += [Text("radio.md", line, (), text) for line, text in script.texts]
    return script.radio


def _read_questions(reading: Reading) -> list[Question]:
    found = located(reading, "questions.yaml")
    if found is None:
        return []
    complain = partial(reading.folder.complain, "questions.yaml")
    if not isinstance(found.data, tuple):
        complain(1, "Tệp này phải là một danh sách câu hỏi.")
        return []
    if len(found.data) < SMALLEST_BANK:
        complain(1, f"Có {len(found.data)} câu hỏi, ít nhất phải có {SMALLEST_BANK}.")
    questions = [_read_question(reading, found, place) for place in range(len(found.data))]
    seen = set[str]()
    for place, question in enumerate(questions):
        if question and question.id in seen:
            complain(found.line((place, "id")), f"Mã câu hỏi “{question.id}” được dùng hai lần.")
        seen.add(question.id if question else "")
    return [question for question in questions if question]


def _read_question(reading: Reading, found: Located, place: int) -> Question | None:
    raw = found.data[place]
    kind = raw.get("kind") if isinstance(raw, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        say = f"Mỗi câu hỏi phải có kind là một trong: {', '.join(KINDS)}."
        reading.folder.complain("questions.yaml", found.line((place, "kind")), say)
        return None
    question = reading.folder.model("questions.yaml", KINDS[kind], found, (place,))
    if question:
        note_words(reading, "questions.yaml", question, (place,))
    return question


def _read_practice(reading: Reading) -> Practice | None:
    if not reading.folder.has("practice.yaml"):
        return None
    found = located(reading, "practice.yaml")
    practice = reading.folder.model("practice.yaml", Practice, found) if found else None
    if practice:
        note_words(reading, "practice.yaml", practice)
    return practice


def _read_pictures(folder: Folder) -> dict[str, Picture]:
    pictures = {}
    for name in folder.names("pictures"):
        file = f"pictures/{name}"
        data = folder.data(file)
        if data is not None:
            picture = read_picture(name, data, partial(folder.complain, file), partial(folder.remark, file))
            if picture:
                pictures[name] = picture
    return pictures


def located(reading: Reading, file: str) -> Located | None:
    """What a YAML file holds; its lines are remembered."""
    found = reading.folder.yaml(file)
    if found:
        reading.lines[file] = found
    return found


def note_words(reading: Reading, file: str, piece: Piece, path: Path = ()) -> None:
    """Remember every text of a piece, with its line."""
    reading.texts += [
        Text(file, reading.line(file, where), where, text) for where, text in words(piece, path)
    ]


def used_pictures(reading: Reading, screens: Sequence[LessonScreen]) -> Iterator[tuple[str, int, str]]:
    """Every picture that is shown: the file that says so, the line, the picture."""
    alts = {text: line for file, line, _, text in map(_fields, reading.texts) if file == "lesson.md"}
    for screen in screens:
        for block in screen.blocks:
            if isinstance(block, PictureBlock):
                yield "lesson.md", alts.get(block.alt, 1), block.file
    for file, found in reading.lines.items():
        for path in found.lines:
            if path[-1:] == ("file",):
                name = _at(found.data, path)
                if isinstance(name, str):
                    yield file, found.line(path), name


def _fields(text: Text) -> tuple[str, int, Path, str]:
    return text.file, text.line, text.path, text.text


def _at(data: object, path: Path) -> object:
    for step in path:
        data = data[step]  # type: ignore[index]  # the path was made while reading these very data
    return data


def _refuse_lost_pictures(
    reading: Reading, screens: Sequence[LessonScreen], pictures: Mapping[str, Picture]
) -> None:
    there = set(reading.folder.names("pictures"))
    for file, line, name in used_pictures(reading, screens):
        if name not in pictures and name not in there:
            reading.folder.complain(file, line, f"Không có hình “{name}” trong thư mục pictures.")


def refuse_unknown_facts(reading: Reading, facts: Mapping[str, object]) -> None:
    """A text may only name facts that there are."""
    for each in reading.texts:
        for fact in named_in(each.text):
            if fact not in facts:
                reading.folder.complain(each.file, each.line, f"Không có “{fact}” trong facts.yaml.")
