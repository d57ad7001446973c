"""Addresses below /api/v1: JSON in, JSON out, record keys instead of cookies."""

import json
from dataclasses import asdict

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue

from learning.accounts import keys
from learning.accounts import operations as accounts
from learning.accounts.keys import RecordKey
from learning.db import write
from learning.records import operations, queries
from learning.sync import carried, forms, openapi
from learning.web.access import bearer, personal, public
from learning.web.pages import PAGE_CACHE, send, store
from learning.web.site import site

bp = Blueprint("sync", __name__, url_prefix="/api/v1")


@bp.post("/guests")
@personal
def make_guest() -> ResponseReturnValue:
    wanted = forms.read_body(forms.GuestWanted)
    with write():
        person = accounts.make_guest(wanted.device, wanted.language, request.remote_addr or "", wanted.turn)
    made = forms.GuestMade(person=person, record_key=keys.mint(person, wanted.device))
    return _answer(made.model_dump_json(), 201)


@bp.post("/events")
@bearer
def keep_events() -> ResponseReturnValue:
    sent, said = forms.read_events()
    key: RecordKey = g.record_key
    receipt = operations.append(key.person, key.device, sent, said=said)
    # Escaped, not UTF-8: an id comes back exactly as it was sent, even one that is no proper text.
    return _answer(json.dumps(asdict(receipt)))


@bp.post("/parcels")
@personal
def pass_on() -> ResponseReturnValue:
    handed = forms.read_body(forms.ParcelHanded)
    with write() as current:
        kept = carried.keep_from(current, request.remote_addr or "", handed.record_key, handed.events)
    return _answer(forms.ParcelKept(passed_on=kept).model_dump_json())


@bp.get("/me")
@bearer
def know_person() -> ResponseReturnValue:
    key: RecordKey = g.record_key
    modules = [forms.ModuleKept(**asdict(module)) for module in queries.progress_of(key.person)]
    return _answer(forms.PersonKept(person=key.person, modules=modules).model_dump_json())


@bp.get("/openapi.json")
@public
def describe() -> ResponseReturnValue:
    def made() -> bytes:
        return json.dumps(openapi.document(), ensure_ascii=False).encode()

    return send(site().pages.get("openapi", lambda: store(made(), "application/json")), PAGE_CACHE)


def _answer(body: str, status: int = 200) -> Response:
    return Response(body, status=status, mimetype="application/json")
