"""What each page of a shared device shows, one frozen object a template."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for

from learning.accounts.session import SignedIn
from learning.catalog.content import Catalog, Module
from learning.classes.queries import Member
from learning.i18n import format_datetime
from learning.kiosk import rules
from learning.kiosk.operations import Pairing
from learning.kiosk.queries import KioskFacts
from learning.records.queries import ModuleProgress
from learning.web.forms import Form

WISHES_ON_TOP = 6


@dataclass(frozen=True, slots=True)
class PairPage:
    """A device that is no kiosk yet. `trouble` where a readable code opened nothing."""

    form: Form
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class HomePage:
    """The front page of a kiosk. `wishes`: what is said, where it leads, its icon."""

    kiosk: KioskFacts
    wishes: tuple[tuple[str, str, str], ...]
    form: Form
    class_name: str | None


@dataclass(frozen=True, slots=True)
class ClassPage:
    """Who learns in the class of this machine: each finds the own name."""

    class_name: str
    members: Sequence[Member]


@dataclass(frozen=True, slots=True)
class ReminderPart:
    """What scripts need to notice that somebody went away."""

    home: str
    seconds_idle: int = rules.SECONDS_IDLE
    seconds_warning: int = rules.SECONDS_WARNING


@dataclass(frozen=True, slots=True)
class SlipLine:
    """A module on the slip."""

    module: Module
    is_passed: bool
    best_right: int | None


@dataclass(frozen=True, slots=True)
class SlipPage:
    """What somebody did in this sitting, to print or photograph. No name of a guest: there is none."""

    name: str | None
    is_guest: bool
    place: str
    at: datetime
    lines: tuple[SlipLine, ...]

    @property
    def when(self) -> str:
        """Day and hour as people say them."""
        return str(format_datetime(self.at, "short"))


@dataclass(frozen=True, slots=True)
class MachinesPage:
    """For staff: the kiosks there are, and a code for another."""

    kiosks: Sequence[KioskFacts]
    form: Form
    group_names: Mapping[UUID, str]
    address: str
    pairing: Pairing | None = None
    minutes: int = int(rules.CODE_OPEN_FOR.total_seconds() // 60)


def home(catalog: Catalog, kiosk: KioskFacts, form: Form, class_name: str | None) -> HomePage:
    """The first wish of every course: what people come for. "Tôi ở lớp Lớp tối" is said by nobody."""
    found = []
    for course in catalog.courses:
        for wish in course.wishes[:1]:
            href = url_for("study.module", module_id=wish.module)
            found.append((wish.say, href, wish.icon))
    called = class_name and re.sub(r"^lớp (?=.)", "", class_name, flags=re.IGNORECASE)
    return HomePage(kiosk, tuple(found[:WISHES_ON_TOP]), form, called)


def slip(
    catalog: Catalog,
    kiosk: KioskFacts,
    signed_in: SignedIn | None,
    progress: Sequence[ModuleProgress],
    *,
    since: datetime,
    at: datetime,
) -> SlipPage:
    """Modules touched since the sitting began, the latest last, as they were done."""
    taught = {module.id: module for module in catalog.modules}
    lines = [
        SlipLine(taught[one.module], one.passed_at is not None, one.best_right)
        for one in progress
        if one.module in taught and one.last_at >= since
    ]
    name = signed_in.name if signed_in else None
    is_guest = signed_in is None or signed_in.kind == "guest"
    return SlipPage(name, is_guest, kiosk.label, at, tuple(reversed(lines)))
