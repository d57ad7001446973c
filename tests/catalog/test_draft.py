"""A module as far as it can be read: the good parts stand, the broken ones leave their place open."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.catalog.draft import Draft, draft_of, title_of
from learning.catalog.folder import Folder
from tests.catalog.sample import MODULE, SAMPLE, changed, copied, sample_module
from tests.catalog.test_mutations import shared_folder

FILES = ("module.yaml", "lesson.md", "questions.yaml", "practice.yaml", "pictures/nha.svg")


def drafted(courses: Path) -> Draft:
    return draft_of(Folder(courses / MODULE, MODULE))


def test_a_whole_module_is_drafted_whole() -> None:
    draft, module = drafted(SAMPLE), sample_module()
    assert draft.about
    assert draft.title == module.title == draft.about.title
    assert [one.what for one in draft.screens] == list(module.screens)
    assert [one.what for one in draft.questions] == list(module.bank.questions)
    assert draft.practice
    assert draft.practice.whole == module.practice
    assert draft.pictures == module.pictures
    assert not draft.has_radio


def test_one_broken_question_leaves_its_place_open_and_keeps_its_line(tmp_path: Path) -> None:
    courses = copied(tmp_path)
    changed(courses, "questions.yaml", "kind: multiple", "kind: nhieu")
    questions = drafted(courses).questions
    assert [one.what is None for one in questions] == [False, False, False, True, *[False] * 8]
    assert questions[3].line == 30


def test_a_rehearsal_that_cannot_be_walked_still_shows_its_screens(tmp_path: Path) -> None:
    courses = copied(tmp_path)
    changed(courses, "practice.yaml", "start: nha", "start: xa")
    practice = drafted(courses).practice
    assert practice
    assert practice.whole is None
    assert practice.said["goal"] == "Nối vào mạng của nhà văn hóa."
    assert [one.what.id for one in practice.screens if one.what] == ["nha", "cai-dat", "wifi", "mang"]


def test_a_screen_without_a_heading_leaves_its_place_open(tmp_path: Path) -> None:
    courses = copied(tmp_path)
    changed(courses, "lesson.md", "## Trang hai\n", "Trang hai\n")
    first, second = drafted(courses).screens
    assert (first.line, first.what is None) == (1, False)
    assert (second.line, second.what is None) == (15, True)


def test_the_note_card_has_its_own_lines_of_the_cover(tmp_path: Path) -> None:
    courses = copied(tmp_path)
    changed(courses, "module.yaml", "reviewed_on:", "note:\n  - Một câu.\n  - Hai câu.\nreviewed_on:")
    assert drafted(courses).note_lines == range(10, 13)
    assert drafted(SAMPLE).note_lines == range(0)


def test_a_title_is_known_before_the_rest_of_the_cover(tmp_path: Path) -> None:
    courses = copied(tmp_path)
    changed(courses, "module.yaml", "minutes: 5", "minutes: năm")
    folder = Folder(courses / MODULE, MODULE)
    assert title_of(folder) == "Bài mẫu"
    assert draft_of(folder).about is None
    assert folder.problems == []


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    """The sample as files that may be changed; each example puts its file back."""
    return copied(tmp_path)


@shared_folder
@given(file=st.sampled_from(FILES), data=st.data())
def test_whatever_a_file_holds_something_can_be_drafted(
    courses: Path, file: str, data: st.DataObject
) -> None:
    path = courses / MODULE / file
    whole = (SAMPLE / MODULE / file).read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    put = data.draw(
        st.binary(max_size=8) | st.text(st.sampled_from("-:{}[]\"'#\n *&<`é"), max_size=6).map(str.encode)
    )
    path.write_bytes(whole[:start] + put + whole[end:])
    drafted(courses)
    path.write_bytes(whole)


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_gone_leaves_the_others(courses: Path, file: str) -> None:
    (courses / MODULE / file).unlink()
    draft = drafted(courses)
    left = [draft.about, draft.screens, draft.questions, draft.practice, draft.pictures]
    assert sum(not part for part in left) == 1
