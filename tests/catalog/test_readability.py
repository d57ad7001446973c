"""The reading level: which syllables count as seldom met, and that an author is told which."""

from pathlib import Path

import pytest

from learning.catalog.loader import read_shelf
from learning.catalog.readability import Level, Rare, check_level, frequent, levels, percent
from tests.catalog.sample import MODULE, SAMPLE, copied

STRANGE = "Giao diện render cần compile lại widget trước khi deploy lên cluster staging nhé. "


def level_with(folder: Path, text: str, modules: int = 1) -> Level:
    """The level of the sample's module, with more text in the lessons of as many modules."""
    courses = copied(folder)
    lesson = courses / MODULE / "lesson.md"
    lesson.write_text(f"{lesson.read_text(encoding='utf-8').rstrip()}\n\n{text}\n", encoding="utf-8")
    for number in range(1, modules):
        source = courses / MODULE
        (courses / "mau" / f"bai-{number}").mkdir()
        for each in source.rglob("*.*"):
            target = courses / "mau" / f"bai-{number}" / each.relative_to(source)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(each.read_bytes())
    course = courses / "mau/course.yaml"
    named = ", ".join(["bai-mau", *(f"bai-{number}" for number in range(1, modules))])
    course.write_text(course.read_text().replace("[bai-mau]", f"[{named}]"))
    shelf = read_shelf(courses)
    return levels(shelf.readings, shelf.facts)[MODULE]


def test_the_list_has_4000_syllables_of_everyday_life() -> None:
    assert len(frequent()) == 4000
    assert frequent() >= {"bác", "mở", "chạm", "tiền", "ngân", "hàng", "điện", "thoại", "thóc", "giếng"}
    assert not frequent() & {"click", "app", "website", "online", "password", "harry"}


def test_the_list_says_whose_it_is_and_under_which_licence() -> None:
    head = (Path("learning/catalog/syllables.txt")).read_text(encoding="utf-8")[:900]
    assert "wordfreq 3.1.1" in head
    assert "CC BY-SA 4.0" in head


def test_ordinary_words_are_not_rare(tmp_path: Path) -> None:
    level = level_with(tmp_path, "Bác mở máy, chạm vào tên con gái, rồi gọi Zalo bằng Wi-Fi.")
    assert level.rare == level_with(tmp_path / "again", "Tốt.").rare


def test_rare_syllables_are_counted_and_placed(tmp_path: Path) -> None:
    rare = {each.syllable: each for each in level_with(tmp_path, STRANGE + STRANGE).rare}
    assert rare["widget"] == Rare("widget", 2, "lesson.md", 35)
    assert set(rare) >= {"render", "compile", "deploy", "cluster", "staging"}


def test_facts_addresses_letters_and_blanks_are_not_words(tmp_path: Path) -> None:
    with_them = level_with(tmp_path, "Gọi {fact:so-thu}, hỏi a@vidu.xx, gõ w, số 09xx xxx 123.")
    assert with_them.rare == level_with(tmp_path / "again", "Tốt.").rare


@pytest.mark.parametrize(("modules", "is_rare"), [(3, True), (4, False)])
def test_what_many_modules_say_is_the_courses_own_word(
    tmp_path: Path, modules: int, *, is_rare: bool
) -> None:
    level = level_with(tmp_path, "Bác mở widget ra.", modules)
    assert ("widget" in {each.syllable for each in level.rare}) == is_rare


def test_long_sentences_are_a_share_of_all(tmp_path: Path) -> None:
    before, after = (level_with(tmp_path / name, text) for name, text in [("a", "Tốt."), ("b", "dài " * 16)])
    assert (after.longest, after.long - before.long) == (16, 1)
    assert after.long_share > before.long_share


def test_too_many_rare_syllables_are_a_warning_that_names_them() -> None:
    reading = read_shelf(SAMPLE).readings[0]
    rare = (Rare("widget", 9, "lesson.md", 7), Rare("compile", 2, "radio.md", 1))
    easy, hard = (Level(10, count, 9, 0, rare) for count in (1000, 500))
    assert list(check_level(reading, easy)) == []
    (problem,) = check_level(reading, hard)
    assert (problem.level, problem.file, problem.line) == ("warning", f"{MODULE}/lesson.md", 7)
    assert "2,2%" in problem.say
    assert "widget (9), compile (2)" in problem.say


def test_nothing_has_no_level() -> None:
    nothing = Level(0, 0, 0, 0, ())
    assert (nothing.per_sentence, nothing.long_share, nothing.rare_share) == (0, 0, 0)
    assert percent(0.0145) == "1,5%"
