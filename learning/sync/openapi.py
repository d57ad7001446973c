"""The OpenAPI document, made from the same shapes that the views read and answer with."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from learning.sync.forms import (
    MOST_EVENTS,
    EventsSent,
    EventsTaken,
    GuestMade,
    GuestWanted,
    ParcelHanded,
    ParcelKept,
    PersonKept,
    Trouble,
)
from learning.web.security import LARGEST_BATCH

_READ = (GuestWanted, EventsSent, ParcelHanded)
_ANSWERED = (GuestMade, EventsTaken, ParcelKept, PersonKept, Trouble)
_REF = "#/components/schemas/{model}"


def document() -> dict[str, Any]:
    """The whole document, OpenAPI 3.1."""
    shapes = [(shape, "validation") for shape in _READ] + [(shape, "serialization") for shape in _ANSWERED]
    _, schemas = models_json_schema(shapes, ref_template=_REF)  # type: ignore[arg-type]  # modes are literals
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Bình dân học vụ số: learning record",
            "version": "1",
            "description": (
                "Devices mark at once, keep what was done in an outbox and send it here. Events may "
                "arrive twice, late and in any order. "
                f"At most {MOST_EVENTS} events and {LARGEST_BATCH} bytes a request."
            ),
        },
        "servers": [{"url": "/api/v1"}],
        "paths": {
            "/guests": {
                "post": _operation("make_guest", GuestWanted, {201: GuestMade}, (413, 422, 429, 503))
            },
            "/events": {
                "post": _operation(
                    "keep_events", EventsSent, {200: EventsTaken}, (401, 413, 422, 503), key=True
                )
            },
            "/parcels": {"post": _operation("pass_on", ParcelHanded, {200: ParcelKept}, (413, 422, 503))},
            "/me": {"get": _operation("know_person", None, {200: PersonKept}, (401, 503), key=True)},
        },
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"record_key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(
    name: str,
    takes: type[BaseModel] | None,
    gives: dict[int, type[BaseModel]],
    troubles: tuple[int, ...],
    *,
    key: bool = False,
) -> dict[str, Any]:
    answers: dict[int, type[BaseModel]] = {**gives, **dict.fromkeys(troubles, Trouble)}
    operation: dict[str, Any] = {
        "operationId": name,
        "responses": {
            str(status): {"description": _first_line(shape), "content": _content(shape)}
            for status, shape in answers.items()
        },
    }
    if takes is not None:
        operation["requestBody"] = {"required": True, "content": _content(takes)}
    if key:
        operation["security"] = [{"record_key": []}]
    return operation


def _content(shape: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(model=shape.__name__)}}}


def _first_line(shape: type[BaseModel]) -> str:
    return (shape.__doc__ or "").partition("\n")[0]
