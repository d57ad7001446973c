"""Papers on their pages: files for those who may, certificates as long work, frozen reports, answers."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

import openpyxl  # type: ignore[import-untyped]  # ships no types
import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from learning.accounts.models import StaffAction
from learning.clock import now
from learning.credentials.models import Credential
from learning.db import session, write
from learning.ids import new_id
from learning.jobs import operations, queries, running
from learning.places.queries import PlaceFacts
from learning.recognition import awards, lists, offices
from learning.recognition import operations as dossiers
from learning.recognition.paper_models import FrozenPaper, OutsideAnswer
from learning.recognition.papers import batch, freezing, outside
from learning.recognition.papers.batch import CERTIFICATES
from learning.recognition.stages import Ruling
from learning.web.site import site as web_site
from tests.conftest import Clock
from tests.factories.papers import NAMES, Offices, a_decided_list, a_list, some_offices
from tests.factories.places import MY_XUYEN, a_commune, a_province, somebody_at
from tests.support.page import Page
from tests.support.site import Site

MANY = [f"Người Thứ {number}" for number in range(120)]


@pytest.fixture(autouse=True)
def today(wall_clock: Clock) -> None:
    """22 November 2026."""


@pytest.fixture
def here(site: Site) -> Offices:
    """The offices of Mỹ Tú; the officer is signed in."""
    found = some_offices()
    site.sign_in(found.officer, "staff")
    return found


def issued() -> int:
    session().rollback()
    return session().execute(select(func.count()).select_from(Credential)).scalar_one()


# ── Files ──


def test_files_go_to_those_who_read_the_list_and_each_taking_is_logged(site: Site, here: Offices) -> None:
    list_id = a_list(here)
    page = site.get("papers.index", list_id=list_id)
    assert "chưa được đối chiếu" in page.text
    assert "Có quyết định của Ủy ban nhân dân xã rồi mới in được" in page.text
    file = site.post("papers.take", list_id=list_id, name="danh-sach", extension="pdf").response
    assert file.data.startswith(b"%PDF")
    logged = select(StaffAction.details).where(StaffAction.verb == "paper-taken")
    assert "danh-sach.pdf" in str(session().execute(logged).scalars().all())
    site.post("papers.take", list_id=list_id, name="danh-sach", extension="exe", status=404)
    site.post("papers.issue", list_id=list_id, status=422)
    elsewhere = somebody_at(a_commune(MY_XUYEN), "officer")
    site.sign_in(elsewhere, "staff")
    site.get("papers.index", list_id=list_id, status=404)
    site.sign_in(here.branch, "staff")
    site.post("papers.take", list_id=list_id, name="danh-sach", extension="pdf", status=403)


# ── Certificates ──


def begun(list_id: UUID, by: UUID) -> UUID:
    told = batch.arguments(lists.entries_of(list_id))
    with write():
        return operations.begin(CERTIFICATES.name, told, len(told["dossiers"]), by, "vi")


def test_certificates_are_made_beside_the_pages_and_again_the_same(site: Site, here: Offices) -> None:
    list_id = a_decided_list(here, MANY[:52], "en")
    page = site.get("papers.index", list_id=list_id).form("form[action$='chung-nhan']").submit()
    assert "Đã làm 0 người trên 52 người" in page.text
    running.run_waiting()
    job = queries.jobs_of(here.officer)[0]
    assert (job.state, job.done, issued()) == ("done", 52, 52)
    file = site.post("jobs.take", job_id=job.id, number=2).response.data
    reader = PdfReader(BytesIO(file))
    assert len(reader.pages) == 2
    text = " ".join(reader.pages[0].extract_text().split())
    assert "Certificate" in text
    assert "was recognised as “Công dân học tập” (2026)" in text
    number = session().execute(select(Credential.number)).scalars().first()
    begun(list_id, here.officer)
    running.run_waiting()
    assert issued() == 52
    assert session().execute(select(Credential.number)).scalars().first() == number


def test_killed_between_signing_and_keeping_nothing_is_half_issued(
    site: Site, here: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = begun(a_decided_list(here, MANY), here.officer)
    parts = []

    def dies(*_given: Any) -> bool:
        parts.append(issued())
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(operations, "keep_part", dies)
        with pytest.raises(KeyboardInterrupt):
            running.run_waiting()
    assert (parts, [one.number for one in queries.parts_of(job)]) == ([50], [])
    with write():
        operations.let_go(queries.job(job).worker or new_id())  # type: ignore[union-attr]  # it is there
    running.run_waiting()
    assert [one.count for one in queries.parts_of(job)] == [50, 50, 20]
    assert issued() == 120


def test_a_correction_and_an_erasing_withdraw_what_was_issued(site: Site, here: Offices) -> None:
    list_id = a_decided_list(here, NAMES)
    begun(list_id, here.officer)
    running.run_waiting()
    first, second, *_others = lists.entries_of(list_id)
    with write():
        dossiers.take_step(first.id, "correction-asked", by=here.association, at=now(), reason="wrong-result")
        offices.correct(first.dossier, Ruling("not-recognised", "16/QĐ-UBND", now().date()), here.officer)
    own = web_site().export(second.person)["certificates"]
    assert [bool(one["credential"]) for one in own] == [True]
    web_site().erase(second.person, None, "own-wish")
    gone = select(func.count()).select_from(Credential).where(Credential.withdrawn_at.is_not(None))
    assert session().execute(gone).scalar_one() == 2
    job = begun(list_id, here.officer)
    running.run_waiting()
    found = queries.job(job)
    assert found is not None
    assert found.total == len(NAMES) - 2


# ── Reports ──


def frozen_ids() -> list[str]:
    session().rollback()
    return list(session().execute(select(FrozenPaper.id)).scalars())


def report(site: Site, place: PlaceFacts) -> Page:
    return site.get("papers.year", place_id=place.id, set_id="cong-dan-hoc-tap", year=2026)


def test_a_frozen_report_gives_the_same_bytes_when_everything_has_changed(
    site: Site, here: Offices, wall_clock: Clock
) -> None:
    a_decided_list(here)
    page = report(site, here.place).form("form[action$='chot']").submit()
    assert "Đã chốt báo cáo" in page.text
    (id,) = frozen_ids()
    where = {"place_id": here.place.id, "id": id}
    before = [site.get("papers.frozen", extension=one, **where).response.data for one in ("pdf", "xlsx")]
    wall_clock.advance(hours=20)
    a_decided_list(here, ["Lý Văn Sang"])
    site.sign_in(here.officer, "staff")
    assert "đề nghị 6 người" in report(site, here.place).text
    after = [site.get("papers.frozen", extension=one, **where).response.data for one in ("pdf", "xlsx")]
    assert after == before
    assert list(freezing.faults()) == []
    text = " ".join(PdfReader(BytesIO(before[0])).pages[0].extract_text().split())
    assert "đề nghị 5 người" in text
    assert not [name for name in NAMES if name in text]
    report(site, here.place).form("form[action$='chot']").submit()
    assert len(frozen_ids()) == 2
    elsewhere = a_commune(MY_XUYEN)
    site.sign_in(somebody_at(elsewhere, "officer"), "staff")
    site.get("papers.frozen", place_id=elsewhere.id, id=id, extension="pdf", status=404)


def test_the_province_reports_by_commune(site: Site, here: Offices) -> None:
    a_decided_list(here)
    a_list(some_offices(a_commune(MY_XUYEN)), ["Lý Văn Sang"])
    site.sign_in(somebody_at(a_province(), "officer"), "staff")
    where = {"place_id": a_province().id, "set_id": "cong-dan-hoc-tap", "year": 2026}
    file = site.get("papers.draft", extension="xlsx", **where).response.data
    rows = [row for row in openpyxl.load_workbook(BytesIO(file)).active.iter_rows(values_only=True) if row[0]]
    counted = {str(row[0]): row[1:7] for row in rows if len(row) > 6 and isinstance(row[1], int)}
    assert counted["Xã Mỹ Tú"] == (5, 5, 0, 0, 0, 400)
    assert counted["Phường Mỹ Xuyên"] == (1, 0, 0, 1, 0, 0)
    assert counted["Cộng"] == (6, 5, 0, 1, 0, 400)


# ── What other systems answered ──


def test_what_was_keyed_in_comes_back_once_and_faults_are_named_by_row(site: Site, here: Offices) -> None:
    list_id = a_decided_list(here)
    file = site.post("papers.keyed", list_id=list_id).response.data
    book = openpyxl.load_workbook(BytesIO(file))
    sheet = book.active
    heads = [cell.value for cell in sheet[1]]
    at = {head: number for number, head in enumerate(heads, 1)}
    assert {"Mã", "Họ và tên", "Chỉ số 10", "Tổng điểm", "Tự chấm", "Quyết định số", "Kết quả"} <= set(at)
    assert not {"CCCD", "Dân tộc", "Tôn giáo"} & set(heads)
    assert sheet.cell(2, at["Tổng điểm"]).value == 80
    for row, (said, why) in enumerate(
        (("Được chấp nhận", None), ("từ chối", "Sai năm sinh"), ("Bị trả lại", None), ("xong", None)), 2
    ):
        sheet.cell(row, at["Kết quả"]).value, sheet.cell(row, at["Lý do"]).value = said, why
    made = BytesIO()
    book.save(made)

    def sent() -> Page:
        told = {"tep": (BytesIO(made.getvalue()), "ket-qua.xlsx")}
        return site.post("papers.take_answers", told, list_id=list_id)

    page = sent()
    for part in ("2 người có kết quả mới", "1 người chưa có kết quả", "2 dòng chưa dùng được"):
        assert part in page.text
    assert "Dòng 4" in page.text
    assert "Bị trả lại thì cần ghi lý do" in page.text
    assert "Dòng 5" in page.text
    assert "Đã ghi kết quả của 2 người" in page.form().submit().text
    again = sent()
    assert "0 người có kết quả mới" in again.text
    assert "2 người đã ghi rồi" in again.text
    back = openpyxl.load_workbook(BytesIO(site.post("papers.keyed", list_id=list_id).response.data)).active
    assert [back.cell(3, at[head]).value for head in ("Kết quả", "Lý do")] == ["Bị trả lại", "Sai năm sinh"]
    who = outside.going(lists.entries_of(list_id))[1].person
    assert web_site().export(who)["answers_of_other_systems"][0]["why"] == "Sai năm sinh"
    web_site().erase(who, None, "own-wish")
    session().rollback()
    assert set(session().execute(select(OutsideAnswer.why)).scalars()) == {None, awards.FORGOTTEN}


def test_a_file_of_something_else_is_told_apart(site: Site, here: Offices) -> None:
    list_id = a_decided_list(here)
    told = {"tep": (BytesIO("Họ tên;Năm\nLan;1961".encode()), "khac.csv")}
    page = site.post("papers.take_answers", told, list_id=list_id, status=422)
    assert "Không thấy cột Mã" in page.text
