"""The page of phones: which need somebody, of people in the classes of whoever asks."""

from uuid import UUID

from flask import Blueprint, Response, request

from learning.accounts import queries as accounts
from learning.classes import queries as classes
from learning.classes import scope
from learning.classes.queries import ClassFacts
from learning.clock import now
from learning.records import contacts
from learning.records.contacts import DeviceFacts
from learning.sync import pages
from learning.web.access import places_here, staff_only, who_may
from learning.web.errors import NotFound
from learning.web.fragments import page

bp = Blueprint("devices", __name__)

A_PAGE = 50
LAST_PAGE = 400


@bp.get("/<lang:language>/quan-tri/may-hoc/")
@staff_only(*who_may("see", "device"))
def index() -> Response:
    """Those that need care, of all whom one may see; with `lop`, every phone of that class."""
    group, number = _class(), _number()
    found = _phones(group, number * A_PAGE)
    people = {one.person for one in found}
    groups = classes.classes_of(people, scope.me(), places_here(*scope.LOOKERS))
    shown = pages.devices(found, accounts.people(people), groups, now(), A_PAGE)
    return page("sync/devices.html", page=pages.DevicesPage(group, *shown, number))


def _phones(group: ClassFacts | None, skipped: int) -> list[DeviceFacts]:
    """One more than is shown, so that it is known whether others follow."""
    if group is not None:
        members = {one.person for one in classes.members(group.id)}
        return contacts.of_people(members, now(), A_PAGE + 1, skipped)
    return contacts.in_care(scope.looks_after, now(), A_PAGE + 1, skipped)


def _class() -> ClassFacts | None:
    asked = request.args.get("lop")
    if asked is None:
        return None
    try:
        return scope.seen(UUID(asked))
    except ValueError:
        raise NotFound from None


def _number() -> int:
    asked = request.args.get("trang", "0")
    return min(int(asked), LAST_PAGE) if asked.isdecimal() and len(asked) < 6 else 0
