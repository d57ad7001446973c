"""Where there is never a line: files that somebody carries, both ways, twice, in any order, or damaged."""

from __future__ import annotations

from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from flask import Flask
from sqlalchemy import select

from learning.db import session, write
from learning.peers import identity, operations, stick
from learning.peers.models import Peer
from learning.records import operations as records
from tests.conftest import looking_into
from tests.support.pair import Pair, answer, kept, learn


def carried(pair: Pair, file: Path, *, to: str) -> stick.Taken | None:
    """Write at one, take in at the other."""
    centre, province = pair.centre.app_context(), looking_into(pair.province)
    writer, reader = (centre, province) if to == "province" else (province, centre)
    with writer:
        stick.export(file, None)
    with reader:
        return stick.take_in(file)


def test_two_servers_without_a_line_come_to_have_the_same(pair: Pair, tmp_path: Path) -> None:
    with pair.centre.app_context():
        lan = learn("Lan")
    with looking_into(pair.province):
        learn("Minh")
    first, second, back = (tmp_path / name for name in ("first", "second", "back"))
    with pair.centre.app_context():
        stick.export(first, None)
        answer(lan, "bai-sau")
        stick.export(second, None)
    with looking_into(pair.province):
        for file in (second, first, second):  # the newer first, and one of them twice
            stick.take_in(file)
    assert carried(pair, back, to="centre") is not None
    with pair.centre.app_context():
        assert stick.take_in(back) is None
        here = kept()
        assert list(records.rebuild(verify=True)) == []
    with looking_into(pair.province):
        assert kept() == here
    carried(pair, first, to="province")  # now both know that the other has it all
    carried(pair, back, to="centre")
    with pair.centre.app_context():
        assert stick.export(first, None) == 0
    assert b"Lan" not in second.read_bytes()
    assert "0 refused" in pair.run()


def test_a_damaged_short_or_foreign_file_changes_nothing(pair: Pair, tmp_path: Path) -> None:
    chance, file, bad = Random(20_261_128), tmp_path / "file", tmp_path / "bad"
    with pair.centre.app_context():
        learn("Lan")
        stick.export(file, None)
        with pytest.raises(stick.NotTaken, match="another server"):
            stick.take_in(file)
    whole = file.read_bytes()
    with looking_into(pair.province):
        before, taken = kept(), session().execute(select(Peer.taken)).scalar_one()
        for _ in range(40):
            at = chance.randrange(len(whole))
            flipped = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
            for damaged in (flipped, whole[:at]):
                bad.write_bytes(damaged)
                with pytest.raises(stick.NotTaken, match="Nothing was changed"):
                    stick.take_in(bad)
        assert (kept(), session().execute(select(Peer.taken)).scalar_one()) == (before, taken)
        with write():
            operations.revoke(session().execute(select(Peer.id)).scalar_one(), by=None)
        with pytest.raises(stick.NotTaken, match="not paired"):
            stick.take_in(file)


def test_a_person_at_the_machine_reads_one_sentence(pair: Pair, tmp_path: Path) -> None:
    file = tmp_path / "stick"
    assert "records for the other server" in pair.command("sync", "export", str(file)).said
    file.write_bytes(file.read_bytes()[:-1])
    told = pair.command("sync", "import", str(file))
    assert (told.code, "Traceback" in told.said) == (1, False)
    assert "another server" in told.said


def test_sealing_keys_follow_from_the_keys_that_are_pinned(app: Flask) -> None:
    other = X25519PrivateKey.generate()
    public = other.public_key()
    assert identity.own_sealing_key().exchange(public) == other.exchange(
        identity.sealing_key_of(identity.own_public())
    )
    assert isinstance(identity.node_of(Ed25519PrivateKey.generate().public_key().public_bytes_raw()), UUID)
