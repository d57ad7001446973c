"""Drawings: small, flat, self-contained SVG. Whatever could run, reach out or carry words is refused."""

import re
from collections.abc import Callable
from typing import TypeAlias
from xml.parsers import expat

from learning.catalog.content import Picture

HEAVIEST = 4096
PALETTE = frozenset(
    ["#2b2118", "#fbf6ea", "#a3271f", "#2f6f57", "#e0a526", "#7fa8b8", "#d9a877", "#b98555", "#5b4a86"]
)

Complain: TypeAlias = Callable[[int, str], None]

# fmt: off -- lists to read across, not one name a line
_SHAPES = frozenset(
    [
        "svg",
        "g",
        "defs",
        "use",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "clipPath",
    ]
)
_ATTRIBUTES = frozenset(
    [
        "id",
        "xmlns",
        "xmlns:xlink",
        "version",
        "viewBox",
        "preserveAspectRatio",
        "width",
        "height",
        "role",
        "aria-hidden",
        "focusable",
        "d",
        "points",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "transform",
        "href",
        "xlink:href",
        "fill",
        "fill-rule",
        "fill-opacity",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-opacity",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-miterlimit",
        "opacity",
        "color",
        "clip-path",
        "clip-rule",
        "clipPathUnits",
        "vector-effect",
    ]
)
# fmt: on
_WHY = {
    "text": "Hình không được có chữ bên trong, vì chữ trong hình không dịch được.",
    "tspan": "Hình không được có chữ bên trong, vì chữ trong hình không dịch được.",
    "title": "Bỏ <title>: chữ thay hình viết ở alt.",
    "desc": "Bỏ <desc>: chữ thay hình viết ở alt.",
    "image": "Không nhúng ảnh khác vào hình.",
}
_COLOURED = frozenset({"fill", "stroke", "color"})


def read_picture(file: str, data: bytes, complain: Complain, remark: Complain) -> Picture | None:
    """Read one drawing. `complain` hears what refuses it, `remark` what only looks wrong."""
    if len(data) > HEAVIEST:
        complain(1, f"Hình nặng {len(data)} byte, nhiều nhất là {HEAVIEST}.")
        return None
    complaints: list[tuple[int, str]] = []
    reader = _Reader(lambda line, say: complaints.append((line, say)), remark)
    size = reader.read(data)
    for line, say in complaints:
        complain(line, say)
    return None if complaints or size is None else Picture(file, data, *size)


class _Reader:
    def __init__(self, complain: Complain, remark: Complain) -> None:
        self._complain, self._remark = complain, remark
        self._size: tuple[int, int] | None = None
        self._depth = 0
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._opened
        self._parser.EndElementHandler = self._closed
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.ProcessingInstructionHandler = self._instruction

    def read(self, data: bytes) -> tuple[int, int] | None:
        try:
            self._parser.Parse(data, True)
        except (expat.ExpatError, ValueError) as error:
            self._complain(getattr(error, "lineno", 1), f"Không đọc được hình SVG: {error}.")
        return self._size

    @property
    def _line(self) -> int:
        return self._parser.CurrentLineNumber

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            self._root(name, attributes)
        elif name not in _SHAPES or name == "svg":
            self._complain(self._line, _WHY.get(name, f"Hình không được có <{name}>."))
        for attribute, value in attributes.items():
            self._attribute(attribute, value.strip())

    def _closed(self, _: str) -> None:
        self._depth -= 1

    def _root(self, name: str, attributes: dict[str, str]) -> None:
        box = re.fullmatch(r"0 0 (\d{1,4}) (\d{1,4})", attributes.get("viewBox", "").strip())
        if name != "svg" or attributes.get("xmlns") != "http://www.w3.org/2000/svg":
            self._complain(self._line, 'Hình phải bắt đầu bằng <svg xmlns="http://www.w3.org/2000/svg" …>.')
        elif box is None or "0" in box.groups():
            self._complain(self._line, 'Hình phải có viewBox="0 0 320 200".')
        else:
            self._size = (int(box[1]), int(box[2]))
            if self._size != (320, 200):
                self._remark(self._line, 'viewBox nên là "0 0 320 200" như mọi hình khác.')

    def _attribute(self, name: str, value: str) -> None:
        if name not in _ATTRIBUTES:
            self._complain(self._line, f"Hình không được có thuộc tính {name}.")
        elif name.endswith("href") and not re.fullmatch(r"#[\w-]+", value):
            self._complain(self._line, "Hình không được dẫn ra ngoài: href chỉ trỏ tới #mã trong hình.")
        elif "url" in value.lower() and not re.fullmatch(r"url\(#[\w-]+\)", value):
            self._complain(self._line, "Hình không được dẫn ra ngoài: url() chỉ trỏ tới #mã trong hình.")
        elif name in _COLOURED and value.lower() not in PALETTE | {"none", "currentcolor"}:
            self._remark(self._line, f"Màu {value} không có trong bảng màu.")

    def _text(self, text: str) -> None:
        if text.strip():
            self._complain(self._line, _WHY["text"])

    def _doctype(self, *_: object) -> None:
        raise ValueError("không được có DOCTYPE")

    def _instruction(self, *_: object) -> None:
        self._complain(self._line, "Hình không được có lệnh <?…?>.")
