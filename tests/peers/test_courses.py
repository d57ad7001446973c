"""Courses go from the province to its centres: signed, judged, laid whole or not at all."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from flask import Flask
from sqlalchemy import select, update

from learning.catalog import pack
from learning.cli import register
from learning.config import ROOT
from learning.db import session, write
from learning.factory import create_app
from learning.peers import courses, identity, operations, stick, upstream
from learning.peers.models import CoursePack, CoursePart, Peer
from learning.records import queries
from tests.catalog.sample import SAMPLE, copied
from tests.conftest import close, looking_into, settings_for
from tests.support.pair import SECRET
from tests.support.server import SECONDS_TO_START, Server

IN_ENGLISH = "The province has mended this course."
OLD, NEW = "Một khóa nhỏ có đủ mọi thứ, để thử.", "Khóa này đã được tỉnh sửa lại."


def spoken(translations: Path) -> Path:
    """Catalogues in which only the new sentence is said in English."""
    folder = translations / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "translations" / "languages.toml", translations)
    (folder / "mau.po").write_text(f'msgid ""\nmsgstr ""\n\nmsgid "{NEW}"\nmsgstr "{IN_ENGLISH}"\n')
    return translations


class Taught:
    """A centre, and a province whose courses may change. A stick goes from one to the other."""

    def __init__(self, room: Path, make_app: Callable[..., Flask]) -> None:
        self.stick, self.written = room / "stick", copied(room / "written")
        translations = spoken(room / "translations")
        self.province = make_app(
            courses_dir=self.written, data_dir=room / "province", translations_dir=translations
        )
        kept = f"sqlite:///{room / 'centre' / 'centre.db'}"
        self.settings = replace(settings_for(kept, room / "centre"), secret_key=SECRET, courses_dir=SAMPLE)
        self.centre = create_app(self.settings)
        register(self.centre)
        self.here("prepare")
        keys = []
        for app in (self.centre, self.province):
            (app.extensions["hocso"].settings.data_dir).mkdir(parents=True, exist_ok=True)
            with app.app_context():
                keys.append(identity.own_public())
        for app, key in ((self.province, keys[0]), (self.centre, keys[1])):
            with app.app_context(), write() as current:
                operations.pin(current, key, "kia", is_upstream=app is self.centre)

    def here(self, *words: str) -> str:
        with self.centre.app_context():
            done = self.centre.test_cli_runner().invoke(args=words)
        assert done.exit_code == 0, done.output
        return done.output

    def rewrite(self, file: str, old: str, new: str) -> None:
        path = self.written / "mau" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def publish(self) -> int | None:
        with self.province.app_context():
            return courses.make("mau")

    def carry(self) -> str:
        """What the centre says to what the province has for it."""
        with self.province.app_context():
            stick.export(self.stick, None)
        return self.here("sync", "import", str(self.stick))

    def parts(self) -> list[dict[str, object]]:
        with self.province.app_context():
            ids = list(session().execute(select(CoursePart.id)).scalars())
            return list(courses.told(session(), ids).values())

    def shown(self, code: str = "vi") -> str:
        """The course's page, as the centre shows it after its next start."""
        app = create_app(self.settings)
        page = app.test_client().get(f"/{code}/khoa/mau/").text
        close(app)
        return page


@pytest.fixture
def taught(make_app: Callable[..., Flask], tmp_path: Path) -> Iterator[Taught]:
    both = Taught(tmp_path, make_app)
    yield both
    close(both.centre)


def test_what_the_province_wrote_is_taught_at_the_centre(taught: Taught) -> None:
    taught.rewrite("course.yaml", OLD, NEW)
    assert taught.publish() is not None
    assert taught.publish() is None  # the same once more is nothing new
    assert "Course mau: laid." in taught.carry()
    assert NEW in taught.shown()
    assert "laid" not in taught.carry()
    with taught.centre.app_context():
        assert session().execute(select(CoursePart)).all() == []
        told = session().execute(select(CoursePack)).scalars()
        assert [(row.course, row.is_own, row.trouble) for row in told] == [("mau", False, None)]


def test_its_translations_come_with_it_and_the_rest_is_vietnamese(taught: Taught) -> None:
    taught.rewrite("course.yaml", OLD, NEW)
    taught.publish()
    taught.carry()
    english = taught.shown("en")
    assert IN_ENGLISH in english
    assert f">{NEW}<" not in english, "it is there to be heard slowly, not to be read"
    assert f'data-vi="{NEW}"' in english
    assert '<span lang="vi">Khóa mẫu</span>' in english
    assert NEW in taught.shown()


def test_answers_to_the_new_questions_can_be_marked_before_the_next_start(taught: Taught) -> None:
    old = taught.centre.extensions["hocso"].catalog.module("bai-mau").version
    taught.rewrite("bai-mau/questions.yaml", "critical: true", "critical: false")
    taught.publish()
    taught.carry()
    with taught.centre.app_context():
        new = create_app(taught.settings).extensions["hocso"].catalog.module("bai-mau").version
        assert new != old
        assert None not in (queries.marking_of("bai-mau", new), queries.marking_of("bai-mau", old))


def test_a_faulty_course_changes_nothing_and_says_why(taught: Taught) -> None:
    taught.rewrite("bai-mau/lesson.md", "## ", "[x](khong-co)\n\n## ")
    with pytest.raises(courses.NotMade, match=r"lesson\.md"):
        taught.publish()
    with taught.province.app_context():
        fresh = pack.gathered(taught.written, "mau", 1_800_000_000)  # a linter of another version let it pass
        courses.tell(fresh, pack.sealed(fresh, identity.sign))
    assert "Course mau: refused, faulty." in taught.carry()
    assert OLD in taught.shown()
    assert not list((taught.settings.data_dir / "courses").glob("*.pack"))
    with taught.centre.app_context():
        assert "lesson.md" in str(session().execute(select(CoursePack.faults)).scalar_one())


def test_a_pack_that_another_server_signed_is_not_laid(taught: Taught) -> None:
    taught.rewrite("course.yaml", OLD, NEW)
    taught.publish()
    with taught.province.app_context(), write() as current:
        part = current.execute(select(CoursePart)).scalars().one()
        part.data = part.data[:-64] + bytes(64)
    assert "Course mau: refused, unsigned." in taught.carry()
    assert OLD in taught.shown()


def test_a_course_that_the_centres_program_has_newer_is_not_laid(taught: Taught) -> None:
    taught.rewrite("bai-mau/module.yaml", "reviewed_on: 2026", "reviewed_on: 2025")
    taught.publish()
    assert "Course mau: refused, older." in taught.carry()
    assert not list((taught.settings.data_dir / "courses").glob("*.pack"))


def test_a_centre_tells_its_province_no_courses(taught: Taught) -> None:
    with taught.centre.app_context():
        courses.make("mau")
        stick.export(taught.stick, None)
    with taught.province.app_context():
        taken = stick.take_in(taught.stick)
        assert taken is not None
        assert taken.refused == 1
        assert session().execute(select(CoursePack)).all() == []


def test_a_course_in_many_parts_is_laid_once_the_last_is_here(
    taught: Taught, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courses, "A_PART", 400)
    taught.rewrite("course.yaml", OLD, NEW)
    taught.publish()
    parts = taught.parts()
    with taught.centre.app_context():
        province = session().execute(select(Peer.id)).scalar_one()
        for some in (parts[1:], parts[2:], parts[1:3]):
            with write() as current:
                assert courses.keep(current, province, some) == 0
            assert courses.lay_waiting() == []
        with write() as current:
            assert courses.keep(current, province, parts[:1]) == 0
        assert [one.trouble for one in courses.lay_waiting()] == [None]
    assert "Course" not in taught.carry()
    assert NEW in taught.shown()


def test_a_stick_carries_courses_too_and_an_older_one_takes_nothing_back(
    taught: Taught, tmp_path: Path
) -> None:
    older, newer = tmp_path / "older", tmp_path / "newer"
    for file, text in ((older, "Bản thứ nhất."), (newer, NEW)):
        taught.rewrite("course.yaml", OLD if file == older else "Bản thứ nhất.", text)
        taught.publish()
        with taught.province.app_context():
            stick.export(file, None)
    assert "Course mau: laid." in taught.here("sync", "import", str(newer))
    taught.here("sync", "import", str(older))
    assert NEW in taught.shown()


def test_a_death_between_laying_and_noting_it_is_made_good(taught: Taught) -> None:
    taught.rewrite("course.yaml", OLD, NEW)
    taught.publish()
    taught.carry()
    parts = taught.parts()
    with taught.centre.app_context():
        with write() as current:  # as if it had not been noted
            current.execute(update(CoursePack).values(settled_at=None))
            courses.keep(current, session().execute(select(Peer.id)).scalar_one(), parts)
        draft = taught.settings.data_dir / "courses" / "mau.pack.99999"
        draft.write_bytes(b"half")
        assert [one.trouble for one in courses.lay_waiting()] == [None]
        assert not draft.exists()
    assert NEW in taught.shown()


def test_a_running_centre_takes_up_what_comes_over_the_line(
    make_server: Callable[..., Server], databases: Any, tmp_path: Path
) -> None:
    written, own = copied(tmp_path / "written"), tmp_path / "own"
    province = make_server(COURSES_DIR=str(written))
    own.mkdir()
    centre = Server(own, databases.prepared(), COURSES_DIR=str(SAMPLE), UPSTREAM_URL=province.url)
    settings = settings_for(centre.database_url, own)
    app = create_app(replace(settings, upstream_url=province.url, courses_dir=SAMPLE))
    cover = written / "mau" / "course.yaml"
    cover.write_text(cover.read_text(encoding="utf-8").replace(OLD, NEW), encoding="utf-8")
    with looking_into(province):
        code = invited()
    told = create_app(replace(settings_for(province.database_url, province.data_dir), courses_dir=written))
    with told.app_context():
        courses.make("mau")
    close(told)
    with app.app_context():
        upstream.pair(code)
    close(app)
    try:
        centre.start()
        deadline = time.monotonic() + SECONDS_TO_START
        while NEW not in read(f"{centre.url}/vi/khoa/mau/"):
            assert time.monotonic() < deadline, centre.log
            time.sleep(0.5)
    finally:
        centre.stop()


def read(address: str) -> str:
    try:
        return httpx.get(address).text
    except httpx.TransportError:  # one worker has just taken another's place
        return ""


def invited() -> str:
    with write():
        return operations.invite(by=None)
