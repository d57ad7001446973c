"""Whatever happens to a file, authors get a located error and nobody gets an exception."""

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.catalog.content import Problem
from learning.catalog.located import read_yaml
from learning.catalog.validation import check
from tests.catalog.sample import MODULE, SAMPLE, TODAY, copied

FILES = {file: f"{MODULE}/{file}" for file in ("module.yaml", "questions.yaml", "practice.yaml")} | {
    "course.yaml": "mau/course.yaml",
    "facts.yaml": "facts.yaml",
    "khung-thu.yaml": "frameworks/khung-thu.yaml",
}
ALL = [*FILES.values(), f"{MODULE}/lesson.md", f"{MODULE}/pictures/nha.svg"]
# What may be left out. All else is asked for.
OPTIONAL = {"critical", "picture", "right", "icon", "detail", "on", "why", "wishes", "file", "so-thu", "to"}

Path_ = tuple[str | int, ...]
shared_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    """The sample as files that may be changed; each example changes one file and is put back."""
    return copied(tmp_path)


def places(file: str) -> list[tuple[str, Path_]]:
    """Every place in a YAML file."""
    return [(file, path) for path in read_yaml((SAMPLE / file).read_text(encoding="utf-8")).lines]


PLACES = [place for file in FILES.values() for place in places(file)]
NAMED = [(file, path) for file, path in PLACES if isinstance(path[-1], str)]
ASKED_FOR = [(file, path) for file, path in NAMED if path[-1] not in OPTIONAL]


def as_lists(value: Any) -> Any:
    if isinstance(value, tuple):
        return [as_lists(each) for each in value]
    return {key: as_lists(each) for key, each in value.items()} if isinstance(value, dict) else value


DATA = {
    file: as_lists(read_yaml((SAMPLE / file).read_text(encoding="utf-8")).data) for file in FILES.values()
}


def holder(data: Any, path: Path_) -> Any:
    for step in path[:-1]:
        data = data[step]
    return data


def judged(courses: Path, file: str, text: str | bytes) -> list[Problem]:
    """What the linter says of one changed file; the file is put back."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    (courses / file).write_bytes(data)
    problems = check(courses, TODAY)
    for problem in problems:
        target = courses / problem.file
        last = target.read_bytes().count(b"\n") + 1 if target.is_file() else 1
        assert 1 <= problem.line <= last, problem
        assert problem.say
    (courses / file).write_bytes((SAMPLE / file).read_bytes())
    return problems


def written(data: Any) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


@pytest.mark.parametrize("file", FILES.values())
def test_writing_the_data_back_changes_nothing(courses: Path, file: str) -> None:
    assert judged(courses, file, written(DATA[file])) == []


@shared_folder
@given(place=st.sampled_from(ASKED_FOR))
def test_nothing_that_is_asked_for_may_be_missing(courses: Path, place: tuple[str, Path_]) -> None:
    file, path = place
    data = copy.deepcopy(DATA[file])
    del holder(data, path)[path[-1]]
    assert any(problem.level == "error" for problem in judged(courses, file, written(data)))


@shared_folder
@given(place=st.sampled_from(NAMED))
def test_nothing_may_have_another_name(courses: Path, place: tuple[str, Path_]) -> None:
    file, path = place
    data = copy.deepcopy(DATA[file])
    held = holder(data, path)
    held[f"{path[-1]}_x"] = held.pop(path[-1])
    assert any(problem.level == "error" for problem in judged(courses, file, written(data)))


WRONG = [{}, [], {"a": 1}, [[]], 3.5, "", "\u0301", "x" * 700, "a\nb", None]


@shared_folder
@given(place=st.sampled_from(PLACES), value=st.sampled_from(WRONG))
def test_no_place_takes_just_any_value(courses: Path, place: tuple[str, Path_], value: object) -> None:
    file, path = place
    data = copy.deepcopy(DATA[file])
    holder(data, path)[path[-1]] = value
    problems = judged(courses, file, written(data))
    may_be_nothing = value in (None, [], {}) and path[-1] in OPTIONAL
    assert may_be_nothing or any(problem.level == "error" for problem in problems)


@shared_folder
@given(file=st.sampled_from(ALL), data=st.data())
def test_mangled_files_never_raise(courses: Path, file: str, data: st.DataObject) -> None:
    whole = (SAMPLE / file).read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 200)))
    put = data.draw(
        st.binary(max_size=12) | st.text(st.sampled_from("-:{}[]\"'#\n *&!>|<`é"), max_size=8).map(str.encode)
    )
    judged(courses, file, whole[:start] + put + whole[end:])


@pytest.mark.parametrize("file", ALL)
def test_a_file_that_ends_too_early_never_raises(courses: Path, file: str) -> None:
    whole = (SAMPLE / file).read_bytes()
    for end in range(0, len(whole), max(1, len(whole) // 10)):
        judged(courses, file, whole[:end])


@pytest.mark.parametrize("file", sorted(set(ALL) - {FILES["practice.yaml"]}))
def test_a_file_that_is_gone_is_missed(courses: Path, file: str) -> None:
    (courses / file).unlink()
    assert any(problem.level == "error" for problem in check(courses, TODAY))
