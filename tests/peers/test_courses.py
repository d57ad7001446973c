"""Courses go from the province to its centres: signed, judged, laid whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from learning.catalog import laid, pack
from learning.cli import register
from learning.db import session, write
from learning.factory import create_app
from learning.peers import courses, stick
from learning.peers.models import CoursePack, CoursePart, Peer
from learning.records import queries
from tests.catalog.sample import SAMPLE, copied
from tests.conftest import close, settings_for
from tests.support.pair import SECRET, Pair
from tests.support.server import Server

OLD, NEW = "Một khóa nhỏ có đủ mọi thứ, để thử.", "Khóa này đã được tỉnh sửa lại."


class Taught(Pair):
    """A pair whose province may change its courses."""

    written: Path

    @contextmanager
    def province_app(self) -> Iterator[Flask]:
        settings = settings_for(self.province.database_url, self.province.data_dir)
        app = create_app(replace(settings, courses_dir=self.written))
        with app.app_context():
            yield app
        close(app)

    def rewrite(self, file: str, old: str, new: str) -> None:
        path = self.written / "mau" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def publish(self) -> int | None:
        with self.province_app():
            return courses.make("mau")

    def shown(self) -> str:
        """The course's page, as the centre shows it after its next start."""
        app = create_app(self.settings)
        page = app.test_client().get("/vi/khoa/mau/").text
        close(app)
        return page


@pytest.fixture
def taught(
    make_server: Callable[..., Server], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Taught]:
    written = copied(tmp_path / "written")
    province, own = make_server(COURSES_DIR=str(written)), tmp_path_factory.mktemp("centre")
    settings = settings_for(f"sqlite:///{own / 'centre.db'}", own)
    centre = create_app(replace(settings, secret_key=SECRET, upstream_url=province.url, courses_dir=SAMPLE))
    register(centre)
    pair = Taught(centre, province)
    pair.written = written
    pair.here("prepare")
    pair.join()
    yield pair
    close(centre)


def test_what_the_province_wrote_is_taught_at_the_centre(taught: Taught) -> None:
    taught.rewrite("course.yaml", OLD, NEW)
    assert taught.publish() is not None
    assert taught.publish() is None  # the same once more is nothing new
    assert "Course mau: laid." in taught.run()
    assert NEW in taught.shown()
    assert "laid" not in taught.run()
    with taught.centre.app_context():
        assert session().execute(select(CoursePart)).all() == []
        told = [row for row in session().execute(select(CoursePack)).scalars()]
        assert [(row.course, row.is_own, row.trouble) for row in told] == [("mau", False, None)]


def test_answers_to_the_new_questions_can_be_marked_before_the_next_start(taught: Taught) -> None:
    old = taught.centre.extensions["hocso"].catalog.module("bai-mau").version
    taught.rewrite("bai-mau/questions.yaml", "critical: true", "critical: false")
    taught.publish()
    taught.run()
    with taught.centre.app_context():
        new = create_app(taught.settings).extensions["hocso"].catalog.module("bai-mau").version
        assert new != old
        assert None not in (queries.marking_of("bai-mau", new), queries.marking_of("bai-mau", old))


def test_a_faulty_course_changes_nothing_and_says_why(taught: Taught) -> None:
    taught.rewrite("bai-mau/lesson.md", "## ", "[x](khong-co)\n\n## ")
    with pytest.raises(courses.NotMade, match="lesson.md"):
        taught.publish()
    with taught.province_app() as province:
        slip_through(province, taught.written)
    assert "Course mau: refused, faulty." in taught.run()
    assert OLD in taught.shown()
    assert not list((taught.settings.data_dir / "courses").glob("*.pack"))
    with taught.centre.app_context():
        assert "lesson.md" in str(session().execute(select(CoursePack.faults)).scalar_one())


def test_a_pack_that_another_server_signed_is_not_laid(taught: Taught) -> None:
    taught.rewrite("course.yaml", OLD, NEW)
    taught.publish()
    with taught.province_app(), write() as current:
        part = current.execute(select(CoursePart)).scalars().one()
        part.data = part.data[:-64] + bytes(64)
    assert "Course mau: refused, unsigned." in taught.run()
    assert OLD in taught.shown()


def test_a_centre_tells_its_province_no_courses(taught: Taught) -> None:
    with taught.centre.app_context():
        courses.make("mau")
    taught.run()
    with taught.province_app():
        assert session().execute(select(CoursePack)).all() == []
        assert session().execute(select(Peer.refused)).scalar_one() == 1


def test_a_course_in_many_parts_is_laid_once_the_last_is_here(
    taught: Taught, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courses, "A_PART", 400)
    taught.rewrite("course.yaml", OLD, NEW)
    taught.publish()
    with taught.province_app():
        parts = list(
            courses.told(session(), list(session().execute(select(CoursePart.id)).scalars())).values()
        )
    with taught.centre.app_context():
        province = session().execute(select(Peer.id)).scalar_one()
        for some in (parts[1:], parts[2:], parts[1:3]):
            with write() as current:
                assert courses.keep(current, province, some) == 0
            assert courses.lay_waiting() == []
        with write() as current:
            assert courses.keep(current, province, parts[:1]) == 0
        assert [one.trouble for one in courses.lay_waiting()] == [None]
    assert "refused" in taught.run()
    assert NEW in taught.shown()


def test_a_stick_carries_courses_too_and_an_older_one_takes_nothing_back(
    taught: Taught, tmp_path: Path
) -> None:
    older, newer = tmp_path / "older", tmp_path / "newer"
    for file, text in ((older, "Bản thứ nhất."), (newer, NEW)):
        taught.rewrite("course.yaml", OLD if file == older else "Bản thứ nhất.", text)
        taught.publish()
        with taught.province_app():
            stick.export(file, None)
    assert "Course mau: laid." in taught.here("sync", "import", str(newer))
    taught.here("sync", "import", str(older))
    assert NEW in taught.shown()


def test_a_death_between_laying_and_noting_it_is_made_good(taught: Taught) -> None:
    taught.rewrite("course.yaml", OLD, NEW)
    taught.publish()
    taught.run()
    with taught.province_app():
        parts = list(
            courses.told(session(), list(session().execute(select(CoursePart.id)).scalars())).values()
        )
    with taught.centre.app_context():
        with write() as current:  # as if it had not been noted
            current.execute(update(CoursePack).values(settled_at=None))
            courses.keep(current, session().execute(select(Peer.id)).scalar_one(), parts)
        draft = taught.settings.data_dir / "courses" / "mau.pack.99999"
        draft.write_bytes(b"half")
        assert [one.trouble for one in courses.lay_waiting()] == [None]
    assert NEW in taught.shown()


def slip_through(province: Flask, written: Path) -> None:
    """What a province with a linter of another version might send."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(laid, "errors_in", lambda folder, one: [])
        assert courses.make("mau") is not None
    assert pack.gathered(written, "mau", 1).files
