"""What a device may send: the events of its outbox, read strictly. Knows no people and no database."""

import json
import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

MOST_CHARACTERS = 16 * 1024
LARGEST_NUMBER = 2**53 - 1  # the largest integer that every device counts exactly
YEARS = range(1970, 9999)  # a device whose clock is wrong still keeps what it did

Verb = Literal["opened", "answered", "practised", "reviewed"]
Via = Literal["web", "offline", "kiosk", "trainer", "centre"]
Reason = Literal[
    "malformed",
    "unknown_verb",
    "unknown_module",
    "unknown_version",
    "unknown_question",
    "not_in_form",
    "unreadable_answer",
    "id_taken",
    "too_large",
]
VERBS: frozenset[str] = frozenset({"opened", "answered", "practised", "reviewed"})


class Refused(ValueError):
    """This event cannot be kept; the device shows it and goes on without it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)",
    re.ASCII,
)


def _uuid(value: object) -> UUID:
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise ValueError("expected a UUID")
    return UUID(value)


def _instant(value: object) -> datetime:
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise ValueError("expected an instant with its zone, as in 2026-11-22T10:00:00.000Z")
    try:
        at = datetime.fromisoformat(value).astimezone(UTC)
    except OverflowError:
        raise ValueError("expected a year of our time") from None
    if at.year not in YEARS:
        raise ValueError("expected a year of our time")
    return at


def _attempt(value: object) -> object:
    return str(value) if type(value) is int and 0 <= value <= LARGEST_NUMBER else value


DeviceId = Annotated[UUID, BeforeValidator(_uuid, json_schema_input_type=str)]
Instant = Annotated[datetime, BeforeValidator(_instant, json_schema_input_type=str)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$", max_length=16)]
Attempt = Annotated[
    str,
    StringConstraints(pattern=r"^[^\x00-\x1f\x7f]{1,64}$"),
    BeforeValidator(_attempt, json_schema_input_type=int | str),
]


class Incoming(BaseModel):
    """One event as a device sends it.

    `person` and `device` come from the record key, `evidence` from the door: what else is sent is not read.
    """

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    id: DeviceId = Field(description="made on the device; comes back exactly as sent")
    verb: Verb
    module: Slug
    version: Version
    question: Slug | None = Field(None, description="for answered and reviewed")
    form: Annotated[int, Field(ge=1, le=LARGEST_NUMBER)] | None = Field(
        None, description="number of the check's form; null for an answer outside a check"
    )
    attempt: Attempt | None = Field(None, description="tells two goes at the same form apart; with form")
    answer: Any = Field(None, description="as the question's kind asks; for practised the list of taps")
    at: Instant = Field(description="by the device's clock")
    seq: Annotated[int, Field(ge=0, le=LARGEST_NUMBER)] = Field(description="the device's own counter")
    language: Language
    via: Via

    @model_validator(mode="after")
    def _has_what_its_verb_needs(self) -> Self:
        asks = self.verb in ("answered", "reviewed")
        if asks != (self.question is not None) or (self.verb == "opened") != (self.answer is None):
            raise ValueError("question or answer do not go with the verb")
        if self.form is not None and (self.verb != "answered" or self.attempt is None):
            raise ValueError("form goes with answered, and with attempt")
        return self


def read(raw: object) -> Incoming:
    """Read one event, or raise Refused with the reason."""
    _refuse_large(raw)
    if not isinstance(raw, dict):
        raise Refused("malformed")
    try:
        return Incoming.model_validate(raw)
    except ValidationError as error:
        raise Refused(_reason(raw, error)) from None


def id_of(raw: object) -> str | None:
    """The id as it was sent, to come back exactly so; None where there was no text."""
    sent = raw.get("id") if isinstance(raw, dict) else None
    return sent if isinstance(sent, str) else None


def _refuse_large(raw: object) -> None:
    try:
        size = len(json.dumps(raw))
    except (RecursionError, TypeError, ValueError):
        raise Refused("malformed") from None
    if size > MOST_CHARACTERS:
        raise Refused("too_large")


def _reason(raw: dict[Any, Any], error: ValidationError) -> Reason:
    """Only the verb is wrong: a newer device may know more verbs than we do."""
    wrong = {problem["loc"][:1] for problem in error.errors(include_url=False, include_input=False)}
    return "unknown_verb" if wrong == {("verb",)} and isinstance(raw.get("verb"), str) else "malformed"
