"""Lessons as screens of blocks. A text is inline Markdown source, and its own message id for translation."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Literal, TypeAlias, get_args

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from learning.quizzes.pieces import is_id

BoxKind = Literal["canh-bao", "thu", "nghe"]
BOXES: tuple[str, ...] = get_args(BoxKind)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words."""

    text: str
    type: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Listing:
    """Words in points, or in steps."""

    ordered: bool
    items: tuple[str, ...]
    type: Literal["listing"] = "listing"


@dataclass(frozen=True, slots=True)
class PictureBlock:
    """A picture of the module's own, and the words that stand in for it."""

    file: str
    alt: str
    type: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True)
class Box:
    """Something set apart: a warning, something to try, something to hear."""

    kind: str
    blocks: "tuple[Paragraph | Listing, ...]"
    type: Literal["box"] = "box"

    def texts(self) -> Iterator[str]:
        """Every text in it."""
        for inner in self.blocks:
            yield from _texts(inner)


Block: TypeAlias = Paragraph | Listing | PictureBlock | Box


@dataclass(frozen=True, slots=True)
class LessonScreen:
    """One idea."""

    title: str
    blocks: tuple[Block, ...]

    def texts(self) -> Iterator[str]:
        """Every text on the screen, from top to bottom."""
        yield self.title
        for block in self.blocks:
            yield from _texts(block)

    @property
    def picture(self) -> PictureBlock | None:
        """Its picture, if it has one."""
        return next((block for block in self.blocks if isinstance(block, PictureBlock)), None)


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield block.text
        case Listing():
            yield from block.items
        case PictureBlock():
            yield block.alt
        case Box():
            yield from block.texts()


def inline_html(text: str) -> str:
    """Render the inline source of a text, translated or not: strong, emphasis and safe links, nothing else.

    A link goes to an address (https), or to a module by its id: that becomes a relative address.
    """
    rendered: str = _INLINE.renderInline(text)
    return rendered


def links_in(text: str) -> Iterator[str]:
    """Where the links of a text go."""
    for inline in _INLINE.parseInline(text):
        for token in inline.children or ():
            if token.type == "link_open":
                yield str(token.attrGet("href"))


def link_words(text: str) -> Iterator[str]:
    """What the links of a text say."""
    for inline in _INLINE.parseInline(text):
        tokens = inline.children or []
        for place, token in enumerate(tokens):
            if token.type == "link_open":
                said = [each.content for each in takewhile(_is_inside_link, tokens[place + 1 :])]
                yield "".join(said)


def _is_inside_link(token: Token) -> bool:
    return token.type != "link_close"


def link_target(href: str) -> str | None:
    """The module that an internal link means; None for an address elsewhere."""
    return href if is_id(href) else None


def _safe(href: str) -> bool:
    return is_id(href) or re.match(r"https://[^\s/]", href) is not None


def _link_open(renderer: RendererHTML, tokens: Sequence[Token], place: int, options: Any, _: Any) -> str:
    module = link_target(str(tokens[place].attrGet("href")))
    if module:
        tokens[place].attrSet("href", f"../{module}/")
    else:
        tokens[place].attrSet("rel", "noopener noreferrer")
    return renderer.renderToken(tokens, place, options, {})


def _renderer() -> MarkdownIt:
    inline = MarkdownIt("zero", {"html": False}).enable(["emphasis", "link", "escape"])
    setattr(inline, "validateLink", _safe)  # noqa: B010 -- the documented way to say what is a link; mypy forbids it
    inline.add_render_rule("link_open", _link_open)
    return inline


_INLINE = _renderer()
