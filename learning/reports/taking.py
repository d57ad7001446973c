"""Taking in a list of how many people live where: which places it may name, and what is known."""

from collections.abc import Sequence
from typing import Any

from learning import sheets
from learning.i18n import gettext as _
from learning.i18n import lazy_gettext as lazy
from learning.places import queries as places
from learning.places.queries import PlaceFacts
from learning.reports import queries, roster
from learning.reports.roster import Reading, Spot
from learning.reports.rules import Paper

HEADS = ("Xã, phường", "Nơi", "Ấp, thôn, bản", "Số dân")  # of files, whatever language the page has
UNREADABLE = lazy("Máy không đọc được tệp này. Anh chị lưu lại bằng Excel (.xlsx) hoặc CSV rồi đưa lại.")
NO_HEADS = lazy("Không thấy cột tên nơi và cột số dân. Hàng đầu cần ghi tên cột, như trong tệp mẫu.")


def template(place: PlaceFacts) -> bytes:
    """Every place that may be named directly, with room for its number."""
    rows = [[one.full_name, None] for one in (place, *_inside(place))]
    return sheets.workbook("So dan", ("Nơi", "Số dân"), rows, [40, 14])


def read(place: PlaceFacts, rows: Sequence[Sequence[Any]], paper: Paper) -> Reading:
    """The rows beside what was entered from the same paper already."""
    inside = _inside(place)
    below = places.hamlets_in([one.id for one in inside]) if place.kind == "province" else []
    spots = [Spot(one.id, one.label, one.name, one.parent) for one in (place, *inside, *below)]
    spots[0] = Spot(place.id, place.label, place.name, None)
    return roster.read(rows, spots, queries.entered([one.id for one in spots], paper))


def _inside(place: PlaceFacts) -> list[PlaceFacts]:
    return places.children_of(place.id, ("commune", "hamlet"))


def trouble_of(reading: Reading) -> str:
    """Why nothing of a list can be taken in, or nothing."""
    if reading.too_long:
        return _("Tệp có quá %(most)d dòng. Anh chị chia thành nhiều tệp.", most=roster.MOST_ROWS)
    return "" if reading.heads else str(NO_HEADS)


def kept(reading: Reading) -> str:
    """What a dry run would take in, to travel in its form."""
    return sheets.packed([[*one.words, one.people] for one in reading.fresh])
