"""Wording: sentences one can follow, Markdown that is meant, no number that could be somebody's."""

import re
from collections.abc import Iterator, Mapping

from markdown_it import MarkdownIt
from markdown_it.token import Token

from learning.catalog.content import Problem
from learning.catalog.facts import fill
from learning.catalog.lesson import link_target
from learning.catalog.module_files import Reading, Text
from learning.catalog.schema import Fact

LONGEST_SENTENCE = 25
RADIO_PACE = 140  # syllables a minute over a village loudspeaker: slow, because of the echo
RADIO_MINUTES = (2.5, 4.0)

_ENDS = re.compile(r"[.!?…]+[”\"’')]*(?:\s+|$)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_DATE = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b")
_MONEY = re.compile(r"\b[1-9]\d{0,2}(?:\.\d{3})+ ?(?:đồng|đ|₫|VND|VNĐ)(?!\w)")
_DIGITS = re.compile(r"\d(?:[ .\-–()\u00a0]{0,2}\d)+")
_HOTLINE = re.compile(r"1[89]00\d{4,6}")
_ALLOWED = frozenset(
    {"text", "strong_open", "strong_close", "em_open", "em_close", "text_special", "softbreak"}
)
_LINKS = frozenset({"link_open", "link_close"})

_INLINE = MarkdownIt("commonmark", {"html": True}).disable("text_join")


def check_wording(reading: Reading, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """Everything that is wrong with the texts of a module."""
    for each in reading.texts:
        for say in _wrong_with(each, facts):
            yield reading.error(each.file, each.line, say)
    if reading.module and reading.module.radio:
        spoken = sum(syllables(text) for text in reading.module.radio.paragraphs)
        if not RADIO_MINUTES[0] <= spoken / RADIO_PACE <= RADIO_MINUTES[1]:
            say = f"Bài nói có {spoken} tiếng; chừng ba phút là quãng 350 đến 560 tiếng."
            yield reading.warning("radio.md", 1, say)


def syllables(text: str) -> int:
    """How many syllables: in Vietnamese, whatever stands between blanks and has a letter or digit."""
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def sentences(text: str, facts: Mapping[str, Fact]) -> list[str]:
    """The sentences as they are heard: facts put in, Markdown away."""
    said = _ENDS.split(spoken(fill(text, facts)))
    return [sentence.strip() for sentence in said if sentence.strip()]


def spoken(text: str) -> str:
    """The words without their Markdown: of a link what it says, not where it goes."""
    return _LINK.sub(r"\1", text).replace("*", "")


def _wrong_with(each: Text, facts: Mapping[str, Fact]) -> Iterator[str]:
    for sentence in sentences(each.text, facts):
        if (count := syllables(sentence)) > LONGEST_SENTENCE:
            yield f"Câu dài {count} tiếng, nhiều nhất là {LONGEST_SENTENCE}: “{_start(sentence)}…”"
    yield from _markdown_faults(each)
    for number in real_looking_numbers(each.text):
        yield f"“{number}” trông như số thật. Thay vài chữ số bằng x, hoặc đưa vào facts.yaml."


def real_looking_numbers(text: str) -> Iterator[str]:
    """Numbers that could be a telephone, an identity card or an account: nine digits or more, or a hotline.

    Dates and sums of money (grouped by three, with the currency) are what they are.
    """
    for found in _DIGITS.finditer(_MONEY.sub(" ", _DATE.sub(" ", text))):
        digits = re.sub(r"\D", "", found[0])
        if len(digits) >= 9 or _HOTLINE.fullmatch(digits):
            yield found[0]


def _markdown_faults(each: Text) -> Iterator[str]:
    tokens = [token for inline in _INLINE.parseInline(each.text) for token in inline.children or ()]
    allowed = _ALLOWED | _LINKS if each.file == "lesson.md" else _ALLOWED
    for token in tokens:
        fault = _fault_of(token, allowed)
        if fault:
            yield fault


def _fault_of(token: Token, allowed: frozenset[str]) -> str | None:
    if token.type == "html_inline" or (token.type == "text" and _TAG.search(token.content)):
        return "Không viết thẻ HTML trong chữ."
    if token.type not in allowed:
        return "Chỉ dùng **đậm** và *nghiêng*; đường link chỉ trong lesson.md."
    if token.markup in {"_", "__"} or (token.type == "text_special" and token.info == "entity"):
        return "Chỉ dùng **đậm** và *nghiêng*, không dùng _ và &…;."
    if token.type == "text" and "*" in token.content:
        return "Dấu * thừa: **đậm** phải mở và đóng sát chữ."
    if token.type == "link_open":
        href = str(token.attrGet("href"))
        if link_target(href) is None and not href.startswith("https://"):
            return f"Link “{href}” phải là https://… hoặc mã của một bài."
    return None


def _start(sentence: str) -> str:
    return " ".join(sentence.split()[:6])
