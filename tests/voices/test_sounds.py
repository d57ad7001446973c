"""What a real ffmpeg hears and copies, and a server without one."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from imageio_ffmpeg import get_ffmpeg_exe  # type: ignore[import-untyped]  # it comes without types

from learning.voices import files, queries, rules
from tests.factories.desk import a_translator, text
from tests.factories.voices import a_recording, ogg
from tests.support.site import Site

TITLE = "An toàn trên mạng"
FFMPEG: str = get_ffmpeg_exe()
TONE = "sine=frequency=330:duration=2"


@pytest.fixture
def desk(make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Site]:
    """A site of one's own on a server where there is nothing but ffmpeg."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "ffmpeg").symlink_to(FFMPEG)
    app = make_app()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with app.app_context():
        yield Site(app)


def spoken(sound: str) -> bytes:
    """As a phone would send it: Opus in WebM."""
    made = [FFMPEG, "-f", "lavfi", "-i", sound, "-c:a", "libopus", "-b:a", "20k", "-f", "webm", "-"]
    return subprocess.run(made, capture_output=True, check=True).stdout


def send(desk: Site, sound: bytes, status: int = 200) -> str:
    sent = {"tieng": (BytesIO(sound), "a.webm"), "ms": "1"}  # what the phone says does not count here
    return desk.post("voices.keep", sent, code="vi", key=text(TITLE).key, status=status).html


def approved(desk: Site) -> str:
    """One reads, another approves; the file's name."""
    desk.sign_in(a_translator("Chị Nọi", "vi"), "staff")
    desk.post("voices.agree", {}, code="vi")
    send(desk, spoken(TONE))
    hearer = a_translator("Anh Sinh", "vi")
    found, _ = queries.to_hear("vi", hearer)
    assert found is not None
    desk.sign_in(hearer, "staff")
    desk.post("voices.decide", {"lam": "duyet", "ten": found.name}, code="vi", clip_id=found.id)
    return found.name


def test_an_approved_recording_has_a_copy_for_browsers_without_opus(desk: Site) -> None:
    name = approved(desk)
    copy = Site(desk.app).client.get("/giong/" + name.replace("webm", "m4a"))
    assert (copy.status_code, copy.mimetype, rules.kind_of(copy.data)) == (200, "audio/mp4", "m4a")
    assert len(copy.data) < 2 * rules.BYTES_PER_SECOND + rules.BYTES_OF_HEAD
    os.utime(files.path_of(name.replace("webm", "m4a")), (0, 0))
    files.sweep(queries.names())
    assert files.path_of(name.replace("webm", "m4a")).exists()
    files.remove([name])
    assert not files.path_of(name.replace("webm", "m4a")).exists()


def test_without_ffmpeg_there_is_no_copy(desk: Site, tmp_path: Path) -> None:
    (tmp_path / "bin" / "ffmpeg").unlink()
    reader, hearer = a_translator("Chị Hoa", "vi"), a_translator("Anh Sinh", "vi")
    name = rules.name_of(ogg(), "ogg")
    clip = a_recording(reader, TITLE, ogg(), "vi")
    desk.sign_in(hearer, "staff")
    desk.post("voices.decide", {"lam": "duyet", "ten": name}, code="vi", clip_id=clip)
    learner = Site(desk.app).client
    assert learner.get(f"/giong/{name}").status_code == 200
    assert learner.get(f"/giong/{name.replace('ogg', 'm4a')}").status_code == 404


@pytest.mark.parametrize(
    ("sound", "said"),
    [
        ("anullsrc=duration=2", "chỗ lặng dài"),
        (TONE + ",volume=-25dB", "Nhỏ quá"),
        ("sine=frequency=330:duration=0.2", "ngắn quá"),
    ],
)
def test_what_cannot_be_heard_is_measured_and_not_kept(desk: Site, sound: str, said: str) -> None:
    desk.sign_in(a_translator("Chị Nọi", "vi"), "staff")
    desk.post("voices.agree", {}, code="vi")
    assert said in send(desk, spoken(sound), status=422)
    assert queries.names() == set()
