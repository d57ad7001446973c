"""Cards by the thousand, as long work (learning.jobs): blank ones, and first ones for whole classes.

A sheet is drawn before its cards are kept: if it gets lost on the way, no card of it ever was one.
"""

from collections.abc import Sequence
from uuid import UUID

from learning.accounts import operations as accounts
from learning.accounts.operations import NewCard
from learning.classes import paper, queries
from learning.classes.queries import Member
from learning.i18n import format_decimal, ngettext
from learning.i18n import lazy_gettext as lazy
from learning.jobs.kinds import Kind, NoLongerFits, Part, Task

CARDS_A_FILE = 100


def counted(many: int) -> str:
    """How many cards."""
    return str(ngettext("%(count)s thẻ", "%(count)s thẻ", many, count=format_decimal(many)))


def without_card(classes: Sequence[UUID]) -> list[Member]:
    """Who in these classes has no card, class by class and by name, each once."""
    found = {
        member.person: member for one in classes for member in queries.members(one) if member.card is None
    }
    return list(found.values())


def _blank(task: Task) -> Part | None:
    many = min(CARDS_A_FILE, task.total - task.done)
    if many <= 0:
        return None
    drawn = [accounts.draw_card(None) for _card in range(many)]
    file = paper.cards([("", card) for card in drawn], task.arguments["address"])
    return Part(many, lambda: accounts.keep_blank_cards(drawn, task.by), file)


def _named(task: Task) -> Part | None:
    people = without_card([UUID(one) for one in task.arguments["classes"]])[:CARDS_A_FILE]
    if not people:
        return None
    named = [(member.name, accounts.draw_card(member.person)) for member in people]
    file = paper.cards(named, task.arguments["address"])
    return Part(len(named), lambda: _keep([card for _name, card in named], task.by), file)


def _keep(drawn: Sequence[NewCard], by: UUID) -> None:
    if not accounts.keep_first_cards(drawn, by):
        raise NoLongerFits


BLANK = Kind(
    name="cards-blank",
    title=lazy("In thẻ trắng"),
    make=_blank,
    counted=counted,
    stopped=lazy(
        "Thẻ nằm trong các tệp đã làm vẫn dùng được. Thẻ trắng chưa trao cho ai thì không mở được gì."
    ),
    file="the-trang",
)
NAMED = Kind(
    name="cards-named",
    title=lazy("In thẻ có tên"),
    make=_named,
    counted=counted,
    stopped=lazy(
        "Ai có thẻ trong các tệp đã làm thì thẻ đó dùng được. Người chưa làm đến thì chưa có thẻ, in sau."
    ),
    file="the-co-ten",
)
