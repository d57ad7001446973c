"""What staff enter for figures of places: how many people live there. Inside the caller's write block."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from learning.accounts import operations as accounts
from learning.accounts.actions import register
from learning.clock import now
from learning.db import session
from learning.i18n import lazy_gettext as lazy
from learning.places.queries import PlaceFacts
from learning.reports.models import PlacePopulation
from learning.reports.roster import Entry
from learning.reports.rules import Paper, Population

register(
    {
        "population-entered": lazy("Ghi số dân của một nơi"),
        "rows-read": lazy("Xem từng người sau một con số"),
    }
)


def enter(numbers: Mapping[UUID, Population], above: PlaceFacts, by: UUID) -> None:
    """How many people live at some places. What was entered before stays: the latest day counts."""
    at = now()
    session().add_all(
        PlacePopulation(
            place_id=place,
            people=one.people,
            among=one.among,
            source=one.source,
            on_day=one.on,
            made_at=at,
            made_by=by,
        )
        for place, one in numbers.items()
    )
    session().flush()
    accounts.log_action(
        "population-entered",
        by=by,
        thing=("place", above.id),
        place=above.path,
        details={"places": len(numbers)},
    )


def enter_all(entries: Sequence[Entry], paper: Paper, above: PlaceFacts, by: UUID) -> int:
    """The numbers of a list; returns how many. Nothing is written where nothing is new."""
    if entries:
        enter({one.place: paper.says(one.people) for one in entries}, above, by)
    return len(entries)


def note_reading(place: PlaceFacts, figure: Mapping[str, str], by: UUID) -> None:
    """Somebody of the staff looks at the people behind a figure."""
    accounts.log_action("rows-read", by=by, thing=("place", place.id), place=place.path, details=dict(figure))
