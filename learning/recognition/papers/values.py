"""What stands on a paper, as values: everything is said already, so that the same values give the same file.

Papers speak Vietnamese, the language of the offices that file them, whatever language a page has.
"""

import json
from datetime import date
from hashlib import sha256
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

# The forms below forms/<number>. What printed a frozen paper is never changed: a new form gets a number.
FORMS_NOW = 2
Cell: TypeAlias = int | str
FormName = Literal["list", "submission", "minutes", "report", "decision"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Table(_Value):
    """Heads, columns as wide as one to another, rows; the last row is a total where `has_total`."""

    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    has_total: bool = False


class Part(_Value):
    """A numbered part of a paper: a title, what is said, a table, and what is said below it.

    `is_run_in`: the first sentence goes on behind the title, as in the articles of a decision.
    """

    title: str = ""
    is_run_in: bool = False
    said: tuple[str, ...] = ()
    table: Table | None = None
    below: tuple[str, ...] = ()


class Signer(_Value):
    """Who signs by hand: in whose name, and as what."""

    role: str
    name_of: str = ""


class Note(_Value):
    """What a figure counts, how, and what it does not say."""

    figure: str
    value: str
    meaning: str


class Paper(_Value):
    """An administrative paper after Nghị định 30/2020/NĐ-CP, Phụ lục I; `on` is its only clock.

    `attached` says to which paper it belongs; `authority` and `orders` are who decides, and the word for it.
    """

    name: FormName
    form: int = FORMS_NOW
    on: date
    is_lying: bool = False
    above: str = ""
    agency: str
    number: str
    dated: str
    kind: str
    subject: str
    attached: str = ""
    authority: str = ""
    orders: str = ""
    addressed: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    parts: tuple[Part, ...]
    closing: str = ""
    cautions: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    recipients: tuple[str, ...] = ()
    signers: tuple[Signer, ...]


class Certificate(_Value):
    """One certificate. `second` says the same in the language of whoever it is for, line by line.

    `qr` is what its code says, `number` how the certificate is found; both come from whoever signs it.
    """

    name: str
    title: str
    year: int
    agency: str
    decision: str
    dated: str
    signer: str
    signs_for: str
    number: str
    qr: str
    cautions: tuple[str, ...] = ()
    second: tuple[str, str, str, str] | None = None
    second_language: str = ""


def canonical(paper: Paper) -> str:
    """The paper as text, the same for the same values: what a frozen paper is kept as."""
    told = paper.model_dump(mode="json")
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def name_of(text: str) -> str:
    """The id of a frozen paper: SHA-256 over its canonical text."""
    return sha256(text.encode()).hexdigest()


def read(text: str) -> Paper:
    """A frozen paper out of its text."""
    return Paper.model_validate_json(text)
