"""Which papers there are and as which files, and each made from what is known now."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from learning.places import queries as places
from learning.places.queries import PlaceFacts
from learning.recognition import lists, queries
from learning.recognition.lists import Entry, ListFacts
from learning.recognition.papers import of_list, press, report, sheets, submission, word, wording
from learning.recognition.papers.report import Year
from learning.recognition.papers.values import Paper
from learning.recognition.papers.wording import Offices
from learning.recognition.sets import CriteriaSet
from learning.sheets import XLSX

Making = Callable[[ListFacts, Sequence[Entry], CriteriaSet, Offices, date], Paper]
MIMETYPES: Mapping[str, str] = {"pdf": press.PDF, "xlsx": XLSX, "docx": word.DOCX}
_WRITE: Mapping[str, Callable[[Paper], bytes]] = {
    "pdf": press.paper,
    "xlsx": sheets.workbook,
    "docx": word.document,
}
# By the name in the address: how it is made, and as which files it is given out.
OF_LIST: Mapping[str, tuple[Making, tuple[str, ...]]] = {
    "danh-sach": (of_list.list_paper, ("pdf", "xlsx")),
    "to-trinh": (submission.submission_paper, ("docx", "pdf")),
    "bien-ban": (of_list.minutes_paper, ("docx", "pdf", "xlsx")),
    "quyet-dinh": (of_list.decision_paper, ("docx", "pdf")),
}
OF_YEAR = ("docx", "pdf", "xlsx")


def written(made: Paper, extension: str) -> bytes:
    """A paper as one kind of file."""
    return _WRITE[extension](made)


def of_list_paper(facts: ListFacts, name: str, on: date) -> Paper:
    """A paper of a list, as of a day."""
    make, _extensions = OF_LIST[name]
    criteria = queries.rules_of(facts.set_id, facts.set_version)
    return make(facts, lists.entries_of(facts.id), criteria, wording.offices_of(facts.place), on)


def year_of(place: PlaceFacts, set_id: str, year: int) -> Year | None:
    """The lists of one kind of recognition at a place and below; None where there are none."""
    found = [one for one in lists.lists_at([place.path], year) if one.set_id == set_id]
    if not found:
        return None
    entries = lists.entries_in(found)
    latest = max(found, key=lambda one: one.proposed_at)
    criteria = queries.rules_of(latest.set_id, latest.set_version)
    names = places.names_of({one.place for one in found})
    is_wide = place.kind == "province"
    return Year(
        criteria=criteria,
        year=year,
        lists=[(one, entries[one.id]) for one in found],
        units="xã, phường" if is_wide else "ấp, thôn, bản",
        unit_of=(lambda facts, _entry: names.get(facts.place, ""))
        if is_wide
        else (lambda _facts, entry: entry.hamlet),
    )


def report_of(place: PlaceFacts, set_id: str, year: int, on: date) -> Paper | None:
    """The report of a place and year, as of a day."""
    told = year_of(place, set_id, year)
    return None if told is None else report.report_paper(told, wording.offices_of(place.path), on)
