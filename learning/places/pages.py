"""What each page of places shows, one frozen object a template."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from learning.places import queries, rules
from learning.places.queries import Before, Found, Kin, PlaceFacts
from learning.places.reshaping import Preview
from learning.places.rules import Kind
from learning.places.words import KIND_WORDS
from learning.web import access
from learning.web.forms import Form

MANY = 24  # from so many on, a list is cut up by letters


@dataclass(frozen=True, slots=True)
class Letter:
    """The places whose name begins with one letter."""

    letter: str
    places: list[PlaceFacts]


@dataclass(frozen=True, slots=True)
class Group:
    """The places of one kind that lie in a place; cut up by letters where they are many."""

    kind: Kind
    said: str
    places: list[PlaceFacts]

    @property
    def letters(self) -> list[Letter]:
        return list(_by_letter(self.places)) if len(self.places) >= MANY else []


@dataclass(frozen=True, slots=True)
class IndexPage:
    """All provinces, those places that are one's own, or what was found."""

    typed: str
    found: list[Found] | None
    mine: list[Found]
    provinces: list[PlaceFacts]


@dataclass(frozen=True, slots=True)
class ShowPage:
    """One place: in what it lies, what lies in it, what it was, and what may be done here."""

    place: PlaceFacts
    above: list[PlaceFacts]
    groups: list[Group]
    typed: str
    found: list[Found] | None
    before: list[Before]
    predecessors: list[Kin]
    successors: list[Kin]
    may_write: bool
    may_shape: bool
    may_add: bool
    may_see_results: bool
    succeed: Form | None

    @property
    def kind_said(self) -> str:
        return str(KIND_WORDS[self.place.kind])

    @property
    def may_end(self) -> bool:
        return self.may_shape and self.place.kind not in rules.FROM_EDITIONS

    @property
    def parted(self) -> list[Kin]:
        """Where parts of it went, while it goes on."""
        return [one for one in self.successors if one.share == "part"]

    @property
    def became(self) -> list[Kin]:
        return [one for one in self.successors if one.share != "part"]


@dataclass(frozen=True, slots=True)
class AddPage:
    """New places below one."""

    place: PlaceFacts
    form: Form


@dataclass(frozen=True, slots=True)
class EditPage:
    """Another name for one."""

    place: PlaceFacts
    form: Form


@dataclass(frozen=True, slots=True)
class MergePage:
    """Which units become one. `near` are shown openly, `far` stand in a fold."""

    place: PlaceFacts
    form: Form
    near: list[PlaceFacts]
    far: list[PlaceFacts]
    chosen: set[str]


@dataclass(frozen=True, slots=True)
class SplitPage:
    """What leaves a unit, and where it goes."""

    place: PlaceFacts
    form: Form
    below: list[PlaceFacts]
    chosen: set[str]


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What a decision would change. `sent` is the form, to send once more with a yes."""

    place: PlaceFacts
    effects: Preview
    sent: list[tuple[str, str]]

    @property
    def target(self) -> str:
        return rules.full_name(self.effects.plan.wish.label, self.effects.plan.wish.name)

    @property
    def moving(self) -> list[tuple[str, int]]:
        """Kinds of places that go along, and how many."""
        return [
            (str(KIND_WORDS[kind]), many)
            for kind in rules.KINDS
            if (many := self.effects.moving.get(kind, 0))
        ]


def groups(places: Sequence[PlaceFacts]) -> list[Group]:
    """By kind, in the order in which kinds stand in `rules`."""
    each: dict[Kind, list[PlaceFacts]] = {kind: [] for kind in rules.KINDS}
    for one in places:
        each[one.kind].append(one)
    return [Group(kind, str(KIND_WORDS[kind]), found) for kind, found in each.items() if found]


def _by_letter(places: Sequence[PlaceFacts]) -> Iterator[Letter]:
    for letter, each in groupby(places, key=lambda one: rules.first_letter(one.name)):
        yield Letter(letter, list(each))


def show_page(place: PlaceFacts, typed: str, succeed: Form | None) -> ShowPage:
    """What somebody of the staff may see and do at a place."""
    sees_all = access.may_here("see", "place", place.id)
    shown = [kind for kind in rules.BELOW[place.kind] if sees_all or kind not in rules.PRIVATE]
    shapes = access.may_here("shape", place.kind, place.parent)
    is_open = place.valid_to is None
    return ShowPage(
        place=place,
        above=queries.path_of(place)[:-1],
        groups=groups(queries.children_of(place.id, shown) if shown else []),
        typed=typed,
        found=queries.search(typed, [place.path]) if typed else None,
        before=queries.before(place.id),
        predecessors=queries.predecessors_of(place.id),
        successors=queries.successors_of(place.id),
        may_write=is_open and access.may_here("write", place.kind, place.id),
        may_shape=is_open and shapes,
        may_add=is_open and bool(may_add(place)),
        may_see_results=place.kind in ("commune", "province") and access.may_here("see", "results", place.id),
        succeed=None if is_open or not shapes else succeed,
    )


def may_add(place: PlaceFacts) -> list[Kind]:
    """The kinds of places that whoever asks may make below one."""
    return [
        kind
        for kind in rules.BELOW[place.kind]
        if kind not in rules.FROM_EDITIONS and access.may_here("write", kind, place.id)
    ]
