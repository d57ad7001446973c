"""How many taps and fields a trainer needs: the main journeys, counted from the page where each begins."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest

from learning.accounts import operations as accounts
from learning.classes import queries
from learning.db import write
from tests.factories.accounts import a_card
from tests.factories.classes import a_class, a_member, a_trainer, an_evening
from tests.support.page import Page
from tests.support.site import Site


@dataclass
class Hand:
    """A trainer at a page. Typing is a field; a link, a button, a choice or a scan is a tap."""

    page: Page
    taps: int = 0
    fields: int = 0

    def follow(self, says: str) -> None:
        self.taps += 1
        self.page = self.page.follow(says)

    def press(self, says: str, css: str = "main form", **typed: str) -> None:
        self.taps += 1
        self.fields += len(typed)
        self.page = self.page.form(css).fill(typed).submit(says)

    def scan(self, css: str, **read: str) -> None:
        """A scanner types what it reads and Enter."""
        self.taps += 1
        self.page = self.page.form(css).fill(read).submit()


@pytest.fixture
def trainer(site: Site) -> UUID:
    """Chị Mai, signed in."""
    person = a_trainer()
    site.sign_in(person, "staff")
    return person


def test_a_new_class_takes_three_taps_and_a_name(site: Site, trainer: UUID) -> None:
    hand = Hand(site.get("accounts.staff_home"))
    hand.follow("Lớp học")
    hand.follow("Mở lớp mới")
    hand.press("Mở lớp", name="Lớp tối ấp Bưng Tróp")
    assert hand.page.heading == "Lớp tối ấp Bưng Tróp"
    assert (hand.taps, hand.fields) == (3, 1)


def test_somebody_with_nothing_is_registered_in_seven_taps_and_two_fields(site: Site, trainer: UUID) -> None:
    group = a_class(trainer)
    with write():
        blank = accounts.make_blank_card(trainer)
    hand = Hand(site.get("classes.show", class_id=group))
    hand.follow("Thêm người học")
    hand.press("Thêm vào lớp", name="Sơn Thị Lan", born="1961")
    hand.scan("form[action$=gan-the]", card=blank.number)
    assert queries.members(group)[0].card
    pictures, hamlet = 3, 1  # she chooses three; where she lives is picked from a list
    assert hand.taps + pictures + hamlet <= 7
    assert hand.fields == 2


def test_a_roll_is_one_tap_a_person_and_one_undoes_it(site: Site, trainer: UUID) -> None:
    group = a_class(trainer)
    people = [a_member(group, trainer, name) for name in ("Sơn Thị Lan", "Lò Văn Pao", "Kim Thị Bưởi")]
    hand = Hand(site.get("classes.show", class_id=group))
    hand.follow("Buổi học hôm nay")
    hand.press("Mở buổi học")
    assert hand.taps == 2
    for name, person in zip(("Lan", "Pao", "Bưởi"), people, strict=True):
        hand.press(name, f"form[action$='{person}']")
    assert "3 người có mặt" in hand.page.text
    hand.press("Bỏ", f"form[action$='{people[0]}']")
    assert "2 người có mặt" in hand.page.text
    assert hand.taps == 2 + len(people) + 1


def test_a_lost_card_is_a_new_one_in_two_taps(site: Site, trainer: UUID) -> None:
    group = a_class(trainer)
    a_card(a_member(group, trainer, "Sơn Thị Lan"))
    hand = Hand(site.get("classes.show", class_id=group))
    hand.follow("Sơn Thị Lan")
    hand.press("Làm thẻ mới", "form[action$=the-moi]")
    assert hand.page.heading == "Thẻ mới của Sơn Thị Lan"
    assert (hand.taps, hand.fields) == (2, 0)


def test_what_was_watched_is_three_taps_and_the_report_one(site: Site, trainer: UUID) -> None:
    group = a_class(trainer)
    lan = a_member(group, trainer, "Sơn Thị Lan")
    an_evening(group, trainer)
    site.post("evening.check_in", class_id=group, person_id=lan)
    hand = Hand(site.get("evening.show", class_id=group))
    hand.follow("Sơn Thị Lan")
    hand.page = hand.page.send("GET", next(one.href for one in hand.page.links if "?bai=" in one.href))
    hand.press("Tự làm được hết các bước")
    assert hand.taps + 1 <= 4
    hand = Hand(site.get("evening.show", class_id=group))
    hand.press("Kết thúc buổi học", "form[action$=xong]")
    assert hand.page.heading == "Báo cáo buổi học"
    assert hand.taps == 1
