"""Who may give which role where, and who may look after whom. Pure: held roles in, yes or no out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

# Below or the same: whether the first place lies at or below the second.
IsBelow = Callable[[str, str], bool]

# What somebody with a role may give: never one that is above their own.
GIVES: dict[str, frozenset[str]] = {
    "administrator": frozenset(
        {"administrator", "officer", "association", "branch", "trainer", "author", "translator"}
    ),
    "officer": frozenset({"officer", "association", "branch", "trainer"}),
}
# The most powerful first: in which role somebody with several is taken to act.
BY_POWER = ("administrator", "officer", "association", "branch", "trainer", "author", "translator")

# Reasons are chosen, not typed: what is kept of a grant must hold nothing personal about anyone.
REASONS = frozenset({"assigned", "covering", "handed-over"})
END_REASONS = frozenset({"moved", "left", "term-over", "mistake", "handed-over"})


@dataclass(frozen=True, slots=True)
class Held:
    """A role at a place and below it; without a place, everywhere."""

    role: str
    place: str | None


class OutOfReach(ValueError):
    """Not theirs to give, to end, or to look after."""

    def __init__(self) -> None:
        super().__init__("This is above your role or outside your places.")


class LastAdministrator(ValueError):
    """Nobody would be left who may do everything everywhere."""

    def __init__(self) -> None:
        super().__init__("Somebody must remain who administers everything.")


def reaches(mine: str | None, other: str | None, is_below: IsBelow) -> bool:
    """Does a role held at `mine` hold at `other` too?"""
    return mine is None or (other is not None and is_below(other, mine))


def may_give(mine: Iterable[Held], wanted: Held, is_below: IsBelow) -> bool:
    """Is there one among my roles that may give this one, and that holds there?"""
    return any(
        wanted.role in GIVES.get(held.role, ()) and reaches(held.place, wanted.place, is_below)
        for held in mine
    )


def may_look_after(mine: Iterable[Held], theirs: Iterable[Held], is_below: IsBelow) -> bool:
    """May I block them or help them in again? Only where I could have given them all that they hold."""
    held = list(mine)
    return any(one.role in GIVES for one in held) and all(may_give(held, one, is_below) for one in theirs)


def places_to_look(mine: Iterable[Held]) -> list[str | None]:
    """Where I may see who works there and what they did: at my places as officer or administrator."""
    return [held.place for held in mine if held.role in GIVES]


def acting_role(mine: Iterable[Held]) -> Held | None:
    """The role somebody is taken to act in: the most powerful, and where it reaches furthest."""
    return min(
        mine,
        key=lambda held: (BY_POWER.index(held.role), len(held.place or ""), held.place or ""),
        default=None,
    )
