"""A language goes from server to server as one file: from a paired one believed, else heard again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select

from learning.clock import now
from learning.db import session, write
from learning.desk import live
from learning.peers import identity
from learning.peers import operations as peers
from learning.voices import exchange, files, operations, queries, rules
from learning.voices.exchange import NoPack
from learning.voices.models import VoiceClip
from tests.factories.desk import a_translator, speaker
from tests.factories.voices import a_recording, ogg
from tests.support.site import Site

TITLE, OTHER = "An toàn trên mạng", "Nhận biết cuộc gọi và tin nhắn lừa đảo"
NAME = rules.name_of(ogg(), "ogg")


@dataclass
class Two:
    """A province where voices are recorded, and a centre without a network."""

    province: Flask
    centre: Flask

    def record(self, *words: str) -> None:
        with self.province.app_context():
            first, second = a_translator("Chị Nọi", "vi"), a_translator("Anh Sinh", "vi")
            for at, said in enumerate(words):
                sound = ogg(ms=2000 + at)
                clip = a_recording(first, said, sound, "vi")
                with write():
                    operations.approve(speaker(second, "vi"), clip, rules.name_of(sound, "ogg"))

    def pack(self) -> bytes:
        with self.province.app_context():
            return exchange.made(self.province.extensions["hocso"].languages.by_code["vi"])

    def pair(self) -> None:
        with self.province.app_context():
            key = identity.own_public()
        with self.centre.app_context(), write() as current:
            peers.pin(current, key, "Tỉnh", is_upstream=True)

    def take(self, packed: bytes) -> exchange.Taken:
        with self.centre.app_context():
            return exchange.take(exchange.read(BytesIO(packed)), None)


@pytest.fixture
def two(make_app: Callable[..., Flask], tmp_path: Path) -> Two:
    sides = [tmp_path / "province", tmp_path / "centre"]
    for folder in sides:
        folder.mkdir()
    return Two(*(make_app(data_dir=folder) for folder in sides))


def states(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = session().execute(select(VoiceClip).order_by(VoiceClip.at)).scalars()
        return [(one.text, one.state) for one in rows]


def page(app: Flask) -> str:
    return Site(app).client.get("/vi/khoa/an-toan/").text


def test_what_a_paired_server_approved_is_heard_at_once_and_taken_twice_is_there_once(two: Two) -> None:
    two.record(TITLE)
    two.pair()
    packed = two.pack()
    assert two.take(packed) == exchange.Taken(played=1, waiting=0, gone=0, suggested=0)
    assert f'<span data-clip="/giong/{NAME}">{TITLE}</span>' in page(two.centre)
    assert two.take(packed) == exchange.Taken(0, 0, 0, 0)
    assert states(two.centre) == [(TITLE, "approved")]


def test_what_any_other_server_brings_is_heard_by_a_speaker_here_first(two: Two) -> None:
    two.record(TITLE)
    assert two.take(two.pack()).waiting == 1
    assert "data-clip" not in page(two.centre)
    with two.centre.app_context():
        hearer = a_translator("Cô Lan", "vi")
        found, many = queries.to_hear("vi", hearer)
        assert found is not None
        assert (found.by, many) == (None, 1)
        with write():
            operations.approve(speaker(hearer, "vi"), found.id, found.name)
        live.look()
    assert NAME in page(two.centre)


def test_what_waited_is_heard_once_its_server_is_paired(two: Two) -> None:
    two.record(TITLE)
    packed = two.pack()
    assert two.take(packed).waiting == 1
    two.pair()
    assert two.take(packed).played == 1
    assert [state for _, state in states(two.centre)] == ["replaced", "approved"]


def test_a_voice_that_was_withdrawn_goes_with_the_next_pack_and_an_older_one_brings_it_not_back(
    two: Two,
) -> None:
    two.record(TITLE, OTHER)
    two.pair()
    before = two.pack()
    two.take(before)
    with two.province.app_context(), write():
        row = session().execute(select(VoiceClip).where(VoiceClip.text == TITLE)).scalar_one()
        session().delete(row)
    after = two.pack()
    assert two.take(json_later(two, after)).gone == 1
    assert states(two.centre) == [(OTHER, "approved")]
    with two.centre.app_context():
        assert not files.path_of(NAME).exists()
        with pytest.raises(NoPack, match="old"):
            exchange.read(BytesIO(before))


def json_later(two: Two, packed: bytes) -> bytes:
    """The same pack, made a minute later."""
    told = json.loads(ZipFile(BytesIO(packed)).read("manifest.json"))
    told["made_at"] = now().isoformat()
    return altered(packed, json.dumps(told).encode(), two.province)


def altered(packed: bytes, told: bytes, signer: Flask | None = None, sound: bytes | None = None) -> bytes:
    """With another manifest or other sounds; signed anew where there is a signer."""
    old, new = ZipFile(BytesIO(packed)), BytesIO()
    parts = {name: old.read(name) for name in old.namelist()}
    parts["manifest.json"] = told
    if signer:
        with signer.app_context():
            parts["manifest.sig"] = identity.sign(exchange.SIGNED + told)
    with ZipFile(new, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, sound if sound and name.startswith("clips/") else content)
    return new.getvalue()


def test_what_is_no_pack_or_was_changed_is_refused_and_named(two: Two) -> None:
    two.record(TITLE)
    packed = two.pack()
    told = ZipFile(BytesIO(packed)).read("manifest.json")
    bigger = told.replace(b'"format": 1', b'"format": 2')
    wrong = {
        "file": b"PK no zip",
        "signature": altered(packed, told.replace(b"2000", b"2001")),
        "format": altered(packed, bigger, two.province),
        "torn": altered(packed, told, sound=ogg(ms=2500)),
        "language": altered(packed, told.replace(b'"vi"', b'"xx"'), two.province),
    }
    with two.centre.app_context():
        for fault, file in wrong.items():
            with pytest.raises(NoPack, match=fault):
                exchange.read(BytesIO(file))
        with pytest.raises(NoPack, match="file"):
            exchange.read(BytesIO(packed), most=1000)
    with two.province.app_context(), pytest.raises(NoPack, match="own"):
        exchange.read(BytesIO(packed))


def sent(packed: bytes, do: str) -> dict[str, object]:
    return {"goi": (BytesIO(packed), "vi.zip"), "lam": do}


def test_a_translator_carries_it_by_hand(two: Two) -> None:
    """The page: out at one server, looked at and taken in at the other; nobody's name is in it."""
    two.record(TITLE)
    with two.province.app_context():
        first = Site(two.province)
        first.sign_in(a_translator("Anh Tư", "vi"), "staff")
        packed = first.client.get("/vi/dich/vi/doc/goi/tep").data
    opened = ZipFile(BytesIO(packed))
    assert not any("Nọi".encode() in opened.read(name) for name in opened.namelist())
    with two.centre.app_context():
        other = Site(two.centre)
        other.sign_in(a_translator("Cô Lan", "vi"), "staff")
        seen = other.post("clip_packs.take", sent(packed, "xem"), code="vi")
        assert "Trong gói có 1 bản ghi." in seen.html
        assert queries.names() == set()
        done = other.post("clip_packs.take", sent(packed, "nhan"), code="vi")
        assert "1 bản ghi chờ người ở đây nghe duyệt." in done.html
        other.post("clip_packs.take", sent(b"?", "nhan"), code="vi", status=422)


def test_sentences_come_with_the_clips_and_wait_for_a_second_reader(two: Two) -> None:
    with two.province.app_context():
        packed = exchange.made(two.province.extensions["hocso"].languages.by_code["en"])
    with two.centre.app_context():
        pack = exchange.read(BytesIO(packed))
        assert {"messages", "an-toan"} <= set(pack.sentences)
        taken = exchange.take(pack, speaker(a_translator("Cô Lan", "en"), "en"))
    assert taken.suggested == 0  # the centre says all of it already
