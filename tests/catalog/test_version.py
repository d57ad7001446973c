"""A version changes with what can change a mark, and with nothing else."""

from pathlib import Path

import pytest

from learning import catalog
from learning.catalog.version import canonical, version_of
from tests.catalog.sample import MODULE, TODAY, copied, sample_module

GOLDEN = "a325e60e49515f7b"


def version_after(folder: Path, file: str, old: str, new: str) -> str:
    path = copied(folder) / MODULE / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return catalog.load(folder / "courses", TODAY).module("bai-mau").version


def test_the_version_is_the_same_on_every_machine() -> None:
    """Golden: when this changes, every module everywhere gets a new version. Be sure that is meant."""
    assert sample_module().version == version_of(sample_module().marking) == GOLDEN


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("module.yaml", "Bài mẫu", "Bài mẫu mới"),
        ("lesson.md", "Nhớ kỹ điều này.", "Nhớ điều này nhé."),
        ("questions.yaml", "Người lạ gọi xin mã.", "Có người lạ gọi xin mã."),
        ("questions.yaml", "Mã là của riêng bác.", "Mã chỉ mình bác biết."),
        ("questions.yaml", "Ai xin mã thì tắt máy.", "Xin mã là tắt máy."),
        ("questions.yaml", "Chữ chỉ để đọc.", "Chữ để đọc thôi."),
        ("questions.yaml", "  picture: {file: nha.svg, alt: Một ngôi nhà}\n", ""),
        ("practice.yaml", "Ô này để xem ảnh.", "Ảnh ở đây."),
        ("practice.yaml", "icon: banh-rang, ", ""),
    ],
)
def test_mending_words_keeps_the_version(tmp_path: Path, file: str, old: str, new: str) -> None:
    assert version_after(tmp_path, file, old, new) == GOLDEN


def test_the_order_of_the_bank_and_of_options_keeps_the_version(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    path = folder / MODULE / "questions.yaml"
    *questions, last = path.read_text(encoding="utf-8").split("\n\n")
    path.write_text("\n\n".join([last.rstrip(), *questions]) + "\n", encoding="utf-8")
    assert catalog.load(folder, TODAY).module("bai-mau").version == GOLDEN


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("questions.yaml", "id: goi-la", "id: goi-xin-ma"),
        ("questions.yaml", "  critical: true\n  ask: Người lạ", "  ask: Người lạ"),
        ("questions.yaml", "{id: doc,", "{id: doc-ma,"),
        ("questions.yaml", "verdict: genuine", "verdict: scam"),
        (
            "questions.yaml",
            "Người lạ xem được đồ của bác.}",
            "Lạ mà quen.}\n    - {id: tat, say: Tắt, why: Thế.}",
        ),
        ("questions.yaml", "say: Chữ chỉ để đọc.", "say: Chữ, why: Chỉ để đọc."),
        ("questions.yaml", "{id: mo, say: Mở danh bạ", "{id: mo-ra, say: Mở danh bạ"),
        ("practice.yaml", "to: cai-dat}", "to: nha}"),
        ("practice.yaml", "{id: them,", "{id: them-mang,"),
    ],
)
def test_changing_what_is_right_changes_the_version(tmp_path: Path, file: str, old: str, new: str) -> None:
    assert version_after(tmp_path, file, old, new) != GOLDEN


def test_canonical_json_is_sorted_composed_and_unescaped() -> None:
    assert canonical({"b": ["a\u0300"], "a": None}) == '{"a":null,"b":["à"]}'
