"""The page of components is for staff, and draws every kind of question and every layout."""

from learning.accounts.operations import create_staff, grant
from learning.db import write
from learning.quizzes.kinds import KINDS
from tests.support.site import Site


def test_visitors_do_not_see_the_page_of_components(site: Site) -> None:
    site.get("/vi/thanh-phan/", status=401)


def test_staff_see_every_kind_of_question_and_every_layout(site: Site) -> None:
    author = create_staff("Người soạn", "mot mat khau dai")
    with write():
        grant(author, "author")
    site.sign_in(author, "staff")
    page = site.get("/vi/thanh-phan/")
    assert len(page.all("#cau-hoi fieldset")) >= len(KINDS)
    assert page.all("#may-tap .phone")
