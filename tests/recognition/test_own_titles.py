"""A learner's own pages: three sentences, the form, a real no, sending, her dossier, an appeal."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from learning.clock import now
from learning.db import write
from learning.recognition import offices, queries
from learning.recognition.operations import take_step
from learning.recognition.papers import issuing
from learning.recognition.queries import DossierFacts
from learning.recognition.stages import Ruling, Verb
from learning.web.site import site as web_site
from tests.conftest import Clock
from tests.factories.accounts import a_guest, a_learner, a_staff_member
from tests.factories.places import a_commune
from tests.factories.recognition import gives_herself, sends, somebody_at_home
from tests.support.page import Page
from tests.support.site import Site

TITLES = "/vi/cong-nhan/"
CITIZEN = TITLES + "cong-dan-hoc-tap/"
FORM = CITIZEN + "phieu/"


@pytest.fixture(autouse=True)
def today(wall_clock: Clock) -> None:
    """22 November 2026."""


@pytest.fixture
def lan(site: Site) -> UUID:
    """A learner, signed in, at home in a commune."""
    person = somebody_at_home()
    site.sign_in(person)
    return person


def step(dossier: DossierFacts, verb: Verb, **more: object) -> DossierFacts:
    """Somebody of the staff takes a step; each time another."""
    by = a_staff_member(f"Cán bộ {verb} {len(dossier.steps)}", "officer")
    with write():
        return take_step(dossier.id, verb, by=by, at=now(), **more)  # type: ignore[arg-type]  # as it names them


def decided(person: UUID) -> DossierFacts:
    dossier = step(step(sends(person), "endorsed"), "proposed")
    return step(dossier, "decided", ruling=Ruling("not-recognised", "15/QĐ-UBND"))


def test_a_guest_is_told_how_to_get_a_name_and_sees_no_form(site: Site) -> None:
    for person in (None, a_guest()):
        if person:
            site.sign_in(person, "guest")
        page = site.get(TITLES)
        assert "Bác cần một thẻ học" in page.text
        site.get(FORM + "1/", status=401)
        site.post(CITIZEN + "dong-y/", {"dong-y": "co"}, status=401)


def test_her_own_page_leads_there(site: Site, lan: UUID) -> None:
    assert site.get("/vi/cua-toi/").follow("Danh hiệu của tôi").heading == "Danh hiệu của tôi"


def said(page: Page, title: str = "cong-dan-hoc-tap") -> list[str]:
    """What is read out of one title."""
    return page.texts(f'section[aria-labelledby="{title}"] > .title-said p')


def test_three_sentences_say_where_she_stands_and_the_button_leads_on(site: Site, lan: UUID) -> None:
    page = site.get(TITLES)
    assert said(page) == [
        "Bác đang có 0 điểm trong 100 điểm.",
        "Bác còn thiếu 80 điểm.",
        "Việc tiếp theo: bác tự chấm, còn 10 câu.",
    ]
    assert page.follow("Tự đánh giá").path == FORM + "1/"


def test_what_can_be_learned_is_the_very_lesson(site: Site, lan: UUID) -> None:
    page = site.get(TITLES)
    assert said(page, "ky-nang-so")[0] == "Bác đang có 0 điểm trong 6 điểm."
    assert said(page, "ky-nang-so")[2].startswith("Việc tiếp theo: bác học bài “")
    assert page.follow("Vào bài học").path.startswith("/vi/bai/")


def test_what_nobody_has_verified_is_said_on_each_title(site: Site, lan: UUID) -> None:
    page = site.get(TITLES)
    said_so = page.texts(".title-caution")
    assert len(said_so) == len([one for one in page.texts("details.fold") if "Điều chưa chắc" in one]) == 2
    assert all("chưa được đối chiếu với văn bản gốc" in one for one in said_so)


# ── The form ──


def test_one_question_a_page_kept_as_she_goes_and_gone_on_where_she_stopped(site: Site, lan: UUID) -> None:
    page = site.get(FORM + "1/")
    for points in ("8", "7"):
        page = page.form().fill(diem=points).submit()
    assert page.path == FORM + "3/"
    assert page.follow("Để sau").path == FORM + "4/"
    assert page.follow("Câu trước").text.count("Lần trước bác chấm 7 điểm") == 1
    site.sign_out()
    site.sign_in(lan)
    page = site.get(TITLES)
    assert said(page)[0] == "Bác đang có 15 điểm trong 100 điểm."
    assert page.follow("Tự đánh giá").path == FORM + "3/"
    assert "Còn 8 câu" in site.get(FORM).text


def test_the_last_word_counts(site: Site, lan: UUID) -> None:
    for points in ("8", "3"):
        site.get(FORM + "1/").form().fill(diem=points).submit()
    assert said(site.get(TITLES))[0] == "Bác đang có 3 điểm trong 100 điểm."


@pytest.mark.parametrize("sent", [{}, {"diem": ""}, {"diem": "11"}, {"diem": "-1"}, {"diem": "ba"}])
def test_what_no_form_offers_is_not_kept(site: Site, lan: UUID, sent: dict[str, str]) -> None:
    page = site.post(FORM + "1/", sent, status=422)
    assert "Còn chỗ chưa đúng" in page.text
    assert said(site.get(TITLES))[0] == "Bác đang có 0 điểm trong 100 điểm."


@pytest.mark.parametrize("path", ["khong-co/phieu/", "cong-dan-hoc-tap/phieu/11/", "ky-nang-so/phieu/1/"])
def test_what_is_not_asked_is_not_there(site: Site, lan: UUID, path: str) -> None:
    site.get(TITLES + path, status=404)


def test_she_says_where_she_lives(site: Site, wall_clock: Clock) -> None:
    site.sign_in(a_learner())
    page = site.get(TITLES + "noi-o/")
    page = page.form().fill(tim="my tu").submit()
    commune = a_commune()
    assert commune.full_name in page.text
    page = site.post(TITLES + "noi-o/", {"noi": str(commune.id)})
    assert said(page)[1] == "Bác còn thiếu 80 điểm."
    for nonsense in ("", "x", str(commune.parent)):
        site.post(TITLES + "noi-o/", {"noi": nonsense}, status=422)


# ── Consent, and sending ──


def test_a_no_sends_nothing_loses_nothing_and_can_become_a_yes(site: Site, lan: UUID) -> None:
    gives_herself(lan, [8] * 10)
    page = site.get(TITLES).follow("Gửi hồ sơ")
    assert page.heading == "Bác có đồng ý gửi hồ sơ không?"
    page = site.post(CITIZEN + "dong-y/", {"dong-y": "khong"})
    assert "Bác đã chọn không gửi" in page.text
    assert said(page)[0] == "Bác đang có 80 điểm trong 100 điểm."
    assert site.post(CITIZEN + "gui/").path == CITIZEN + "dong-y/"
    assert queries.dossiers_of(lan) == []
    page = site.post(CITIZEN + "dong-y/", {"dong-y": "co"})
    assert page.path == CITIZEN + "gui/"
    assert queries.dossiers_of(lan) == []


def test_what_is_sent_stands_on_the_page_before_and_where_it_is_on_the_page_after(
    site: Site, lan: UUID
) -> None:
    gives_herself(lan, [8] * 10)
    page = site.post(CITIZEN + "dong-y/", {"dong-y": "co"})
    for shown in ("Sơn Thị Lan", "1961", a_commune().full_name, "80 trên 100"):
        assert shown in page.text
    page = page.form().submit()
    assert page.texts(".title-said p")[0] == "Hồ sơ đang ở chi hội khuyến học."
    assert page.texts(".log li p:nth-child(2)") == ["Bác gửi hồ sơ.", "Bác mở hồ sơ."]
    (dossier,) = queries.dossiers_of(lan)
    assert (dossier.stage, dossier.place, dossier.year) == ("submitted", a_commune().path, 2026)
    assert dossier.steps[-1].result is not None
    assert dossier.steps[-1].result["total"] == 80


def test_sent_twice_it_is_sent_once(site: Site, lan: UUID) -> None:
    dossier = sends(lan)
    assert site.post(CITIZEN + "gui/").path.endswith(f"/ho-so/{dossier.id}/")
    assert len(queries.dossier(dossier.id).steps) == 2


def test_too_little_is_said_before_it_is_sent(site: Site, lan: UUID) -> None:
    gives_herself(lan, [7] * 10)
    page = site.post(CITIZEN + "dong-y/", {"dong-y": "co"})
    assert "Bác còn thiếu 10 điểm" in page.text
    assert "có thể bị trả lại" in page.text


def test_nobody_sends_from_nowhere(site: Site) -> None:
    site.sign_in(a_learner())
    page = site.post(CITIZEN + "dong-y/", {"dong-y": "co"})
    assert "Chưa biết gửi về xã nào" in page.text
    assert site.post(CITIZEN + "gui/").path == CITIZEN + "gui/"


@pytest.mark.parametrize("until", [[], ["endorsed"], ["endorsed", "proposed"]])
def test_a_no_takes_back_what_nobody_has_decided(site: Site, lan: UUID, until: list[Verb]) -> None:
    dossier = sends(lan)
    for verb in until:
        dossier = step(dossier, verb)
    page = site.get(f"{TITLES}ho-so/{dossier.id}/").follow("Rút hồ sơ về")
    page = page.send("POST", page.path, data={"dong-y": "khong"})
    assert said(page)[0] == "Bác rút hồ sơ về."
    found = queries.dossier(dossier.id)
    assert (found.stage, found.steps[-1].reason) == ("returned", "withdrawn")
    assert site.get(f"{TITLES}ho-so/{dossier.id}/").follow("Sửa và gửi lại").path == FORM
    site.post(CITIZEN + "dong-y/", {"dong-y": "co"})
    site.post(CITIZEN + "gui/")
    assert queries.dossier(dossier.id).stage == "submitted"


def test_a_decision_stays_whatever_she_says_after(site: Site, lan: UUID) -> None:
    dossier = decided(lan)
    site.post(CITIZEN + "dong-y/", {"dong-y": "khong"})
    assert queries.dossier(dossier.id).stage == "decided"


# ── The dossier ──


def test_a_returned_dossier_says_why_and_what_to_do(site: Site, lan: UUID) -> None:
    dossier = step(step(sends(lan), "endorsed"), "returned", reason="evidence-missing")
    page = site.get(TITLES)
    assert said(page) == [
        "Hội Khuyến học xã trả lại hồ sơ.",
        "Lý do: còn thiếu minh chứng.",
        "Bác xem lại từng chỉ số, học thêm bài còn thiếu, rồi gửi lại.",
    ]
    page = page.follow("Sửa và gửi lại")
    assert page.path == f"{TITLES}ho-so/{dossier.id}/"
    assert "Cán bộ" not in page.text


def test_nobody_sees_the_dossier_of_another(site: Site, lan: UUID) -> None:
    dossier = decided(lan)
    site.sign_in(a_learner("Thạch Văn Sang"))
    for path in ("", "xem-lai/"):
        site.get(f"{TITLES}ho-so/{dossier.id}/{path}", status=404)
    site.post(f"{TITLES}ho-so/{dossier.id}/xem-lai/", {"ly_do": "not-understood"}, status=404)
    assert queries.dossier(dossier.id).steps[-1].verb == "decided"


def test_she_asks_once_that_somebody_looks_again(site: Site, lan: UUID) -> None:
    dossier = decided(lan)
    page = site.get(f"{TITLES}ho-so/{dossier.id}/").follow("Đề nghị xem lại")
    site.post(page.path, {"ly_do": "she is my cousin"}, status=422)
    page = page.form().fill(ly_do="did-it-myself").submit()
    assert page.texts(".title-said p")[0] == "Bác đề nghị xem lại."
    assert "Bài tôi tự làm, không ai làm hộ." in page.text
    assert site.post(page.path + "xem-lai/", {"ly_do": "not-understood"}).path == page.path
    assert [one.verb for one in queries.dossier(dossier.id).steps][-2:] == ["decided", "appealed"]
    step(dossier, "upheld")
    page = site.get(page.path)
    assert "giữ nguyên như trước" in page.text
    assert not [one for one in page.links if "Đề nghị xem lại" in one.text]


def test_her_words_go_home_with_her_and_are_forgotten_with_her(site: Site, lan: UUID) -> None:
    gives_herself(lan, [8, 7])
    dossier = sends(lan)
    home = web_site().export(lan)
    assert [one["points"] for one in home["self_assessment"]] == [8, 7]
    assert [one["agrees"] for one in home["consents"]] == [True]
    assert len(home["home"]) == 1
    web_site().erase(lan, lan, "own-wish")
    found = queries.dossier(dossier.id)
    assert (found.stage, found.steps[-1].reason) == ("returned", "withdrawn")
    left = web_site().export(lan)
    assert [left[one] for one in ("self_assessment", "consents", "forms", "home")] == [[], [], [], []]


def test_beside_a_decision_her_yes_stays_when_she_is_erased(site: Site, lan: UUID) -> None:
    decided(lan)
    web_site().erase(lan, lan, "own-wish")
    assert [one["agrees"] for one in web_site().export(lan)["consents"]] == [True]


def test_whoever_is_recognised_is_congratulated_and_finds_her_certificate(site: Site, lan: UUID) -> None:
    dossier = step(step(sends(lan), "endorsed"), "proposed")
    dossier = step(dossier, "decided", ruling=Ruling("recognised", "15/QĐ-UBND", date(2026, 11, 20)))
    way = f"{TITLES}ho-so/{dossier.id}/"
    assert site.get(way).texts(".title-said p") == [
        "Ủy ban nhân dân xã công nhận bác, quyết định số 15/QĐ-UBND.",
        "Chúc mừng bác!",
    ]
    assert "Xem giấy xác nhận" not in site.get(way).text
    with write():
        issuing.sign(issuing.due([dossier.id]), now())
    page = site.get(way)
    assert len(page.texts(".title-said p")) == 3
    assert "Sơn Thị Lan" in page.follow("Xem giấy xác nhận").text
    overturned(dossier)
    assert "Xem giấy xác nhận" not in site.get(way).text


def overturned(dossier: DossierFacts) -> None:
    """Another decision, which somebody asked for: she is not recognised."""
    step(dossier, "correction-asked", reason="wrong-result")
    by = a_staff_member("Anh Phúc", "officer")
    with write():
        offices.correct(dossier, Ruling("not-recognised", "16/QĐ-UBND", date(2026, 11, 21)), by)


def test_the_wording_of_a_decision_stays_vietnamese_and_the_page_says_so(site: Site, lan: UUID) -> None:
    page = site.get(TITLES.replace("/vi/", "/en/"))
    assert page.texts("h2 [lang=vi]")[0] == "Công dân học tập"
    assert page.texts(".translated p") == ["What is not translated yet is shown in Vietnamese."]
    assert site.get(TITLES).all("h2 [lang=vi]") == []
