"""Her pages, made once and given again until her record, her name or the clock changes what is on them."""

from collections.abc import Callable

from flask import Response

from learning import clock
from learning.accounts import session
from learning.i18n import current
from learning.records import queries
from learning.web.kept import Kept
from learning.web.pages import HTML
from learning.web.site import site


def serve(name: str, render: Callable[[], str]) -> Response:
    """A page of whoever is signed in. `render` may ask their record and the clock, and nothing else."""
    signed_in = session.current()
    if signed_in is None or signed_in.record is None:
        return Response(render(), content_type=HTML)
    person, at, content = signed_in.person_id, clock.now(), site().catalog

    def make() -> Kept:
        # What falls due while the page is made ends it at once: that can only be a page too many.
        until = queries.next_due_after(person, at)
        return Kept(render().encode(), content, at, until)

    words = (current().code, site().version_of(current()))
    key = (name, *words, person, signed_in.kind, signed_in.name, signed_in.record)
    return Response(site().kept.get(key, content, at, make), content_type=HTML)
