"""A commune's results: who is counted, what agrees with what, who may see it."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.classes import operations as classes
from learning.db import write
from learning.ids import new_id
from learning.records import operations as records
from learning.reports.rules import EVIDENCE, Learned, Pass, figures
from tests.conftest import Clock
from tests.factories.accounts import a_guest
from tests.factories.classes import a_class, a_trainer
from tests.factories.places import NHU_GIA, a_commune, a_province, hamlets, somebody_at
from tests.factories.records import a_check, a_version
from tests.places.worlds import counted
from tests.support.page import Page
from tests.support.site import Site


@pytest.fixture(autouse=True)
def today(wall_clock: Clock) -> None:
    """22 November 2026."""


def learner(group: UUID, trainer: UUID, hamlet: str, *, passes: bool = False) -> UUID:
    """Somebody new in a class, who passed one lesson or has not begun."""
    with write():
        person = classes.add_learner(group, classes.Learner("Bà Tư", 1958, hamlet), trainer, "vi")
    if passes:
        records.append(person, new_id(), a_check(a_version()))
    return person


def figure(page: Page, head: str) -> int:
    """The large figure under a head."""
    heads = ["".join(map(str, one.itertext())).strip() for one in page.all(".report-figures dt")]
    figures_shown = [int("".join(map(str, one.itertext()))) for one in page.all(".report-figures dd")]
    return next(many for said, many in zip(heads, figures_shown, strict=True) if said.startswith(head))


def test_an_officer_sees_who_is_reached_and_which_hamlets_are_not(site: Site) -> None:
    tu = a_commune()
    hamlets(tu, ("Bưng Tróp", "Phước Hòa"))
    trainer = a_trainer()
    group = a_class(trainer, place=tu.path)
    learner(group, trainer, "bung trop", passes=True)
    learner(group, trainer, "Ấp khác")
    site.sign_in(somebody_at(tu, "officer"), "staff")
    page = site.get("places.show", place_id=tu.id).follow("Kết quả học ở đây")
    assert [figure(page, head) for head in ("Người học", "Đã bắt đầu", "Đạt ít nhất", "Lượt đạt")] == [
        2,
        1,
        1,
        1,
    ]
    assert "Còn 1 nơi chưa có ai học" in page.text
    assert "Nơi khác, hoặc chưa ghi" in page.text


def test_a_person_in_two_classes_and_linked_to_a_guest_is_one(site: Site) -> None:
    tu, trainer = a_commune(), a_trainer()
    first, second = (a_class(trainer, name, tu.path) for name in ("Lớp tối", "Lớp sáng"))
    person = learner(first, trainer, "", passes=True)
    guest = a_guest()
    with write():
        classes.join(second, person, None, trainer)
        classes.join(second, guest, None, trainer)
    records.adopt(guest, person)
    site.sign_in(somebody_at(tu, "officer"), "staff")
    page = site.get("reports.commune", place_id=tu.id)
    assert (figure(page, "Người học"), figure(page, "Lượt đạt")) == (1, 1)


def test_trainers_and_officers_of_elsewhere_see_nothing(site: Site) -> None:
    tu, gia = a_commune(), a_commune(NHU_GIA)
    for person in (somebody_at(tu, "trainer", "Chị Mai"), somebody_at(gia, "officer", "Anh Sơn")):
        site.sign_in(person, "staff")
        site.get("reports.commune", place_id=tu.id, status=403)
        assert "Kết quả học ở đây" not in site.get("places.show", place_id=tu.id).text
    site.sign_in(somebody_at(None, "administrator", "Chị Hạnh"), "staff")
    site.get("reports.commune", place_id=a_province().id, status=404)
    site.get("reports.commune", place_id=new_id(), status=404)


def test_a_full_commune_asks_as_few_questions_as_an_empty_one(site: Site) -> None:
    tu, gia, trainer = a_commune(), a_commune(NHU_GIA), a_trainer()
    group = a_class(trainer, place=gia.path)
    for _each in range(30):
        learner(group, trainer, "")
    site.sign_in(somebody_at(None, "administrator"), "staff")
    assert counted(lambda: site.get("reports.commune", place_id=tu.id)) <= 10
    assert counted(lambda: site.get("reports.commune", place_id=gia.id)) <= 10


MODULES = ("a", "b", "gone")
PASSES = st.builds(
    Pass,
    st.sampled_from(MODULES),
    st.sampled_from(("2025-01", "2026-10", "2026-11")),
    st.sampled_from(EVIDENCE),
)
PEOPLE = st.lists(
    st.builds(Learned, st.sampled_from(("", "Đông", "Đoài")), st.booleans(), st.lists(PASSES).map(tuple))
)


@given(PEOPLE)
def test_every_sum_agrees_with_every_other(people: list[Learned]) -> None:
    found = figures(people, ["Đông", "Mới"], {"one": {"a"}, "two": {"b"}}, "2026-11")
    rows = [*found.hamlets, *([found.elsewhere] if found.elsewhere else [])]
    assert sum(row.learners for row in rows) == found.reached == len(people)
    assert sum(row.passed for row in rows) == found.passed
    assert found.completions == sum(len(one.passes) for one in people)
    late = sum(one.month > "2025-11" for person in people for one in person.passes)
    assert sum(bar.total for bar in found.months) == late
    assert "Mới" in found.unreached
