"""Bodies that devices send and get, and reading them without trusting them."""

import json
from datetime import datetime
from typing import Annotated, Any, NoReturn, TypeVar
from uuid import UUID

from flask import request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from learning.accounts.keys import LONGEST_KEY
from learning.i18n import lazy_gettext as lazy
from learning.records.contacts import Said
from learning.records.events import DeviceId, Incoming, Language, Reason
from learning.web.errors import BadInput, TooLarge
from learning.web.security import LARGEST_BATCH

MOST_EVENTS = 500
MOST_SAID = 1_000_000
NOT_JSON = lazy("Máy chủ không đọc được nội dung máy này gửi lên.")
NO_SUCH_LIST = lazy("Máy chủ không tìm thấy danh sách kết quả trong nội dung gửi lên.")
TOO_MANY_EVENTS = lazy("Máy này gửi nhiều kết quả quá một lúc. Máy sẽ gửi lại từng phần.")

Shape = TypeVar("Shape", bound=BaseModel)


class Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class GuestWanted(Strict):
    """A device that has just kept its first answer."""

    device: DeviceId = Field(description="a UUID that the device made for itself and keeps")
    language: Language
    turn: DeviceId | None = Field(
        None,
        description=(
            "a secret UUID that the device made for one person's stretch at it: the same turn is the same "
            "guest, on whichever device it is said"
        ),
    )


class GuestMade(Strict):
    """Somebody without a name, and the key to their record."""

    person: UUID
    record_key: str


class DeviceSays(Strict):
    """What a device says of itself when it brings something. Nobody is refused for it."""

    now: AwareDatetime | None = Field(
        None, strict=False, description="what its clock says, when it sends this"
    )
    waiting: Annotated[int, Field(ge=0, le=MOST_SAID)] | None = Field(
        None, description="results of this person that go on waiting on it after these"
    )
    kept_refused: Annotated[int, Field(ge=0, le=MOST_SAID)] | None = Field(
        None, description="results of this person that it keeps, refused before"
    )


class EventsSent(DeviceSays):
    """What lay in the outbox. Each event is looked at alone: one that is refused refuses no other."""

    events: Annotated[list[Incoming], Field(max_length=MOST_EVENTS)]


class EventRefused(Strict):
    """An event that is not kept: the device keeps it, shows it, and does not send it again."""

    id: str | None = Field(description="as it was sent; null where it was no text")
    reason: Reason


class EventsTaken(Strict):
    """What became of each event, by its id as it was sent. What is stored or known may be deleted."""

    stored: list[str]
    known: list[str]
    refused: list[EventRefused]


class ParcelHanded(Strict):
    """Results under a key of another server, which a device took over: to be passed on to that server."""

    record_key: Annotated[str, Field(max_length=LONGEST_KEY)]
    events: Annotated[list[Any], Field(max_length=MOST_EVENTS)]


class ParcelKept(Strict):
    """How many of them are kept to be passed on. They count once that server has received them."""

    passed_on: int


class ModuleKept(Strict):
    """How far the person is with a module."""

    module: str
    opened_at: datetime | None
    practised_at: datetime | None
    attempts: int = Field(description="checks answered to the end")
    best_right: int | None = Field(description="right answers of five, in the best of them")
    passed_at: datetime | None
    evidence: str | None = Field(description="how well the pass is evidenced")
    last_at: datetime


class PersonKept(Strict):
    """The person of the key, and how far they are."""

    person: UUID
    modules: list[ModuleKept]


class Trouble(Strict):
    """Why nothing was done, for programs and for people."""

    error: str
    say: str


def read_body(shape: type[Shape]) -> Shape:
    """The body as one of our shapes; BadInput otherwise."""
    try:
        return shape.model_validate(_json())
    except ValidationError:
        raise BadInput(NOT_JSON) from None


def read_events() -> tuple[list[object], Said]:
    """The events of a body, each still as it was sent, and what the device says of itself."""
    body = _json()
    events = body.get("events") if isinstance(body, dict) else None
    if not isinstance(events, list):
        raise BadInput(NO_SUCH_LIST)
    if len(events) > MOST_EVENTS:
        raise TooLarge(TOO_MANY_EVENTS)
    return events, _said(body)


def _said(body: object) -> Said:
    try:
        told = DeviceSays.model_validate(body)
    except ValidationError:
        return Said()
    return Said(told.now, told.waiting, told.kept_refused)


def _json() -> Any:
    """Parse the body. No more of it is read than web.security allows."""
    if request.mimetype != "application/json" or request.headers.get("Content-Encoding"):
        raise BadInput(NOT_JSON)
    body = request.get_data(cache=False)
    if request.content_length is None and len(body) >= LARGEST_BATCH:
        raise TooLarge  # a body that did not say its length was cut off here
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise BadInput(NOT_JSON) from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
