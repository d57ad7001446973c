"""Classes for tests: led by somebody, with people in them, and an evening that goes on."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from learning.classes import operations, rules
from learning.clock import now
from learning.db import write
from learning.web.site import site as web_site
from tests.factories.accounts import a_staff_member

NAMES = ("Sơn Thị Lan", "Thạch Văn Sang", "Giàng A Páo", "Lò Thị Ính", "Nguyễn Văn Bảy")


def a_trainer(name: str = "Chị Mai") -> UUID:
    """Somebody who leads classes."""
    return a_staff_member(name, "trainer")


def a_class(leader: UUID, name: str = "Lớp tối ấp Bưng Tróp", place: str | None = None) -> UUID:
    """A class of one's own, learning the first course."""
    course = web_site().catalog.courses[0]
    with write():
        return operations.make_class(name, place, [one.id for one in course.modules], [1, 3], leader)


def a_member(class_id: UUID, leader: UUID, name: str = NAMES[0], born: int | None = 1961) -> UUID:
    """Somebody new in a class."""
    with write():
        return operations.add_learner(class_id, operations.Learner(name, born, "Bưng Tróp"), leader, "vi")


def members(class_id: UUID, leader: UUID, names: Sequence[str] = NAMES) -> list[UUID]:
    """Several people in a class."""
    return [a_member(class_id, leader, name) for name in names]


def an_evening(class_id: UUID, leader: UUID) -> UUID:
    """The class meets now."""
    with write():
        return operations.open_meeting(class_id, rules.day_of(now()), leader)
