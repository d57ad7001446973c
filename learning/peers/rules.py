"""What two servers agree on: the protocol they both speak, and a profile that both may have changed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

Profile = Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Settled:
    """A profile after both sides were heard. `conflicts` names the fields that a person has to choose."""

    profile: dict[str, str | int | None]
    conflicts: tuple[str, ...]


def common_version(ours: Collection[int], theirs: Collection[int]) -> int | None:
    """The newest protocol that both speak; None where they share none."""
    return max(set(ours) & set(theirs), default=None)


def settle(base: Profile, ours: Profile, theirs: Profile) -> Settled:
    """Join two profiles that were once `base`. Where both changed a field differently, ours stays."""
    profile: dict[str, str | int | None] = {}
    conflicts: list[str] = []
    for name, before in base.items():
        mine, other = ours[name], theirs[name]
        profile[name] = other if mine == before else mine
        if mine != other and before not in (mine, other):
            conflicts.append(name)
    return Settled(profile, tuple(conflicts))
