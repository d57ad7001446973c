"""Criteria sets: what ships, how a fault is told, and that a corrected set is another version."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from learning.cli.recognition import commands
from learning.recognition.files import SHIPPED, Sets, UnknownSet, read_set, read_sets, shipped
from learning.recognition.lint import Known
from learning.recognition.sets import GroupSet, PersonSet
from tests.support.judging import HERE

SAMPLE = HERE / "samples" / "bo-thu.yaml"
KNOWN = Known(frozenset({"wifi", "zalo"}), frozenset({"an-toan"}), frozenset({"dlgf:4"}))


def changed(tmp_path: Path, old: str, new: str, source: Path = SAMPLE) -> Path:
    """A set in which something stands otherwise."""
    text = source.read_text("utf-8")
    assert old in text
    path = tmp_path / source.name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def run(*words: object, app: Flask) -> Result:
    return CliRunner().invoke(
        commands[0], [str(word) for word in words], obj=ScriptInfo(create_app=lambda: app)
    )


# ── What ships ──


def test_what_ships_is_without_fault_beside_our_own_courses(shared_app: Flask) -> None:
    known = Known.of(shared_app.extensions["hocso"].catalog)
    assert [str(problem) for problem in read_sets(SHIPPED, known).problems] == []


def test_nothing_that_ships_claims_to_be_verified() -> None:
    assert [one.id for one in shipped().all if one.verified or not one.doubts] == []


def test_the_learning_citizen_has_three_competences_and_ten_indicators_of_ten() -> None:
    criteria = shipped().get("cong-dan-hoc-tap")
    assert isinstance(criteria, PersonSet)
    assert len(criteria.competences) == 3
    assert [one.points for one in criteria.indicators] == [10] * 10
    assert (criteria.needed("usual"), criteria.needed("difficult"), criteria.least) == (80, 70, 5)


def test_wording_that_nobody_has_seen_is_not_there() -> None:
    criteria = shipped().get("cong-dan-hoc-tap")
    assert isinstance(criteria, PersonSet)
    assert [one for one in criteria.indicators if one.say or one.competence or one.evidence] == []


def test_digital_skills_have_no_pass_mark() -> None:
    criteria = shipped().get("ky-nang-so")
    assert isinstance(criteria, PersonSet)
    assert criteria.thresholds == ()
    assert criteria.decision.number == "757/QĐ-BKHCN"


def test_the_models_of_groups_count_the_titles_of_their_members() -> None:
    groups = [one for one in shipped().all if isinstance(one, GroupSet)]
    assert [one.id for one in groups] == [
        *("cong-dong-hoc-tap", "don-vi-hoc-tap", "dong-ho-hoc-tap", "gia-dinh-hoc-tap"),
    ]
    assert all(any(each.title == "cong-dan-hoc-tap" for each in one.conditions) for one in groups)


# ── A corrected set ──


def test_layout_and_comments_are_no_other_version_but_a_point_is(tmp_path: Path) -> None:
    original, _ = read_set(SAMPLE)
    laid_out, _ = read_set(changed(tmp_path, "# Made up", "\n# Again made up"))
    corrected, _ = read_set(changed(tmp_path, "points: 32", "points: 31"))
    assert original
    assert laid_out
    assert corrected
    assert original.version == laid_out.version != corrected.version


def test_the_set_that_holds_on_a_day_is_found_and_a_later_one_follows_it(tmp_path: Path) -> None:
    shutil.copy(SAMPLE, tmp_path / "bo-thu.yaml")
    later = SAMPLE.read_text("utf-8").replace("id: bo-thu", "id: bo-thu-2028", 1)
    later = later.replace("valid_from: 2024-01-01", "valid_from: 2028-01-01").replace(
        "2027-12-31", "2033-12-31"
    )
    (tmp_path / "bo-thu-2028.yaml").write_text(later, encoding="utf-8")
    sets = read_sets(tmp_path)
    assert sets.problems == ()
    assert sets.holding("hoc-vien-thu", date(2027, 12, 31)).id == "bo-thu"
    assert sets.holding("hoc-vien-thu", date(2028, 1, 1)).id == "bo-thu-2028"
    with pytest.raises(UnknownSet):
        sets.holding("hoc-vien-thu", date(2023, 12, 31))
    with pytest.raises(UnknownSet):
        sets.get("bo-la")


def test_a_set_is_frozen() -> None:
    criteria = shipped().get("cong-dan-hoc-tap")
    with pytest.raises(Exception, match="frozen"):
        criteria.verified = True  # type: ignore[misc]  # that is the test


# ── Faults ──

FAULTS = [
    ("kind: person", "kind: thing", 4, "“kind” phải là person hoặc group."),
    ("points: 32", "points: 400", 50, "Ngưỡng 400 lớn hơn tổng 50 điểm."),
    ("points: 28", "points: 33", 49, "Ngưỡng vùng khó khăn cao hơn ngưỡng thường."),
    ("area: difficult, points: 28", "area: usual, points: 28", 51, "Ngưỡng cho “usual” viết hai lần."),
    ("least: 5", "least: 11", 52, "least lớn hơn điểm tối đa của một chỉ số."),
    ("valid_to: 2027-12-31", "valid_to: 2023-12-31", 11, "valid_to phải từ ngày valid_from trở đi."),
    ("competence: tu-hoc", "competence: tu-hoai", 19, "Không có năng lực “tu-hoai” trong tệp này."),
    ("most_by_answer: 6", "most_by_answer: 16", 28, "most_by_answer lớn hơn 10 điểm của chỉ số."),
    ("need: 4, points: 10", "need: 4, points: 11", 23, "Minh chứng cho 11 điểm, chỉ số chỉ có 10."),
    ("[wifi, zalo], need: 2", "[wifi, zalo], need: 3", 30, "Cần 3 bài mà chỉ kể 2 bài."),
    ("modules: [wifi, zalo]", "modules: [wifi, xalo]", 30, "Không có “xalo” trong nội dung học."),
    ("courses: [an-toan], need", "courses: [an-toang], need", 22, "Không có “an-toang” trong nội dung học."),
    ('skills: ["dlgf:4"]', 'skills: ["dlgf:9"]', 38, "Không có “dlgf:9” trong nội dung học."),
    ("groups: [can-bo]", "groups: [can-bao]", 48, "Không có nhóm “can-bao” trong tệp này."),
    ("id: giup-nguoi", "id: dung-may", 40, "Mã “dung-may” được dùng hai lần trong cùng một danh sách."),
    ("id: can-bo, say", "id: nguoi-dan, say", 12,
     "Mã “nguoi-dan” được dùng hai lần trong cùng một danh sách."),
    (", signed_on: 2023-12-01", "", 7, "Bộ đã kiểm chứng phải có ngày ký (signed_on)."),
    ("verified: true", "verified: false", 8, "Bộ chưa kiểm chứng phải ghi ở doubts điều gì còn chưa chắc."),
    ("verified: true", "verified: yes", 8, "“verified” phải là true hoặc false."),
    ("least: 5", "leest: 5", 52, "Không có mục nào tên “leest” ở đây. Có phải là “least”?"),
    ("say: Giúp người", "say:", 40, "Bộ đã kiểm chứng phải có đủ lời văn và năng lực của từng chỉ số."),
    ("valid_from: 2024-01-01", "valid_from: 2024-13-01", 10,
     "Ngày viết theo kiểu 2026-11-22, và phải là ngày có thật."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "say"), FAULTS, ids=[each[1] for each in FAULTS])
def test_a_fault_is_told_with_its_line(old: str, new: str, line: int, say: str, tmp_path: Path) -> None:
    criteria, problems = read_set(changed(tmp_path, old, new), KNOWN)
    assert criteria is None
    assert f"bo-thu.yaml:{line}: {say}" in [str(one) for one in problems]


def test_a_group_without_a_share_or_with_one_too_many_is_told(tmp_path: Path) -> None:
    family = SHIPPED / "gia-dinh-hoc-tap.yaml"
    _, problems = read_set(changed(tmp_path, "    of: adults\n", "", family))
    assert [one.say for one in problems] == ["Điều kiện đếm danh hiệu phải có title và of."]
    _, problems = read_set(
        changed(tmp_path, "    kind: stated\n", "    kind: stated\n    of: adults\n", family)
    )
    assert [one.say for one in problems] == [
        "Điều kiện do người kê khai thì không có title, of, at_least_percent."
    ]


def test_sets_are_judged_beside_each_other(tmp_path: Path) -> None:
    for name in ("cong-dan-hoc-tap", "gia-dinh-hoc-tap"):
        shutil.copy(SHIPPED / f"{name}.yaml", tmp_path)
    other = (tmp_path / "cong-dan-hoc-tap.yaml").read_text("utf-8").replace("id: cong", "id: ban", 1)
    (tmp_path / "ban-dan-hoc-tap.yaml").write_text(other, encoding="utf-8")
    family = tmp_path / "gia-dinh-hoc-tap.yaml"
    family.write_text(
        family.read_text("utf-8").replace("title: cong-dan", "title: khong-dan"), encoding="utf-8"
    )
    sets = read_sets(tmp_path)
    assert [one.say for one in sets.problems] == [
        "Cùng ngày có hiệu lực với “ban-dan-hoc-tap”: sửa valid_from, valid_to.",
        "Không bộ nào công nhận “khong-dan-hoc-tap”.",
    ]
    assert [one.id for one in sets.all] == ["ban-dan-hoc-tap"]


def test_a_file_carries_the_name_of_its_set_and_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    assert read_sets(tmp_path) == Sets((), read_sets(tmp_path).problems)
    shutil.copy(SAMPLE, tmp_path / "khac.yaml")
    assert [str(one) for one in read_sets(tmp_path).problems] == [
        "khac.yaml:2: Tệp phải mang tên mã của nó: bo-thu.yaml."
    ]


# ── The command ──


def test_the_command_names_every_set_and_says_which_are_unverified(shared_app: Flask) -> None:
    result = run("check", app=shared_app)
    assert result.exit_code == 0, result.output
    assert "324/QĐ-KHVN  CHƯA KIỂM CHỨNG" in result.output
    assert result.output.endswith("6 bộ tiêu chí dùng được: 0 lỗi.\n")


def test_the_command_checks_a_set_that_somebody_was_sent(shared_app: Flask, tmp_path: Path) -> None:
    path = changed(tmp_path, "least: 5", "least: 11")
    result = run("check", path, "--courses", HERE.parents[1] / "courses", app=shared_app)
    assert result.exit_code == 1
    assert f"{path}:52: least lớn hơn điểm tối đa của một chỉ số.\n" in result.output
    assert "Không có “wifi” trong nội dung học." in result.output
