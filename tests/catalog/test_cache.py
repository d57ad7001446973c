"""The catalogue as it was read last time: the same, at once, and only for exactly the same content."""

import pickle
from datetime import date
from pathlib import Path

import pytest

from learning import catalog
from learning.catalog import loader
from learning.catalog.content import Catalog
from tests.catalog.sample import MODULE, copied

TODAY = date(2026, 11, 22)


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    return copied(tmp_path)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def files(kept: Path) -> list[str]:
    return sorted(path.name for path in kept.iterdir())


def test_what_was_kept_is_what_was_read(courses: Path, kept: Path) -> None:
    read = loader.load(courses, TODAY)
    for _ in range(2):
        found = catalog.load(courses, TODAY, kept)
        assert (found.courses, found.facts, found.frameworks) == (read.courses, read.facts, read.frameworks)
        assert found.problems == read.problems
        assert [module.version for module in found.modules] == [module.version for module in read.modules]


def test_a_second_time_no_file_is_parsed(courses: Path, kept: Path) -> None:
    """Something else under the same name is what comes then."""
    catalog.load(courses, TODAY, kept)
    (place,) = kept.iterdir()
    place.write_bytes(pickle.dumps(Catalog((), {}, {}, ())))
    assert catalog.load(courses, TODAY, kept).modules == ()


@pytest.mark.parametrize("file", ["facts.yaml", f"{MODULE}/lesson.md", f"{MODULE}/questions.yaml"])
def test_a_changed_file_is_read_and_takes_the_place_of_the_old(courses: Path, kept: Path, file: str) -> None:
    catalog.load(courses, TODAY, kept)
    before = files(kept)
    (courses / file).write_text((courses / file).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert catalog.load(courses, TODAY, kept).problems == loader.load(courses, TODAY).problems
    assert len(files(kept)) == 1
    assert files(kept) != before


def test_a_file_that_is_gone_is_noticed(courses: Path, kept: Path) -> None:
    catalog.load(courses, TODAY, kept)
    (courses / MODULE / "lesson.md").unlink()
    assert catalog.load(courses, TODAY, kept).modules == ()


def test_on_another_day_review_dates_are_looked_at_again(courses: Path, kept: Path) -> None:
    assert not catalog.load(courses, TODAY, kept).problems
    assert catalog.load(courses, date(2040, 1, 1), kept).problems


@pytest.mark.parametrize("torn", [b"", b"\x80\x05", b"not a pickle", b"\x80\x05]."])
def test_what_was_kept_and_is_torn_is_read_anew(courses: Path, kept: Path, torn: bytes) -> None:
    catalog.load(courses, TODAY, kept)
    (place,) = kept.iterdir()
    place.write_bytes(torn)
    assert len(catalog.load(courses, TODAY, kept).modules) == 1
    assert len(place.read_bytes()) > len(torn)


def test_where_nothing_can_be_kept_the_site_is_there_all_the_same(courses: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file where a folder should be")
    assert len(catalog.load(courses, TODAY, tmp_path / "kept").modules) == 1
