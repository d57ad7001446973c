"""Course packs: the same bytes for the same course, and nothing but a whole, plain, bounded course inside."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from learning.catalog import laid, load, pack
from learning.catalog.pack import NotAPack, Pack
from learning.i18n.course_texts import Compiled
from learning.peers.identity import is_signed
from tests.catalog.sample import SAMPLE, TODAY, copied

NUMBER = 1_795_000_000
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
TITLE = "title: Khóa mẫu"


def sample_pack() -> Pack:
    return pack.gathered(SAMPLE, "mau", NUMBER)


def sealed(files: dict[str, object], contents: bytes = b"") -> bytes:
    """A pack as nobody of ours would write it: with this list of files."""
    head = {"course": "mau", "number": NUMBER, "facts": {}, "figures": {}, "files": files}
    listed = json.dumps(head).encode()
    return pack.KIND + zlib.compress(len(listed).to_bytes(4, "big") + listed + contents) + bytes(64)


def signed_by_us(data: bytes) -> bool:
    public = KEY.public_key().public_bytes_raw()
    return pack.is_signed(data, lambda said, by: is_signed(public, said, by))


def test_the_same_course_is_the_same_file_and_comes_out_as_it_went_in(tmp_path: Path) -> None:
    first = pack.sealed(sample_pack(), KEY.sign)
    assert first == pack.sealed(pack.gathered(copied(tmp_path), "mau", NUMBER), KEY.sign)
    assert signed_by_us(first)
    assert pack.opened(first) == sample_pack()
    assert len(sample_pack().facts) > 0


def test_no_changed_byte_and_no_other_signer_passes() -> None:
    chance, whole = Random(20_261_128), pack.sealed(sample_pack(), KEY.sign)
    for at in chance.sample(range(len(whole)), 60):
        assert not signed_by_us(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert not signed_by_us(whole[:at])
    assert not signed_by_us(pack.sealed(sample_pack(), Ed25519PrivateKey.generate().sign))


def test_whatever_is_cut_or_flipped_raises_nothing_but_that_it_is_no_pack() -> None:
    chance, whole = Random(20_261_128), pack.sealed(sample_pack(), KEY.sign)
    for at in chance.sample(range(len(whole)), 60):
        for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :]):
            try:
                pack.opened(damaged)
            except NotAPack:
                continue
            assert at >= len(whole) - 64  # in the signature, which is judged apart


@pytest.mark.parametrize(
    "path",
    ["../x.yaml", "/etc/x.yaml", "a/../x.yaml", "a/b/c/x.md", ".x.md", "a\\x.md", "x", "A/x.md", "a/x.md\n"],
)
def test_a_path_that_leads_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(NotAPack):
        pack.opened(sealed({"course.yaml": 0, path: 0}))


@pytest.mark.parametrize(
    ("files", "contents"),
    [
        ({"course.yaml": 2}, b"x"),
        ({"course.yaml": 0}, b"x"),
        ({"course.yaml": -1}, b""),
        ({"course.yaml": 300_000}, bytes(300_000)),
        ({"course.yaml": True}, b"x"),
        ({"bai/x.md": 0}, b""),
        ({"course.yaml": 0} | {f"bai/x{n}.md": 0 for n in range(1001)}, b""),
        ({"course.yaml": 0}, bytes(25 * 1024 * 1024)),  # 24 KiB as it travels
    ],
)
def test_lengths_that_lie_and_bombs_are_refused(files: dict[str, object], contents: bytes) -> None:
    with pytest.raises(NotAPack):
        pack.opened(sealed(files, contents))


def test_a_laid_pack_stands_in_the_place_of_the_programs_course(tmp_path: Path) -> None:
    newer = _told(sample_pack(), "Khóa mẫu, bản mới")
    assert laid.faults(SAMPLE, [], [newer], tmp_path) == []
    laid.lay(tmp_path, "mau", pack.sealed(newer, KEY.sign))
    served = laid.served(SAMPLE, tmp_path)
    assert load(served.folder, TODAY).course("mau").title == "Khóa mẫu, bản mới"
    assert served.numbers == {"mau": NUMBER}
    assert laid.served(SAMPLE, tmp_path) == served
    assert sorted(path.name for path in (tmp_path / "courses").iterdir()) == ["mau.pack", served.folder.name]


def test_its_translations_lie_beside_a_laid_course_without_the_unsound_ones(tmp_path: Path) -> None:
    words = {"Một câu": "A sentence", "Gọi {fact:a}": "Call", "Xem [đây](b)": "See [here](c)"}
    spoken = replace(sample_pack(), words={"en": words, "vi@hmn": {"Một câu": "…"}})
    whole = pack.sealed(spoken, KEY.sign)
    laid.lay(tmp_path, "mau", whole)
    assert pack.opened(whole) == spoken
    assert not spoken.holds_the_same_as(sample_pack())
    served = laid.served(SAMPLE, tmp_path)
    assert served.words is not None
    english = Compiled(served.words / "en" / "LC_MESSAGES" / "mau.mo")
    assert [english.get(text) for text in words] == ["A sentence", None, None]
    assert load(served.folder, TODAY).course("mau").title == "Khóa mẫu"


@pytest.mark.parametrize("words", [[], {"../x": {}}, {"en": []}, {"en": {"a": 1}}, {"en": {"a": ""}}])
def test_words_of_another_shape_are_refused(words: Any) -> None:
    with pytest.raises(NotAPack):
        pack.opened(pack.sealed(replace(sample_pack(), words=words), KEY.sign))


def test_an_update_of_the_program_with_a_later_review_wins_over_a_laid_pack(tmp_path: Path) -> None:
    laid.lay(tmp_path, "mau", pack.sealed(sample_pack(), KEY.sign))
    courses = copied(tmp_path / "program")
    module = courses / "mau" / "bai-mau" / "module.yaml"
    module.write_text(module.read_text().replace("reviewed_on: 2026", "reviewed_on: 2027"))
    assert laid.served(courses, tmp_path) == laid.Served(courses, {})


def test_a_pack_that_cannot_be_read_any_more_leaves_the_programs_course(tmp_path: Path) -> None:
    laid.lay(tmp_path, "mau", b"torn")
    assert laid.served(SAMPLE, tmp_path).folder == SAMPLE


def test_what_the_linter_finds_new_is_a_fault(tmp_path: Path) -> None:
    broken = replace(
        sample_pack(), files={**sample_pack().files, "bai-mau/lesson.md": b"## A\n\n[x](nirgends)\n"}
    )
    found = laid.faults(SAMPLE, [], [broken], tmp_path)
    assert any("nirgends" in str(problem) for problem in found)
    assert list((tmp_path / "courses").iterdir()) == []


def _told(one: Pack, title: str) -> Pack:
    cover = one.files["course.yaml"].decode()
    old = cover.splitlines()[0]
    return replace(one, files={**one.files, "course.yaml": cover.replace(old, f"title: {title}").encode()})
