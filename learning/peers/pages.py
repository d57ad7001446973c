"""What the pages of paired servers show, one frozen object a template."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from learning.i18n import format_datetime
from learning.i18n import gettext as _
from learning.i18n import lazy_gettext as lazy
from learning.peers.operations import DAYS_TO_PAIR
from learning.peers.queries import ConflictFacts, CourseFacts, PeerFacts
from learning.peers.things import shared
from learning.web.forms import Form
from learning.web.site import site

MUCH_SKEW = 120
# What stands in the way of an exchange, and what to do about it.
TROUBLES = {
    "no-line": lazy("Không gọi được máy chủ kia. Anh chị xem mạng ở trung tâm; có mạng thì máy tự làm tiếp."),
    "other-version": lazy("Hai máy chủ dùng hai phiên bản khác nhau. Cần cập nhật máy cũ hơn."),
    "not-paired": lazy("Máy chủ kia không nhận máy này nữa. Cần lấy mã mới rồi ghép lại."),
    "unreadable": lazy("Máy chủ kia trả lời không đúng. Anh chị báo người quản lý máy chủ."),
}

# Why a course that came was not taken: the old one stays in use, and the province has to send another.
REFUSED = {
    "faulty": lazy("Bản này có lỗi nên không dùng. Người học vẫn học bản cũ. Anh chị báo tỉnh sửa lại."),
    "unsigned": lazy("Bản này không có chữ ký của tỉnh nên không dùng. Người học vẫn học bản cũ."),
    "older": lazy("Máy này đã có bản mới hơn nên không dùng bản này."),
    "unreadable": lazy("Bản này bị hỏng nên không dùng. Người học vẫn học bản cũ. Anh chị báo tỉnh gửi lại."),
}


@dataclass(frozen=True, slots=True)
class PeerRow:
    """A server in words."""

    facts: PeerFacts

    @property
    def knows(self) -> str:
        """Whom it may know."""
        if self.facts.is_upstream:
            return str(lazy("Máy chủ tỉnh"))
        if self.facts.place is None:
            return str(lazy("Mọi người, mọi nơi"))
        return site().places.name_of(self.facts.place) or self.facts.place

    @property
    def last(self) -> str:
        """When it spoke with us last."""
        seen = self.facts.seen_at
        return str(format_datetime(seen, "short")) if seen else str(lazy("Chưa liên lạc lần nào"))

    @property
    def trouble(self) -> str | None:
        """What stands in the way, and since when."""
        say, since = TROUBLES.get(self.facts.trouble or ""), self.facts.trouble_at
        if say is None or since is None or self.facts.revoked_at is not None:
            return None
        return str(_("%(say)s (từ %(since)s)", say=say, since=format_datetime(since, "short")))

    @property
    def clock_is_off(self) -> bool:
        """Is its clock so far off that people should set it right?"""
        return abs(self.facts.skew or 0) > MUCH_SKEW

    @property
    def minutes_off(self) -> int:
        """By how many minutes, at least one."""
        return max(1, abs(self.facts.skew or 0) // 60)


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course that travels, in words."""

    facts: CourseFacts

    @property
    def title(self) -> str:
        """What it is called here; its id where it is not served yet."""
        titles = {one.id: one.title for one in site().catalog.courses}
        return str(titles.get(self.facts.course, self.facts.course))

    @property
    def made(self) -> str:
        """When the pack was made."""
        return str(format_datetime(datetime.fromtimestamp(self.facts.number, UTC), "short"))

    @property
    def is_refused(self) -> bool:
        """Could it not be laid, so that somebody has to do something?"""
        return self.facts.trouble not in (None, "older")

    @property
    def faults(self) -> Sequence[str]:
        """What the linter found, a sentence each."""
        return (self.facts.faults or "").splitlines()

    @property
    def state(self) -> str:
        """How far it is, and what there is to do."""
        facts = self.facts
        if facts.is_own:
            return str(lazy("Máy ở các trung tâm nhận bản này khi trao đổi với máy này."))
        if facts.trouble is not None:
            return str(REFUSED.get(facts.trouble, REFUSED["unreadable"]))
        if facts.is_settled and site().packs.get(facts.course) == facts.number:
            return str(lazy("Người học đang học bản này."))
        if facts.is_settled:
            return str(lazy("Đã nhận đủ. Máy sắp chuyển sang bản này; lâu chưa thấy thì khởi động lại máy."))
        return str(_("Đang nhận: %(here)d trong %(parts)d phần.", here=facts.here, parts=facts.parts))


@dataclass(frozen=True, slots=True)
class PeersPage:
    """The servers there are, and a code for one more."""

    peers: Sequence[PeerRow]
    courses: Sequence[CourseRow]
    conflicts: int
    form: Form
    words: str
    code: str | None = None
    knows: str = ""
    days: int = DAYS_TO_PAIR


@dataclass(frozen=True, slots=True)
class ConflictsPage:
    """Things of which two servers say different things, each with what to choose."""

    conflicts: Sequence[tuple[ConflictFacts, Form]]
    is_settled: bool

    def called(self, conflict: ConflictFacts) -> str:
        """What it is called here."""
        things = shared(conflict.feed)
        first = next(iter(things.members))
        return things.say(first, conflict.ours[first])
