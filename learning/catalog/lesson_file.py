"""lesson.md: from Markdown to screens, with the line of every text and of all that does not belong there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.container import container_plugin
from pydantic_core import PydanticCustomError

from learning.catalog.asides import Complain, without_asides
from learning.catalog.lesson import BOXES, Block, Box, LessonScreen, Listing, Paragraph, PictureBlock
from learning.quizzes.pieces import one_paragraph

MOST_SCREENS = 7

_NAMES = {
    "heading": "Mỗi trang chỉ có một tiêu đề, là dòng ## ở đầu trang.",
    "fence": "Không dùng khối mã.",
    "code_block": "Dòng này thụt vào quá nhiều nên thành khối mã.",
    "blockquote": "Không dùng trích dẫn (>).",
    "hr": "Chỉ dùng --- để sang trang.",
}
_OTHERWISE = "Phần này không dùng được trong bài học."


@dataclass(slots=True)
class Lesson:
    """The screens of a lesson, and the line of each of their texts.

    `parts` has every part of the file with the line it begins on; None where it is no screen.
    """

    parts: list[tuple[int, LessonScreen | None]] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)

    @property
    def screens(self) -> tuple[LessonScreen, ...]:
        """The parts that are screens."""
        return tuple(screen for _, screen in self.parts if screen)


def read_lesson(source: str, complain: Complain) -> Lesson:
    """Read all screens; what is wrong is told to `complain` with its line."""
    lesson = Lesson()
    for first, part in _parts(without_asides(source, complain)):
        lesson.parts.append((first + 1, _Screen(first, part, lesson.texts, complain).read()))
    if (count := len(lesson.screens)) > MOST_SCREENS:
        complain(1, f"Bài có {count} trang, nhiều nhất là {MOST_SCREENS}.")
    return lesson


def _parts(source: str) -> Iterator[tuple[int, str]]:
    """The screens' sources, each with the line before it. A line `---` is always a border."""
    first, part = 0, list[str]()
    for number, line in enumerate(source.split("\n"), start=1):
        if line.rstrip() == "---":
            yield first, "\n".join(part)
            first, part = number, []
        else:
            part.append(line)
    yield first, "\n".join(part)


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).disable(["reference", "lheading"])
    for box in BOXES:
        container_plugin(markdown, box)
    return markdown


_MARKDOWN = _markdown()


@dataclass(slots=True)
class _Screen:
    first: int
    source: str
    texts: list[tuple[int, str]]
    complain: Complain

    def read(self) -> LessonScreen | None:
        self._refuse_open_boxes()
        nodes = SyntaxTreeNode(_MARKDOWN.parse(self.source)).children
        if not nodes or nodes[0].type != "heading" or nodes[0].tag != "h2":
            line = self.first + 1 if nodes else max(1, self.first)  # behind a last `---` no line is left
            self.complain(line, "Mỗi trang phải bắt đầu bằng một dòng ## Tiêu đề.")
            return None
        title = self._text(nodes[0])
        blocks = tuple(self._blocks(nodes[1:]))
        if not blocks:
            self.complain(self._line(nodes[0]), "Trang này chỉ có tiêu đề.")
        if sum(isinstance(block, PictureBlock) for block in blocks) > 1:
            self.complain(self._line(nodes[0]), "Mỗi trang nhiều nhất một hình.")
        return LessonScreen(title, blocks)

    def _refuse_open_boxes(self) -> None:
        opened = 0
        for number, line in enumerate(self.source.split("\n"), start=self.first + 1):
            if not line.startswith(":::"):
                continue
            name = line.strip(": ")
            if name and name not in BOXES:
                self.complain(number, f"Không có khối nào tên “{name}”. Có: {', '.join(BOXES)}.")
            if bool(name) == bool(opened):
                self.complain(number, "Khối ::: phải đóng bằng một dòng ::: trước khi mở khối khác.")
            opened = number if name else 0
        if opened:
            self.complain(opened, "Khối ::: này chưa đóng.")

    def _blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[Block]:
        for node in nodes:
            name = node.type.removeprefix("container_")
            if name in BOXES:
                yield self._box(name, node)
            elif picture := self._picture(node):
                yield picture
            elif words := self._words(node):
                yield words

    def _box(self, kind: str, node: SyntaxTreeNode) -> Box:
        blocks = tuple(words for child in node.children if (words := self._words(child)))
        if not blocks:
            self.complain(self._line(node), "Khối này đang bỏ trống.")
        return Box(kind, blocks)

    def _words(self, node: SyntaxTreeNode) -> Paragraph | Listing | None:
        if node.type == "paragraph":
            return Paragraph(self._text(node))
        if node.type in {"bullet_list", "ordered_list"}:
            return Listing(node.type == "ordered_list", tuple(self._items(node)))
        self.complain(self._line(node), _NAMES.get(node.type, _OTHERWISE))
        return None

    def _items(self, listing: SyntaxTreeNode) -> Iterator[str]:
        for item in listing.children:
            if len(item.children) == 1 and item.children[0].type == "paragraph":
                yield self._text(item.children[0])
            else:
                self.complain(self._line(item), "Mỗi mục trong danh sách chỉ là một đoạn.")

    def _picture(self, node: SyntaxTreeNode) -> PictureBlock | None:
        inline = node.children[0] if node.type == "paragraph" else None
        if inline is None or [child.type for child in inline.children] != ["image"]:
            return None
        image, line = inline.children[0], self._line(node)
        alt = image.content.strip()
        if alt:
            self.texts.append((line, alt))
        else:
            self.complain(line, "Hình phải có chữ thay hình: ![chữ thay hình](ten.svg).")
        return PictureBlock(str(image.attrs.get("src", "")), alt)

    def _text(self, node: SyntaxTreeNode) -> str:
        """The inline source of a paragraph or heading, on one line."""
        inline = node.children[0] if node.children else None
        line = self._line(node)
        if inline and any(child.type == "image" for child in inline.walk()):
            self.complain(line, "Hình đứng riêng một dòng, ngoài các khối và danh sách.")
        source = re.sub(r"\s*\n\s*", " ", inline.content if inline else "")
        try:
            text = one_paragraph(source)
        except PydanticCustomError as error:
            self.complain(line, error.message())
            return source
        self.texts.append((line, text))
        return text

    def _line(self, node: SyntaxTreeNode) -> int:
        return self.first + 1 + (node.map[0] if node.map else 0)
