"""Rules of translating, pure: what a translation must keep of its source, who may approve, what is ready."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal
from uuid import UUID

INTERFACE = "messages"
CONTEXT_END, FORM_END = "\x04", "\x00"  # as compiled catalogues part them

LONGEST_DIALECT = 60
LONGEST_NOTE = 200
ROOM_TO_GROW = 5  # times the source's length: some languages say one Vietnamese word by a sentence
SHORTEST_ROOM = 120

# A language that nobody serves yet is offered, as a draft, once so many sentences of the interface were
# approved: about what a learner meets from the front page to the end of a first lesson.
SENTENCES_TO_BEGIN = 40

ASK_KINDS = ("meaning", "no-word", "who", "space", "wrong-source", "other")
RETURN_KINDS = ("meaning", "spelling", "dialect", "tone", "too-long", "other")

State = Literal["waiting", "approved", "returned", "replaced"]
STATES = ("waiting", "approved", "returned", "replaced")

# Blanks that scripts need: Khmer parts words by one that nobody sees.
_JOINERS = "\u200b\u200c\u200d"
_NAMED = re.compile(r"%\(\w+\)[a-z]|%%|\{[\w:-]+\}")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|&[a-z]+;")
_LINK = re.compile(r"\]\(([^)\s]*)\)")
_MARK = re.compile(r"\*\*|`")

Fault = Literal[
    "empty", "names", "percent", "tags", "angle", "quote", "links", "brackets", "marks", "too-long", "letters"
]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What keeps a translation from being kept: in which form, and what is missing or too much."""

    fault: Fault
    form: int
    what: str = ""


def raw_key(context: str, source: str, plural: str) -> str:
    """A sentence's name in a compiled catalogue."""
    head = f"{context}{CONTEXT_END}" if context else ""
    return f"{head}{source}{FORM_END}{plural}" if plural else head + source


def short_key(raw: str) -> str:
    """The same, as it stands in addresses."""
    return blake2b(raw.encode(), digest_size=8).hexdigest()


def seen(forms: Sequence[str]) -> str:
    """A name for exactly these words: who approves says which words they have read."""
    return blake2b(FORM_END.join(forms).encode(), digest_size=8).hexdigest()


def written(text: str | None) -> str:
    """One line as it is kept: composed letters, single blanks, and the unseen ones that some scripts need."""
    letters = unicodedata.normalize("NFC", text or "")
    kept = "".join(
        " " if unicodedata.category(letter)[0] in "CZ" and letter not in _JOINERS else letter
        for letter in letters
    )
    return " ".join(kept.split())


def wrong_in(domain: str, source: str, plural: str, forms: Sequence[str]) -> list[Wrong]:
    """All that is wrong, form by form. The interface is markup and format; courses are escaped Markdown."""
    found = []
    for number, form in enumerate(forms):
        base = plural or source  # as `flask i18n check` reads it
        wrong = _wrong_in_interface if domain == INTERFACE else _wrong_in_course
        found += [Wrong(fault, number, what) for fault, what in _wrong_in_any(base, form)]
        found += [Wrong(fault, number, what) for fault, what in wrong(base, form)] if form else []
    return found


def _wrong_in_any(source: str, form: str) -> Iterator[tuple[Fault, str]]:
    if not form:
        yield "empty", ""
        return
    if len(form) > max(SHORTEST_ROOM, ROOM_TO_GROW * len(source)):
        yield "too-long", ""
    if "\ufffd" in form or form != written(form):
        yield "letters", ""
    if what := _differ(_NAMED, source, form):
        yield "names", what
    if form.count("**") % 2:
        yield "marks", "**"


def _wrong_in_interface(source: str, form: str) -> Iterator[tuple[Fault, str]]:
    """The sentence becomes markup as it stands, at times inside an attribute, and values are put into it."""
    if _NAMED.sub("", form).count("%") != _NAMED.sub("", source).count("%"):
        yield "percent", "%"
    if what := _differ(_TAG, source, form):
        yield "tags", what
    elif not _is_nested(form):
        yield "tags", " ".join(_TAG.findall(source))
    if any(sign in _TAG.sub("", form) for sign in "<>") and not any(
        sign in _TAG.sub("", source) for sign in "<>"
    ):
        yield "angle", "< >"
    if '"' in _TAG.sub("", form) and '"' not in _TAG.sub("", source):
        yield "quote", '"'


def _wrong_in_course(source: str, form: str) -> Iterator[tuple[Fault, str]]:
    if _places(source) != _places(form):
        yield "links", " ".join(_LINK.findall(source))
    if form.count("<") > source.count("<"):
        yield "angle", "< >"
    if _brackets(form) > _brackets(source):
        yield "brackets", "[ ] { }"
    if what := _differ(_MARK, source, form):
        yield "marks", what


def _differ(pattern: re.Pattern[str], source: str, form: str) -> str:
    """What must stand there and does not, or stands there too often; nothing where all is right."""
    wanted, there = Counter(pattern.findall(source)), Counter(pattern.findall(form))
    return " ".join(((wanted - there) + (there - wanted)).elements())


def _is_nested(form: str) -> bool:
    """Does each tag close what was opened last? `</b>word<b>` has the right tags and is wrong."""
    open_: list[str] = []
    for tag in re.findall(r"</?[A-Za-z][^<>]*>", form):
        name = tag.strip("</>").split()[0].lower()
        if not tag.startswith("</"):
            open_.append(name)
        elif not open_ or open_.pop() != name:
            return False
    return True


def _places(text: str) -> Counter[str]:
    return Counter(_LINK.findall(text))


def _brackets(text: str) -> int:
    return sum(text.count(sign) for sign in "[]{}")


def may_decide(author: UUID, reader: UUID) -> bool:
    """Never the same person."""
    return author != reader


def is_ready(approved: int) -> bool:
    """May learners choose a language that still waits for its translators?"""
    return approved >= SENTENCES_TO_BEGIN


def marks_of(domain: str, source: str) -> list[str]:
    """What of a sentence must come back as it is, for whoever translates it."""
    patterns = (_NAMED, _TAG) if domain == INTERFACE else (_NAMED, _MARK)
    found = [mark for pattern in patterns for mark in pattern.findall(source)]
    return list(dict.fromkeys(found))
