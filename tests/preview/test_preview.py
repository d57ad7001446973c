"""The author's preview: everything as learners see it, what is wrong at its place, and never a traceback."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from learning import clock
from learning.catalog.new_module import make_module
from learning.preview.app import make_preview
from tests.catalog.sample import MODULE, SAMPLE, TODAY, copied, sample_module
from tests.site.test_sentences import plain_vietnamese
from tests.support.markup import text_of
from tests.support.page import Page
from tests.support.site import HTMX, Site

PAGE = f"/vi/xem-thu/{MODULE}/"


@pytest.fixture
def today() -> Iterator[Callable[[str], None]]:
    """Hold the time still, on the sample's day at first: `today("2027-02-02")`."""
    with ExitStack() as stack:

        def hold(day: str) -> None:
            stack.close()
            stack.enter_context(clock.fixed(datetime.fromisoformat(f"{day}T02:00:00").replace(tzinfo=UTC)))

        hold(TODAY.isoformat())
        yield hold


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    """The sample as files that may be changed."""
    return copied(tmp_path)


@pytest.fixture
def app(courses: Path, tmp_path: Path, today: Callable[[str], None]) -> Flask:
    """The preview of these files."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    return make_preview(courses, scratch)


@pytest.fixture
def site(app: Flask) -> Site:
    """An author's browser; every page is inspected."""
    return Site(app)


def write(courses: Path, file: str, old: str, new: str) -> None:
    """Change one file of the sample's module (or, from the top, `/file`)."""
    path = courses / file[1:] if file.startswith("/") else courses / MODULE / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def said_under(page: Page, line: str) -> list[str]:
    """What the linter says under the lines of an excerpt that hold these words."""
    found = []
    for row in page.all(".excerpt-meant"):
        after = row.getnext() if line in text_of(row) else None
        while after is not None and "excerpt-said" in after.get("class", ""):
            found.append(text_of(after))
            after = after.getnext()
    return found


def test_everything_that_learners_meet_is_there(site: Site) -> None:
    page, module = site.get(PAGE), sample_module()
    assert page.heading == module.title
    assert module.version in page.text
    shown = page.text + " ".join(picture.get("alt", "") for picture in page.all("img"))
    for text in module.texts():
        plain = text.replace("*", "").replace("{fact:so-thu}", "199").partition("[")[0]
        assert " ".join(plain.split()) in shown, text
    assert not page.all(".excerpt")


def test_every_explanation_of_every_question_is_read_not_only_kept_for_scripts(site: Site) -> None:
    page = site.get(PAGE)
    shown = [" ".join(page.texts(f"#cau-{number} .feedback")) for number in range(1, 13)]
    for told, question in zip(shown, sample_module().bank.questions, strict=True):
        for note in question.notes:
            assert note.why.replace("{fact:so-thu}", "199") in told


def test_a_note_card_and_a_loudspeaker_script_are_shown(site: Site, courses: Path) -> None:
    write(courses, "module.yaml", "reviewed_on:", "note:\n  - Ai xin mã thì tắt máy.\nreviewed_on:")
    (courses / MODULE / "radio.md").write_text("# Nói trên loa\n\nKính chào bà con.\n", encoding="utf-8")
    page = site.get(PAGE)
    assert "Ai xin mã thì tắt máy." in " ".join(page.texts("#the li"))
    assert page.texts("#loa h3") == ["Nói trên loa"]
    assert "4 tiếng, đọc chậm chừng 1 phút." in page.text


def test_a_touch_on_a_screen_leads_into_the_real_rehearsal(site: Site) -> None:
    page = site.get(PAGE)
    forms = page.all("#tap form")
    assert [form.get("action") for form in forms] == ["/vi/bai/bai-mau/thuc-hanh/"] * 4
    after = site.get("/vi/bai/bai-mau/thuc-hanh/", query={"d": ["cai-dat.wifi"], "cham": ["bat"]})
    assert "Chạm đúng tên mạng." in after.text
    assert page.one("#tap form input[value='cai-dat.wifi']") is not None


FAULTS = [
    ("module.yaml", "minutes: 5", "minutes: năm", "minutes: năm", "phải là số nguyên"),
    ("lesson.md", "(bai-mau)", "(bai-khac)", "[bài này](bai-khac)", "không có bài đó"),
    ("questions.yaml", "kind: multiple", "kind: nhieu", "kind: nhieu", "phải có kind"),
    ("practice.yaml", "to: mang", "to: xa", "to: xa", "không có màn hình “xa”"),
    ("/facts.yaml", "2027-02-01", "2026-11-21", "so-thu:", "quá hạn xem lại"),
    ("/mau/course.yaml", "[bai-mau]", "[bai-mau, bai-mau]", "modules:", "kể hai lần"),
    ("pictures/nha.svg", "<rect", "<script/><rect", "<script/>", "không được có <script>"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault[0])
def test_what_is_wrong_stands_under_its_line(
    site: Site, courses: Path, fault: tuple[str, str, str, str, str]
) -> None:
    file, old, new, line, says = fault
    write(courses, file, old, new)
    assert any(says in said for said in said_under(site.get(PAGE), line))


def test_a_fault_stands_at_the_question_it_is_about_and_the_others_are_shown(
    site: Site, courses: Path
) -> None:
    write(courses, "questions.yaml", "kind: multiple", "kind: nhieu")
    page = site.get(PAGE)
    broken = [text_of(item) for item in page.all("#cau-hoi .preview-item") if "Phải sửa" in text_of(item)]
    assert ["Câu này chưa hiện được." in said for said in broken] == [True]
    assert len(page.all("#cau-hoi .question")) == 11


def test_a_fresh_module_shows_every_blank_and_no_page_of_learners(site: Site, courses: Path) -> None:
    made = make_module(courses, "mau/bai-nua", TODAY, with_practice=True)
    page = site.get("/vi/xem-thu/mau/bai-nua/")
    assert page.heading == "Bài chưa có tên"
    assert f"Còn {len(made.to_fill)} chỗ phải sửa" in page.text
    assert "Phải sửa: “title” đang bỏ trống." in said_under(page, 'title: ""')
    assert not [link for link in page.links if link.href == "/vi/bai/bai-nua/"]


def test_a_module_that_no_course_lists_can_be_seen_all_the_same(site: Site, courses: Path) -> None:
    shutil.copytree(courses / MODULE, courses / "mau" / "bai-la")
    page = site.get("/vi/xem-thu/mau/bai-la/")
    assert page.heading == "Bài mẫu"
    assert "Thư mục “bai-la” chưa được kể trong modules." in page.text
    assert len(page.all("#cau-hoi .question")) == 12


def test_the_list_has_what_is_to_be_done_at_the_top(site: Site, courses: Path) -> None:
    make_module(courses, "mau/zz-moi", TODAY, with_practice=False)
    page = site.get("/vi/xem-thu/")
    assert page.texts("tbody th") == ["Bài chưa có tên", "Bài mẫu"]
    assert page.follow("Bài mẫu").heading == "Bài mẫu"


def test_a_fact_past_its_day_is_a_notice_at_the_fact(site: Site, today: Callable[[str], None]) -> None:
    assert "Quá hạn" not in site.get(PAGE).text
    today("2027-01-15")
    assert "Sắp đến hạn xem lại." in " ".join(site.get(PAGE).texts("#hay-doi .notice"))
    today("2027-02-02")
    assert "Quá hạn rồi" in " ".join(site.get(PAGE).texts("#hay-doi .notice"))


def test_a_module_past_its_day_is_a_notice_at_its_cover(site: Site, today: Callable[[str], None]) -> None:
    today("2027-05-02")
    assert site.get(PAGE).texts("#bia .notice-title") == ["Bài này quá hạn xem lại"]


def test_the_page_asks_whether_anything_changed_and_is_told_to_come_anew(site: Site, courses: Path) -> None:
    again = site.get(PAGE).one("[hx-get]").get("hx-get", "")
    assert site.client.get(again, headers=HTMX).status_code == 204
    write(courses, "lesson.md", "Trang đầu", "Trang nhất")
    answer = site.client.get(again, headers=HTMX)
    assert (answer.status_code, answer.headers.get("HX-Refresh")) == (200, "true")
    assert "Trang nhất" in site.get(again).text


def test_what_an_editor_hides_beside_a_file_changes_nothing(site: Site, courses: Path) -> None:
    again = site.get(PAGE).one("[hx-get]").get("hx-get", "")
    (courses / MODULE / ".lesson.md.swp").write_bytes(b"b0VIM")
    assert site.client.get(again, headers=HTMX).status_code == 204


def test_learners_pages_follow_the_files_and_no_cache_keeps_them(site: Site, courses: Path) -> None:
    assert "Trang đầu" in site.get("/vi/bai/bai-mau/").text
    write(courses, "lesson.md", "Trang đầu", "Trang nhất")
    page = site.get("/vi/bai/bai-mau/")
    assert "Trang nhất" in page.text
    assert page.response.headers["Cache-Control"] == "no-store"


def test_a_drawing_of_a_broken_module_is_shown_and_a_dangerous_one_is_not(site: Site, courses: Path) -> None:
    write(courses, "module.yaml", "minutes: 5", "minutes: năm")
    drawing = site.get(PAGE).one("#bai-hoc img").get("src", "")
    assert site.get(drawing).response.mimetype == "image/svg+xml"
    write(courses, "pictures/nha.svg", "<rect", "<script/><rect")
    site.get(drawing, status=404)


@pytest.mark.parametrize("fault", [None, ("lesson.md", "(bai-mau)", "(bai-khac)")])
def test_in_english_what_is_vietnamese_says_so(
    site: Site, courses: Path, fault: tuple[str, str, str] | None
) -> None:
    if fault:
        write(courses, *fault)
    for path in ("/en/xem-thu/", f"/en/xem-thu/{MODULE}/"):
        left = {line.strip() for line in plain_vietnamese(site.get(path))}
        assert left <= {"Bình dân học vụ số"}  # our own name is the same in every language


def test_it_answers_only_to_the_names_of_this_machine(site: Site) -> None:
    for host, status in (("127.0.0.1:8010", 200), ("localhost:8010", 200), ("elsewhere.example", 400)):
        assert site.client.get(PAGE, headers={"Host": host}).status_code == status


def test_it_keeps_nothing(site: Site) -> None:
    answer = site.post("/vi/bai/bai-mau/kiem-tra/1/", {"version": "x"}, status=403)
    assert "không giữ kết quả nào" in answer.text
    site.api("POST", "/api/v1/events", json={"events": []}, status=403)


@pytest.mark.parametrize(
    "path", ["/vi/xem-thu/mau/khong-co/", "/vi/xem-thu/../etc/", f"{PAGE}hinh/khong-co.svg"]
)
def test_what_is_not_there_is_not_found(site: Site, path: str) -> None:
    assert site.get(path, status=404).heading


FILES = [
    *(f"{MODULE}/{file}" for file in ("module.yaml", "lesson.md", "questions.yaml", "practice.yaml")),
    f"{MODULE}/pictures/nha.svg",
    "mau/course.yaml",
    "facts.yaml",
    "frameworks/khung-thu.yaml",
]


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_half_written_shows_its_error_and_the_page_goes_on(
    site: Site, courses: Path, file: str
) -> None:
    whole = (SAMPLE / file).read_bytes()
    for part in range(4):
        (courses / file).write_bytes(whole[: len(whole) * part // 4])
        os.utime(courses / file, ns=(part, part))  # however quickly it is written, it is another file
        assert site.get(PAGE).one("[hx-get]") is not None
        assert site.client.get("/vi/xem-thu/").status_code == 200


@pytest.mark.parametrize("file", [*FILES, MODULE])
def test_a_file_that_is_gone_shows_that_it_is_gone(site: Site, courses: Path, file: str) -> None:
    gone = courses / file
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    site.get(PAGE, status=404 if gone.name == "bai-mau" else 200)
    assert site.get("/vi/xem-thu/").heading == "Xem thử bài học"
