"""Taking in a list: whom its rows are compared with, what travels from the dry run, what was decided."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from learning import sheets
from learning.accounts.queries import can_be_called
from learning.classes import operations, queries, roster, rules, scope
from learning.classes.queries import ClassFacts
from learning.classes.roster import Entry, Known, Reading
from learning.clock import now
from learning.i18n import gettext as _
from learning.i18n import lazy_gettext as lazy

HEADS = ("Họ và tên", "Năm sinh", "Ấp, thôn, bản")  # of files, whatever language the page has
UNREADABLE = lazy("Máy không đọc được tệp này. Anh chị lưu lại bằng Excel (.xlsx) hoặc CSV rồi đưa lại.")


def read(group: ClassFacts, rows: Sequence[Sequence[Any]]) -> Reading:
    """The rows beside the people of one's own classes nearby; nobody else's are looked at."""
    own = {member.person: member for member in queries.members(group.id)}
    mine = queries.members_of({group.id, *scope.near(group)})
    known = [
        Known(
            str(member.person),
            member.name,
            member.year_of_birth,
            own.get(member.person, member).hamlet,
            member.person in own,
        )
        for member in mine
    ]
    return roster.read(rows, known, rules.day_of(now()).year, can_be_called)


def trouble_of(reading: Reading, size: int) -> str:
    """Why nothing of a list can be taken in, or nothing."""
    if reading.too_long:
        return _("Tệp có quá %(most)d dòng. Anh chị chia thành nhiều tệp.", most=roster.MOST_ROWS)
    if not reading.heads:
        return _("Không thấy cột họ tên. Hàng đầu cần ghi tên cột, ví dụ: Họ và tên, Năm sinh, Ấp.")
    if size + len(reading.fresh) + len(reading.doubles) > rules.MOST_LEARNERS:
        return _(
            "Lớp chỉ chứa được %(most)d người. Anh chị mở thêm lớp rồi chia danh sách.",
            most=rules.MOST_LEARNERS,
        )
    return ""


def kept(reading: Reading) -> str:
    """What a dry run would take in, to travel in its form: no file of names stays on the server."""
    rows = [[one.name, one.born, one.hamlet] for one in sorted([*reading.fresh, *reading.doubles], key=_row)]
    return sheets.packed(rows)


def _row(entry: Entry) -> int:
    return entry.row


def take_in(class_id: UUID, reading: Reading, decided: Mapping[str, str], by: UUID, language: str) -> int:
    """New people, and of possible doubles what was decided; nothing decided, nothing done. Inside a write."""
    done = operations.take_in(class_id, [_learner(entry) for entry in reading.fresh], by, language)
    for entry in reading.doubles:
        choice = decided.get(f"dong-{entry.row}", "")
        same = next((one.key for one in entry.doubles if one.key == choice), None)
        if choice == "moi":
            done += operations.take_in(class_id, [_learner(entry)], by, language)
        elif same is not None and not same.startswith("row-"):
            done += operations.join(class_id, UUID(same), entry.hamlet, by)
    return done


def _learner(entry: Entry) -> operations.Learner:
    return operations.Learner(entry.name, entry.born, entry.hamlet)
