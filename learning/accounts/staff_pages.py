"""What the pages of staff show, one frozen object a template."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

import segno
from markupsafe import Markup

from learning.accounts import actions, granting, staff_words
from learning.accounts.actions import Written
from learning.accounts.colleagues import Colleague, GrantRow
from learning.accounts.granting import Held
from learning.accounts.second_factor import Factor, Pending
from learning.accounts.staff import NewLink
from learning.i18n import gettext as _
from learning.i18n import ngettext
from learning.web.forms import Form
from learning.web.site import site


@dataclass(frozen=True, slots=True)
class CodePage:
    """Asking for what the phone shows."""

    form: Form
    back: str | None
    is_again: bool


@dataclass(frozen=True, slots=True)
class PhonePage:
    """Teaching a phone the secret."""

    form: Form
    pending: Pending
    back: str | None
    is_new_phone: bool

    @property
    def qr(self) -> Markup:
        return qr(self.pending.uri, _("Mã vuông để ứng dụng mã xác thực quét"))


@dataclass(frozen=True, slots=True)
class CodesPage:
    """Ten printed codes, shown this once."""

    name: str
    codes: Sequence[str]
    onward: str
    made_on: str


def qr(text: str, say: str) -> Markup:
    """A QR code as a drawing in the page: black on white in the dark too, as scanners want it."""
    drawn = segno.make(text, error="m", micro=False)
    shown = drawn.svg_inline(
        scale=4, border=4, light="#fff", omitsize=True, title=say, svgclass="qr", lineclass=None
    )
    return Markup(shown)  # noqa: S704  # segno draws it from numbers; the title is escaped by it


@dataclass(frozen=True, slots=True)
class MyAccountPage:
    """One's own ways in."""

    name: str
    grants: list[tuple[str, str]]
    factor: Factor | None
    is_needed: bool
    said: str | None

    @property
    def set_on(self) -> str:
        return staff_words.day(self.factor.set_at) if self.factor else ""


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """Choosing a password, under a link or for oneself."""

    name: str
    form: Form


@dataclass(frozen=True, slots=True)
class ColleaguesPage:
    """Who works at my places."""

    people: Sequence[Colleague]
    words: str
    before: str | None
    after: str | None

    def roles_of(self, one: Colleague) -> list[str]:
        return [staff_words.scope(grant.role, grant.place) for grant in one.live_grants]


@dataclass(frozen=True, slots=True)
class ColleaguePage:
    """One of the staff: roles, ways in, and what may be done for them."""

    one: Colleague
    may_look_after: bool
    may_erase: bool
    giveable: frozenset[UUID]
    is_me: bool
    said: str | None

    def scope(self, grant: GrantRow) -> str:
        return staff_words.scope(grant.role, grant.place)

    def since(self, grant: GrantRow) -> str:
        day = staff_words.day(grant.starts_at)
        if grant.granted_by:
            return _("Từ %(day)s, %(giver)s giao", day=day, giver=grant.granted_by)
        return _("Từ %(day)s", day=day)

    def over(self, grant: GrantRow) -> str:
        assert grant.ends_at is not None
        days = {"start": staff_words.day(grant.starts_at), "end": staff_words.day(grant.ends_at)}
        reason = staff_words.END_REASONS.get(grant.end_reason or "")
        if reason is None:
            return _("%(start)s đến %(end)s", **days)
        return _("%(start)s đến %(end)s: %(reason)s", **days, reason=str(reason))

    def until(self, grant: GrantRow) -> str:
        assert grant.ends_at is not None
        return _("Kết thúc ngày %(day)s", day=staff_words.day(grant.ends_at))

    @property
    def past(self) -> list[GrantRow]:
        return [grant for grant in self.one.grants if grant.is_over]


@dataclass(frozen=True, slots=True)
class FormPage:
    """One form about a colleague."""

    form: Form
    name: str
    back: str
    scope: str = ""
    searches: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A one-time link just made: shown this once, to be scanned, copied or printed."""

    name: str
    address: str
    ends: str
    onward: str
    handed_over: str = ""

    @property
    def qr(self) -> Markup:
        return qr(self.address, _("Mã vuông của liên kết này"))


def link(name: str, made: NewLink, address: str, onward: str, handed_over: str = "") -> LinkPage:
    return LinkPage(name, address, staff_words.moment(made.ends_at), onward, handed_over)


@dataclass(frozen=True, slots=True)
class LogPage:
    """What was done, latest first."""

    form: Form
    rows: list[list[str]]
    first: str | None
    older: str | None


def log(form: Form, lines: Sequence[Written], most: int, asked: dict[str, str]) -> LogPage:
    """`asked` is what was filtered by, as it stands in the address."""
    shown = lines[:most]
    staff_words.look_up(one.place for one in shown)
    older = "?" + urlencode({**asked, "truoc": str(shown[-1].id)}) if len(lines) > most else None
    return LogPage(form, [_line(one) for one in shown], "?" + urlencode(asked) if asked else None, older)


def _line(one: Written) -> list[str]:
    who = one.actor_name or (_("Người đã xóa") if one.actor else _("Lệnh trên máy chủ"))
    what = str(actions.verbs().get(one.verb, one.verb))
    details = one.details or {}
    if isinstance(rows := details.get("rows"), int):
        what = str(ngettext("%(what)s: %(num)d dòng", "%(what)s: %(num)d dòng", rows, what=what))
    elif isinstance(count := details.get("count"), int):
        what = str(ngettext("%(what)s: %(num)d cái", "%(what)s: %(num)d cái", count, what=what))
    role = staff_words.ROLES.get(str(details.get("role")))
    return [
        staff_words.moment(one.at),
        f"{who} ({staff_words.role(one.role)})" if one.role else who,
        f"{what}: {role}" if role else what,
        _thing(one),
        staff_words.place(one.place),
    ]


def _thing(one: Written) -> str:
    if one.thing_id is None or one.thing_id == str(one.actor):
        return "–"
    if one.thing_name:
        return one.thing_name
    return _("Số %(number)s", number=one.thing_id[:8])


@dataclass(frozen=True, slots=True)
class PersonDataPage:
    """What is kept of somebody, in short, before it is taken out or erased."""

    form: Form
    id: UUID
    name: str | None
    year: int | None
    cards: Sequence[str]
    answers: int
    events: int
    since: str
    is_staff: bool

    @property
    def rows(self) -> list[list[str]]:
        return [
            [_("Tên gọi"), self.name or "–"],
            [_("Năm sinh"), str(self.year or "–")],
            [_("Thẻ học"), ", ".join(self.cards) or "–"],
            [_("Có ở đây từ"), self.since],
            [_("Câu đã trả lời"), str(self.answers)],
            [_("Mọi việc đã ghi"), str(self.events)],
        ]


# --- choices ---


def role_choices(mine: Sequence[Held]) -> list[tuple[str, str]]:
    """The roles that I may give, with what each does."""
    mays = {role for held in mine for role in granting.GIVES.get(held.role, ())}
    return [
        (role, f"{staff_words.ROLES[role]}: {staff_words.ROLES_DO[role]}")
        for role in granting.BY_POWER
        if role in mays
    ]


def place_choices(mine: Sequence[Held], known: Sequence[str], words: str) -> list[tuple[str, str]]:
    """The places where I may give them: my own first, then those found or in use. Everywhere is empty."""
    own = list(dict.fromkeys(granting.places_to_look(mine)))
    search = site().places.search
    found = list(search(words, own)) if search is not None and words else []
    staff_words.look_up([*own, *(() if words else known)])
    names = {path or "": staff_words.place(path) for path in own}
    names.update(found)
    if not words:
        names.update({path: staff_words.place(path) for path in known if path not in names})
    return list(names.items())
