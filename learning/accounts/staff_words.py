"""Words of staff pages: roles, places, reasons, and moments as people write them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import g

from learning.clock import now
from learning.i18n import format_date, format_datetime
from learning.i18n import gettext as _
from learning.i18n import lazy_gettext as lazy
from learning.places.queries import names_of
from learning.web.errors import Sentence
from learning.web.site import site

HERE = ZoneInfo("Asia/Ho_Chi_Minh")

ROLES = {
    "trainer": lazy("Hướng dẫn viên"),
    "officer": lazy("Cán bộ"),
    "association": lazy("Hội Khuyến học xã"),
    "branch": lazy("Chi hội khuyến học"),
    "author": lazy("Người soạn bài"),
    "translator": lazy("Người dịch"),
    "administrator": lazy("Quản trị"),
}
ROLES_DO = {
    "trainer": lazy("Mở lớp, phát thẻ, giúp bà con học."),
    "officer": lazy("Xem số liệu địa bàn, ghi quyết định công nhận, giao việc cho người khác."),
    "association": lazy("Lập và đề nghị danh sách công nhận của xã. Không tự quyết định."),
    "branch": lazy("Xem hồ sơ công nhận của thôn, ấp mình, đồng ý chuyển lên hoặc trả lại."),
    "author": lazy("Soạn và sửa bài học. Không xem được thông tin của bà con."),
    "translator": lazy("Dịch và đọc bài. Không xem được thông tin của bà con."),
    "administrator": lazy("Quản lý người làm việc và mọi việc ở nơi đó."),
}
REASONS = {
    "assigned": lazy("Phân công mới"),
    "covering": lazy("Làm thay người khác"),
    "handed-over": lazy("Nhận bàn giao"),
}
END_REASONS = {
    "moved": lazy("Chuyển việc khác"),
    "left": lazy("Nghỉ việc, nghỉ hưu"),
    "term-over": lazy("Hết nhiệm kỳ"),
    "mistake": lazy("Giao nhầm"),
    "handed-over": lazy("Đã bàn giao"),
}
ERASE_REASONS = {
    "asked-staff": lazy("Người học đề nghị"),
    "made-twice": lazy("Bị ghi hai lần"),
    "made-by-mistake": lazy("Ghi nhầm người"),
}


def to_choose(reasons: Mapping[str, Sentence]) -> list[tuple[str, Sentence]]:
    """The reasons that somebody picks; a hand-over gives its own."""
    return [(code, said) for code, said in reasons.items() if code != "handed-over"]


def role(code: str) -> str:
    return str(ROLES[code])


def place(path: str | None) -> str:
    """A place as people call it; one that is gone by its path."""
    if path is None:
        return _("Mọi nơi")
    kept = _names_kept()
    if path not in kept:
        kept[path] = site().places.name_of(path) or path
    return kept[path]


def look_up(paths: Iterable[str | None]) -> None:
    """The names of many places in one question, for a page that is about to say them."""
    kept = _names_kept()
    wanted = {path for path in paths if path is not None} - kept.keys()
    kept.update(names_of(wanted) if wanted else {})


def _names_kept() -> dict[str, str]:
    kept: dict[str, str] = g.setdefault("names_of_places", {})
    return kept


def scope(code: str, path: str | None) -> str:
    """A role and how far it reaches, in one sentence."""
    if path is None:
        return _("%(role)s ở mọi nơi", role=role(code))
    return _("%(role)s ở %(place)s và mọi nơi bên dưới", role=role(code), place=place(path))


def day(at: datetime) -> str:
    return str(format_date(at.astimezone(HERE).date(), "d/M/y"))


def day_of(on: date) -> str:
    """A day that is no instant: one on a paper."""
    return str(format_date(on, "d/M/y"))


def moment(at: datetime) -> str:
    return str(format_datetime(at, "HH:mm, d/M/y"))


def today() -> date:
    """Which day it is where people are."""
    return now().astimezone(HERE).date()


def in_a_year() -> date:
    return today() + timedelta(days=366)


def start_of(on: date) -> datetime:
    """The instant at which a day begins where people are."""
    return datetime.combine(on, time.min, HERE).astimezone(UTC)
