"""What each page of this room shows, one frozen object a template; words for pictures and for waiting."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from learning.accounts import rules, staff_words
from learning.accounts.queries import Grant
from learning.i18n import gettext as _
from learning.i18n import lazy_gettext as lazy
from learning.i18n import ngettext
from learning.places.queries import PlaceFacts
from learning.web.errors import Sentence
from learning.web.forms import Form

PICTURE_WORDS = {
    "trau": lazy("Trâu"),
    "lua": lazy("Lúa"),
    "non-la": lazy("Nón lá"),
    "dua": lazy("Dừa"),
    "sen": lazy("Hoa sen"),
    "ca": lazy("Cá"),
    "ga": lazy("Gà"),
    "thuyen": lazy("Thuyền"),
    "trong": lazy("Trống"),
    "mat-troi": lazy("Mặt trời"),
    "nha-san": lazy("Nhà sàn"),
    "cay-tre": lazy("Cây tre"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """What a way in carries along: where to go afterwards, and whether the device's answers come with it."""

    back: str | None = None
    keep: bool = False


@dataclass(frozen=True, slots=True)
class EnterPage:
    """Where a card is scanned or its number typed."""

    form: Form
    way: Way
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """One of the twelve."""

    id: str
    word: str
    is_picked: bool


@dataclass(frozen=True, slots=True)
class PicturesPage:
    """Choosing pictures, one after the other. `number` is there where it was typed, not scanned."""

    address: str
    way: Way
    number: str | None
    picked: tuple[Picture, ...]
    pictures: tuple[Picture, ...]
    is_first_use: bool
    trouble: Sentence | None = None

    @property
    def next(self) -> int:
        return len(self.picked) + 1


def pictures(
    address: str,
    way: Way,
    number: str | None,
    picks: Sequence[str],
    *,
    is_first_use: bool,
    trouble: Sentence | None = None,
) -> PicturesPage:
    drawn = tuple(Picture(one, str(PICTURE_WORDS[one]), one in picks) for one in rules.PICTURES)
    by_id = {one.id: one for one in drawn}
    picked = tuple(by_id[one] for one in picks)
    return PicturesPage(address, way, number, picked, drawn, is_first_use, trouble)


@dataclass(frozen=True, slots=True)
class WaitPage:
    """Too many wrong tries: how long to wait, and the way back."""

    wait: str
    again: str


def wait(left: timedelta, again: str) -> WaitPage:
    return WaitPage(in_words(left), again)


def in_words(left: timedelta) -> str:
    """A wait as people say it; rounded up, so that it is over when we said."""
    seconds = max(1, int(left.total_seconds() + 0.999))
    if seconds <= 60:
        return ngettext("%(num)d giây", "%(num)d giây", seconds)
    return ngettext("%(num)d phút", "%(num)d phút", -(-seconds // 60))


def wrong_pictures(left: int) -> str:
    """Kind, and honest about how often one may still try."""
    if left == 1:
        return _(
            "Ba hình chưa khớp, hoặc chưa đúng thứ tự. Bác còn thử được một lần nữa rồi phải chờ một chút."
        )
    return _("Ba hình chưa khớp, hoặc chưa đúng thứ tự. Bác thong thả nhớ lại rồi thử nhé.")


@dataclass(frozen=True, slots=True)
class WelcomePage:
    """Just come in: a greeting, and whether the nameless answers on this device are theirs."""

    name: str | None
    onward: str
    kept: int
    was_kept: bool


@dataclass(frozen=True, slots=True)
class OutPage:
    """Before going out, or after. `kept` counts what a guest without a card would leave behind."""

    is_out: bool
    name: str | None = None
    is_guest: bool = False
    kept: int = 0


@dataclass(frozen=True, slots=True)
class StaffEnterPage:
    """Name and password."""

    form: Form
    way: Way


@dataclass(frozen=True, slots=True)
class StaffHomePage:
    """Who is here, what they may, and what was wrong with the content at the start.

    `doors` are the endpoints they can open: authors see no classes, trainers no workshop of lessons.
    """

    name: str
    grants: list[tuple[str, str]]
    problems: list[str]
    doors: Collection[str]
    works_on_content: bool
    looks_after_others: bool
    may_erase: bool
    results: Sequence[PlaceFacts] = ()


def held(grants: Sequence[Grant]) -> list[tuple[str, str]]:
    """Grants in words: the role, and where."""
    return [(staff_words.role(grant.role), staff_words.place(grant.place)) for grant in grants]
