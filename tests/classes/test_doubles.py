"""People and places that two servers, or two people, may have written down twice: shown, never merged."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import func, select

from learning.accounts.models import PersonLink
from learning.accounts.operations import issue_card, link
from learning.classes import rules
from learning.classes.queries import Member
from learning.db import session, write
from learning.ids import new_id
from learning.places import operations as places
from learning.places.models import Place
from tests.factories.classes import a_class, a_member, a_trainer
from tests.factories.places import NHU_GIA, a_commune, hamlets, somebody_at
from tests.support.site import Site


def someone(name: str, born: int | None) -> Member:
    return Member(new_id(), name, born, None)


@pytest.mark.parametrize(
    ("born", "other", "may_be"),
    [(1961, 1961, True), (1961, 1962, True), (1961, 1963, False), (None, 1961, True), (None, None, True)],
)
def test_who_may_be_one(born: int | None, other: int | None, *, may_be: bool) -> None:
    people = [someone("Sơn Thị Lan", born), someone("son thi lan", other), someone("Lò Thị Ính", born)]
    assert len(rules.doubles(people)) == may_be


@pytest.mark.parametrize(
    ("years", "together"),
    [
        ([1950, 1951, 1952], [3]),
        ([1953, 1950, 1951, 1954], [2, 2]),
        ([1950, 1980, None], [3]),
        ([1950, 1980], []),
    ],
)
def test_nobody_is_left_out_who_may_be_one_of_them(years: list[int | None], together: list[int]) -> None:
    assert [len(twins) for twins in rules.doubles([someone("Lan", year) for year in years])] == together


@pytest.fixture
def two_classes(site: Site) -> tuple[Site, UUID, UUID]:
    """A centre's class and a province's, in one commune; an officer of the commune looks."""
    home = a_commune()
    here, there = (a_class(a_trainer(f"Chị {name}"), f"Lớp {name}", home.path) for name in ("A", "B"))
    site.sign_in(somebody_at(home, "officer"), "staff")
    return site, here, there


def test_two_people_stand_side_by_side_with_what_differs(
    two_classes: tuple[Site, UUID, UUID],
) -> None:
    site, here, there = two_classes
    lan = a_member(here, a_trainer("Chị C"), born=1961)
    a_member(there, a_trainer("Chị D"), "Son Thi Lan", born=1962)
    a_member(there, a_trainer("Chị E"), "Lò Thị Ính")
    with write():
        card = issue_card(lan, by=None)
    shown = site.get("classes.index").follow("Người có thể trùng tên")
    assert shown.texts(".class-doubles b") == ["Sơn Thị Lan", "Son Thi Lan"]
    assert {"Lớp A", "Lớp B"} <= set(shown.texts(".class-doubles p"))
    assert card.number in shown.text.replace(" ", "")
    assert "Lò Thị Ính" not in shown.text
    assert session().execute(select(func.count()).select_from(PersonLink)).scalar_one() == 0


def test_who_is_linked_already_is_one(two_classes: tuple[Site, UUID, UUID]) -> None:
    site, here, there = two_classes
    one, other = a_member(here, a_trainer("Chị C")), a_member(there, a_trainer("Chị D"))
    assert site.get("classes.doubles").texts(".class-doubles b") != []
    with write():
        link(other, one, by=None)
    assert "Không có ai trùng tên" in site.get("classes.doubles").text


def test_nobody_sees_people_of_classes_that_are_not_theirs(two_classes: tuple[Site, UUID, UUID]) -> None:
    site, here, there = two_classes
    for group, name in ((here, "Chị C"), (there, "Chị D")):
        a_member(group, a_trainer(name))
    site.sign_in(somebody_at(a_commune(NHU_GIA), "officer", "Anh Ba"), "staff")
    assert "Sơn Thị Lan" not in site.get("classes.doubles").text


def test_two_hamlets_of_one_name_are_shown_where_they_lie(site: Site) -> None:
    home = a_commune()
    bung, _ = hamlets(home)
    site.sign_in(somebody_at(home, "officer"), "staff")
    assert "ghi hai lần" not in site.get("places.show", place_id=home.id).text
    with write() as current:
        current.add(
            Place(
                kind="hamlet",
                **places.named("khóm", "Bung Trop"),
                parent_id=home.id,
                path=f"{home.path}elsewhere/",
                valid_from=home.valid_from,
                is_difficult=False,
                made_at=session().execute(select(Place.made_at).where(Place.id == bung.id)).scalar_one(),
            )
        )
    shown = site.get("places.show", place_id=home.id)
    assert "Có thể một nơi được ghi hai lần" in shown.text
    assert {"Ấp Bưng Tróp", "Khóm Bung Trop"} <= set(shown.texts(".notice a"))
