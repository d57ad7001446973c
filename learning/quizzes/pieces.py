"""What every authored thing is made of: ids, sentences, options, pictures; and which of them are words."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from learning.quizzes.icons import ICONS

LONGEST = 600
Path: TypeAlias = tuple[str | int, ...]

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NO_LETTER = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")  # Unicode's Cc, Zl, Zp, Cs
_PICTURE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.svg")


class Piece(BaseModel):
    """Something an author wrote: read strictly, never changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Words:
    """Marks a field whose text, or texts, a learner reads or hears: each its own message id in catalogues."""


def N_(text: str) -> str:  # noqa: N802 -- the name by which Babel finds sentences that are translated later
    """Mark a sentence of ours for translation; whoever shows it looks it up."""
    return text


def wrong(code: str, say: str, at: Path = (), **context: str | int) -> PydanticCustomError:
    """An error whose sentence an author reads; `at` is where, inside what is being read."""
    return PydanticCustomError(code, say, {**context, "at": at})


def is_id(value: str) -> bool:
    """Whether this can be an id: ASCII, kebab-case, at most 40 characters."""
    return len(value) <= 40 and _ID.fullmatch(value) is not None


def plain_id(value: str) -> str:
    """An id, or a sentence why not."""
    if not is_id(value):
        raise wrong("id", "Mã “{id}”: chỉ chữ thường không dấu, số và gạch nối, tối đa 40 ký tự.", id=value)
    return value


def one_paragraph(value: str) -> str:
    """A sentence or a few, on one line, composed (NFC). Blanks around it are dropped."""
    text = value.strip()
    if not text:
        raise wrong("empty", "Chỗ này đang bỏ trống.")
    if len(text) > LONGEST:
        raise wrong("too_long", "Đoạn này dài {n} ký tự, nhiều nhất là {most}.", n=len(text), most=LONGEST)
    if _NO_LETTER.search(text):
        raise wrong("lines", "Phải là một đoạn liền, không xuống dòng và không có ký tự lạ.")
    if not any(letter.isalnum() for letter in text):
        raise wrong("nothing_said", "Chỗ này phải có chữ, để còn đọc lên được.")
    if not unicodedata.is_normalized("NFC", text):
        raise wrong("nfc", "Chữ có dấu phải ở dạng dựng sẵn (NFC).")
    return text


def _known_icon(value: str) -> str:
    if value not in ICONS:
        raise wrong("icon", "Không có hình nào tên “{name}” trong static/icons.svg.", name=value)
    return value


def _picture_file(value: str) -> str:
    if len(value) > 60 or not _PICTURE.fullmatch(value):
        raise wrong("picture", "Tên hình “{name}” phải không dấu, kết thúc bằng .svg.", name=value)
    return value


Id: TypeAlias = Annotated[str, AfterValidator(plain_id)]
Plain: TypeAlias = Annotated[str, AfterValidator(one_paragraph)]
Say: TypeAlias = Annotated[Plain, Words()]
MaybeSay: TypeAlias = Annotated[Plain | None, Words()]
Icon: TypeAlias = Annotated[str, AfterValidator(_known_icon)]
PictureFile: TypeAlias = Annotated[str, AfterValidator(_picture_file)]


class PictureUse(Piece):
    """A drawing of the module's own, and the words that stand in for it."""

    file: PictureFile
    alt: Say


class Option(Piece):
    """One of several answers, with what happens if one takes it."""

    id: Id
    say: Say
    why: Say
    right: bool = False


def words(piece: Piece, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text in a piece that a learner meets, with the path to it as the file spells it."""
    for name, field in type(piece).model_fields.items():
        value, here = getattr(piece, name), (*path, field.alias or name)
        if any(isinstance(mark, Words) for mark in field.metadata):
            if isinstance(value, tuple):
                yield from (((*here, place), each) for place, each in enumerate(value))
            elif value is not None:
                yield here, value
        else:
            yield from _words_inside(value, here)


def _words_inside(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Piece):
        yield from words(value, path)
    elif isinstance(value, tuple):
        for place, each in enumerate(value):
            yield from _words_inside(each, (*path, place))


def refuse_repeated(ids: list[str], at: str) -> None:
    """The ids of one list (`at` is its name) name one thing each."""
    for place, id in enumerate(ids):
        if id in ids[:place]:
            say = "Mã “{id}” được dùng hai lần trong cùng một danh sách."
            raise wrong("repeated_id", say, (at, place, "id"), id=id)
