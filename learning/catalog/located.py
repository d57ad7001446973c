"""YAML as YAML 1.2 reads it, with the line of everything, so that each error can name its place.

Only `true`, `false`, `null` and numbers are special (a date stays text; whoever wants a date reads one). It
is read from libyaml's events: there is no recursion to exhaust, aliases are refused, and a key that comes
twice is an error.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from learning.quizzes.pieces import Path

DEEPEST = 12
_NUMBER = re.compile(r"[-+]?[0-9]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SPECIAL: Mapping[str, object] = {"true": True, "false": False, "null": None, "": None}

# What libyaml says most often, in the author's words.
_SAYS: Mapping[str, str] = {
    "did not find expected ',' or '}'": "Trong {…}, chữ có dấu phẩy hay { } phải đặt trong dấu ngoặc kép.",
    "did not find expected ',' or ']'": "Trong […], chữ có dấu phẩy hay [ ] phải đặt trong dấu ngoặc kép.",
    "mapping values are not allowed in this context": "Câu có dấu hai chấm phải đặt trong dấu ngoặc kép.",
    "did not find expected key": "Dòng này thụt vào không thẳng hàng, hoặc dấu ngoặc kép đặt sai.",
    "did not find expected '-' indicator": "Dòng này thụt vào không thẳng hàng với các dấu gạch.",
    "could not find expected ':'": "Thiếu dấu hai chấm.",
    "found character that cannot start any token": "Dòng này bắt đầu bằng ký tự lạ; thụt vào bằng dấu cách.",
    "found unexpected end of stream": "Dấu ngoặc mở ra mà chưa đóng.",
}


class Unreadable(Exception):
    """A file that cannot be read at all: the line, and a sentence for the author."""

    def __init__(self, line: int, say: str) -> None:
        super().__init__(say)
        self.line, self.say = line, say


@dataclass(frozen=True, slots=True)
class Located:
    """What a file holds (dicts, tuples and scalars), and the line on which each path in it begins."""

    data: Any
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """The line of a path; of what holds it, where the path itself is not in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(text: str) -> Located:
    """Read one document; Unreadable when it is none."""
    reader = _Reader()
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            reader.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = min(mark.line, text.rstrip("\n").count("\n")) + 1 if mark else 1
        raise Unreadable(line, _SAYS.get(error.problem or "", f"Viết sai YAML: {error.problem}.")) from None
    except yaml.YAMLError as error:
        raise Unreadable(1, f"Viết sai YAML: {error}.") from None
    return Located(reader.root, reader.lines)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read."""

    path: Path
    held: dict[str, object] | list[object]
    key: str | None = None


@dataclass(slots=True)
class _Reader:
    root: object = None
    lines: dict[Path, int] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    raise Unreadable(line, "Mỗi tệp chỉ có một phần: bỏ dòng ---.")
            case yaml.AliasEvent():
                raise Unreadable(line, "Không dùng & và * của YAML; hãy viết lại cho đủ.")
            case yaml.ScalarEvent():
                self._refuse_decoration(event, line)
                self._scalar(event, line)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self._refuse_decoration(event, line)
                self._open(line, [] if isinstance(event, yaml.SequenceStartEvent) else {})
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._close(line)

    def _refuse_decoration(self, event: yaml.NodeEvent, line: int) -> None:
        if event.anchor is not None:
            raise Unreadable(line, "Không dùng & và * của YAML; hãy viết lại cho đủ.")
        if getattr(event, "tag", None) not in {None, "!"}:
            raise Unreadable(line, "Chữ có dấu ! đứng đầu phải đặt trong dấu ngoặc kép.")

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        top = self.stack[-1] if self.stack else None
        if top and isinstance(top.held, dict) and top.key is None:
            self._key(top, event.value, line)
        else:
            plain = event.implicit[0] and not event.style
            self._put(_plain(event.value) if plain else event.value, line)

    def _key(self, top: _Open, key: str, line: int) -> None:
        if key in top.held:
            raise Unreadable(line, f"Mục “{key}” viết hai lần.")
        top.key = key
        self.lines[(*top.path, key)] = line

    def _open(self, line: int, held: dict[str, object] | list[object]) -> None:
        top = self.stack[-1] if self.stack else None
        if top and isinstance(top.held, dict) and top.key is None:
            raise Unreadable(line, "Tên mục phải là một chữ.")
        if len(self.stack) >= DEEPEST:
            raise Unreadable(line, "Lồng quá nhiều lớp.")
        self.stack.append(_Open(self._path(line), held))

    def _close(self, line: int) -> None:
        held = self.stack.pop().held
        self._put(tuple(held) if isinstance(held, list) else held, line)

    def _path(self, line: int) -> Path:
        """The path of what comes next, noting its line unless its key has done so."""
        if not self.stack:
            return ()
        top = self.stack[-1]
        if isinstance(top.held, dict):
            return (*top.path, top.key or "")
        path = (*top.path, len(top.held))
        self.lines.setdefault(path, line)
        return path

    def _put(self, value: object, line: int) -> None:
        self._path(line)
        if not self.stack:
            self.root = value
            return
        top = self.stack[-1]
        if isinstance(top.held, list):
            top.held.append(value)
        else:
            top.held[top.key or ""] = value
            top.key = None


def _plain(value: str) -> object:
    """What an unquoted word means."""
    if value in _SPECIAL:
        return _SPECIAL[value]
    if len(value) <= 20 and _NUMBER.fullmatch(value):
        return int(value, 0) if re.fullmatch(r"0x.*|[-+]?(?:0|[1-9][0-9]*)", value) else float(value)
    return value
