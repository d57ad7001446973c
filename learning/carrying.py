"""What paired servers tell each other: rows as plain records, and records read as strictly as any input."""

from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

Record = dict[str, Any]


class Carried(BaseModel):
    """A row as peers know it. What a newer server says besides is passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)


Shape = TypeVar("Shape", bound=BaseModel)


def record_of(shape: type[BaseModel], row: object) -> Record:
    """The members of a shape, as a row has them."""
    return {name: plain(getattr(row, name)) for name in shape.model_fields}


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, (datetime, date)) else value


def read_as(shape: type[Shape], record: Record) -> Shape | None:
    """A record as that shape; None where it is none."""
    try:
        return shape.model_validate(record)
    except ValidationError:
        return None
