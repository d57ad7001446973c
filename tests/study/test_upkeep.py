"""The state of the content: for staff only, judged by today's date, with what is overdue at the top."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.conftest import Clock
from tests.factories.accounts import a_learner, a_staff_member
from tests.support.site import Site


def the_day_after_the_last_date(site: Site) -> datetime:
    catalog = site.app.extensions["hocso"].catalog
    last = max(one.review_by for one in (*catalog.modules, *catalog.facts.values()))
    return datetime(last.year + 1, 1, 1, tzinfo=UTC)


def test_only_staff_see_it(site: Site) -> None:
    site.get("study.upkeep", status=401)
    site.get("study.upkeep", status=401, as_=a_learner())


def test_every_module_has_its_row_with_version_and_dates(site: Site, wall_clock: Clock) -> None:
    site.sign_in(a_staff_member(), "staff")
    page = site.get("study.upkeep")
    for module in site.app.extensions["hocso"].catalog.modules:
        assert module.version in page.text
        assert any(link.text == module.title for link in page.links)


def test_the_front_room_leads_there(site: Site) -> None:
    site.sign_in(a_staff_member(), "staff")
    assert site.get("accounts.staff_home").follow("Xem tình trạng bài học").heading == "Tình trạng bài học"


def test_what_is_overdue_today_is_told_though_the_server_started_before(
    site: Site, wall_clock: Clock
) -> None:
    wall_clock.set(datetime(2026, 11, 22, 2, 0, tzinfo=UTC))
    site.sign_in(a_staff_member(), "staff")
    assert "Mọi bài, mọi số liệu đều còn hạn" in site.get("study.upkeep").text
    wall_clock.set(the_day_after_the_last_date(site))
    site.sign_in(a_staff_member(name="Anh Tuấn"), "staff")
    page = site.get("study.upkeep")
    catalog = site.app.extensions["hocso"].catalog
    assert f"{len(catalog.modules)} bài đã quá hạn xem lại" in page.text
    assert "đã quá hạn kiểm tra lại" in page.text
    assert all(fact.says in page.text for fact in catalog.facts.values())


def test_modules_come_by_the_date_of_their_next_review(site: Site) -> None:
    site.sign_in(a_staff_member(), "staff")
    modules = site.app.extensions["hocso"].catalog.modules
    titles = [module.title for module in sorted(modules, key=lambda module: module.review_by)]
    assert site.get("study.upkeep").texts("tbody th") == titles
