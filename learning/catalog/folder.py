"""One folder of authored files: its texts, YAML and models, and every complaint with its file and line."""

from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from learning.catalog.content import Problem
from learning.catalog.located import Located, Unreadable, read_yaml
from learning.catalog.sentences import told
from learning.quizzes.pieces import Path

HEAVIEST = 256 * 1024
Model = TypeVar("Model", bound=BaseModel)


@dataclass(slots=True)
class Folder:
    """A folder under courses/, and the problems found in it. `name` is how problems call it."""

    root: FilePath
    name: str
    problems: list[Problem] = field(default_factory=list)

    def complain(self, file: str, line: int, say: str) -> None:
        """Note an error: what is in this folder will not be served."""
        self.problems.append(Problem(self._called(file), line, say))

    def remark(self, file: str, line: int, say: str) -> None:
        """Note a warning."""
        self.problems.append(Problem(self._called(file), line, say, "warning"))

    @property
    def is_broken(self) -> bool:
        """Whether an error was noted."""
        return any(problem.level == "error" for problem in self.problems)

    def has(self, file: str) -> bool:
        """Whether the file is there."""
        return (self.root / file).is_file()

    def names(self, under: str = ".") -> list[str]:
        """What lies in the folder, hidden files apart."""
        return [each.name for each in _entries(self.root / under)]

    def data(self, file: str) -> bytes | None:
        """The bytes of a file, if it can be read and is of a sensible size."""
        try:
            data = (self.root / file).read_bytes()
        except OSError as error:
            self.complain(
                file, 1, "Không có tệp này." if isinstance(error, FileNotFoundError) else "Không mở được tệp."
            )
            return None
        if len(data) > HEAVIEST:
            self.complain(file, 1, f"Tệp nặng {len(data)} byte, nhiều nhất là {HEAVIEST}.")
            return None
        return data

    def text(self, file: str) -> str | None:
        """The text of a file."""
        data = self.data(file)
        if data is None:
            return None
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self.complain(file, line, "Tệp phải lưu bằng UTF-8.")
            return None

    def yaml(self, file: str) -> Located | None:
        """What a YAML file holds."""
        text = self.text(file)
        if text is None:
            return None
        try:
            return read_yaml(text)
        except Unreadable as error:
            self.complain(file, error.line, error.say)
            return None

    def model(self, file: str, kind: type[Model], found: Located, path: Path = ()) -> Model | None:
        """What stands at a path of a file, read as a model."""
        data = found.data
        for step in path:
            data = data[step]
        try:
            return kind.model_validate(data)
        except ValidationError as error:
            for inner, say in told(error):
                self.complain(file, found.line(path + inner), say)
            return None

    def _called(self, file: str) -> str:
        return f"{self.name}/{file}" if self.name else file


def subfolders(root: FilePath) -> list[FilePath]:
    """The folders in a folder, in order, hidden ones apart."""
    return [each for each in _entries(root) if each.is_dir() and each.name[0] != "_"]


def _entries(root: FilePath) -> list[FilePath]:
    try:
        return sorted(each for each in root.iterdir() if each.name[0] != ".")
    except OSError:  # not there, no folder, or not ours to read: whoever needs a file in it will say so
        return []
