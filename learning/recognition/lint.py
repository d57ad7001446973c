"""What is wrong with a criteria set beyond its form: sums, dates, names that lead nowhere, unproven claims.

Each fault is a path inside the file and a sentence for whoever wrote it; files.py finds the line.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from learning.catalog.content import Catalog
from learning.quizzes.pieces import Path
from learning.recognition.sets import (
    Competence,
    Condition,
    CriteriaSet,
    Evidence,
    GroupSet,
    Indicator,
    Matching,
    PeopleGroup,
    PersonSet,
)

Fault = tuple[Path, str]


@dataclass(frozen=True, slots=True)
class Known:
    """What a set may name: lessons, courses and skills of the catalogue."""

    modules: frozenset[str]
    courses: frozenset[str]
    skills: frozenset[str]

    @classmethod
    def of(cls, catalog: Catalog) -> "Known":
        return cls(
            frozenset(module.id for module in catalog.modules),
            frozenset(course.id for course in catalog.courses),
            frozenset(code for one in catalog.frameworks.values() for code in one.codes()),
        )


def faults_of(criteria: CriteriaSet, known: Known | None) -> Iterator[Fault]:
    """All faults of one set; without a catalogue, names of lessons are taken on trust."""
    yield from _claims(criteria)
    yield from _repeated(criteria.groups, ("groups",))
    if criteria.valid_from and criteria.valid_to and criteria.valid_from > criteria.valid_to:
        yield ("valid_to",), "valid_to phải từ ngày valid_from trở đi."
    if isinstance(criteria, PersonSet):
        yield from _person_faults(criteria, known)
    else:
        yield from _group_faults(criteria)


def _claims(criteria: CriteriaSet) -> Iterator[Fault]:
    if not criteria.verified:
        if not criteria.doubts:
            yield ("verified",), "Bộ chưa kiểm chứng phải ghi ở doubts điều gì còn chưa chắc."
        return
    if criteria.doubts:
        yield ("doubts",), "Bộ đã kiểm chứng thì không còn điều chưa chắc: bỏ doubts."
    if criteria.decision.signed_on is None:
        yield ("decision",), "Bộ đã kiểm chứng phải có ngày ký (signed_on)."
    if criteria.valid_from is None:
        yield ("verified",), "Bộ đã kiểm chứng phải có valid_from."


def _person_faults(criteria: PersonSet, known: Known | None) -> Iterator[Fault]:
    yield from _repeated(criteria.competences, ("competences",))
    yield from _repeated(criteria.indicators, ("indicators",))
    competences = {one.id for one in criteria.competences}
    for place, competence in enumerate(criteria.competences):
        if competence.supports:
            yield from _matching(competence.supports, ("competences", place, "supports"), known)
    for place, indicator in enumerate(criteria.indicators):
        yield from _indicator(indicator, ("indicators", place), competences, criteria)
        for number, rule in enumerate(indicator.evidence):
            yield from _evidence(rule, indicator, ("indicators", place, "evidence", number), known)
    yield from _thresholds(criteria)


def _indicator(
    one: Indicator, at: Path, competences: Collection[str], criteria: PersonSet
) -> Iterator[Fault]:
    if one.competence is not None and one.competence not in competences:
        yield (*at, "competence"), f"Không có năng lực “{one.competence}” trong tệp này."
    if criteria.verified and (one.say is None or (criteria.competences and one.competence is None)):
        yield at, "Bộ đã kiểm chứng phải có đủ lời văn và năng lực của từng chỉ số."
    if one.most_by_answer is not None and one.most_by_answer > one.points:
        yield (*at, "most_by_answer"), f"most_by_answer lớn hơn {one.points} điểm của chỉ số."
    yield from _unknown_groups(one.groups, at, criteria)


def _evidence(rule: Evidence, indicator: Indicator, at: Path, known: Known | None) -> Iterator[Fault]:
    if rule.points > indicator.points:
        yield (*at, "points"), f"Minh chứng cho {rule.points} điểm, chỉ số chỉ có {indicator.points}."
    if rule.modules and not rule.courses and not rule.skills and rule.need > len(set(rule.modules)):
        yield (*at, "need"), f"Cần {rule.need} bài mà chỉ kể {len(set(rule.modules))} bài."
    yield from _matching(rule, at, known)


def _matching(matching: Matching, at: Path, known: Known | None) -> Iterator[Fault]:
    named = (("modules", matching.modules), ("courses", matching.courses), ("skills", matching.skills))
    if not any(ids for _, ids in named):
        yield at, "Phải kể ít nhất một bài, khóa hoặc kỹ năng."
    for what, ids in named if known else ():
        there: frozenset[str] = getattr(known, what)
        for place, id in enumerate(ids):
            if id not in there:
                yield (*at, what, place), f"Không có “{id}” trong nội dung học."


def _thresholds(criteria: PersonSet) -> Iterator[Fault]:
    whole = sum(one.points for one in criteria.indicators)
    seen: dict[str, int] = {}
    for place, one in enumerate(criteria.thresholds):
        at = ("thresholds", place)
        if one.area in seen:
            yield (*at, "area"), f"Ngưỡng cho “{one.area}” viết hai lần."
        if one.points > whole:
            yield (*at, "points"), f"Ngưỡng {one.points} lớn hơn tổng {whole} điểm."
        seen[one.area] = one.points
    if seen.get("difficult", 0) > seen.get("usual", whole):
        yield ("thresholds",), "Ngưỡng vùng khó khăn cao hơn ngưỡng thường."
    if criteria.verified and set(seen) != {"usual", "difficult"}:
        yield ("verified",), "Bộ đã kiểm chứng phải có ngưỡng cho cả usual và difficult."
    if criteria.least is not None and criteria.least > min(one.points for one in criteria.indicators):
        yield ("least",), "least lớn hơn điểm tối đa của một chỉ số."


def _group_faults(criteria: GroupSet) -> Iterator[Fault]:
    yield from _repeated(criteria.conditions, ("conditions",))
    for place, one in enumerate(criteria.conditions):
        at = ("conditions", place)
        counts = (one.title, one.of, one.at_least_percent)
        if one.kind == "titles" and (one.title is None or one.of is None):
            yield at, "Điều kiện đếm danh hiệu phải có title và of."
        if one.kind == "stated" and any(each is not None for each in counts):
            yield at, "Điều kiện do người kê khai thì không có title, of, at_least_percent."
        if criteria.verified and one.kind == "titles" and one.at_least_percent is None:
            yield at, "Bộ đã kiểm chứng phải có tỷ lệ (at_least_percent)."
        yield from _unknown_groups(one.groups, at, criteria)


def _unknown_groups(named: Sequence[str], at: Path, criteria: CriteriaSet) -> Iterator[Fault]:
    there = {one.id for one in criteria.groups}
    for place, id in enumerate(named):
        if id not in there:
            yield (*at, "groups", place), f"Không có nhóm “{id}” trong tệp này."


def _repeated(
    listed: Sequence[PeopleGroup | Competence | Indicator | Condition], at: Path
) -> Iterator[Fault]:
    ids = [one.id for one in listed]
    for place, id in enumerate(ids):
        if id in ids[:place]:
            yield (*at, place, "id"), f"Mã “{id}” được dùng hai lần trong cùng một danh sách."


def faults_among(sets: Sequence[CriteriaSet]) -> Iterator[tuple[CriteriaSet, Fault]]:
    """What is wrong only beside other sets: a title nobody recognises, two sets that hold on one day."""
    titles = {one.recognises for one in sets if isinstance(one, PersonSet)}
    for number, one in enumerate(sets):
        for place, condition in enumerate(one.conditions if isinstance(one, GroupSet) else ()):
            if condition.title is not None and condition.title not in titles:
                say = f"Không bộ nào công nhận “{condition.title}”."
                yield one, (("conditions", place, "title"), say)
        for other in sets[:number]:
            if other.recognises == one.recognises and _overlap(one, other):
                yield (
                    one,
                    (("valid_from",), f"Cùng ngày có hiệu lực với “{other.id}”: sửa valid_from, valid_to."),
                )


def _overlap(one: CriteriaSet, other: CriteriaSet) -> bool:
    begins = [each.valid_from for each in (one, other) if each.valid_from]
    ends = [each.valid_to for each in (one, other) if each.valid_to]
    return not begins or not ends or max(begins) <= min(ends)
