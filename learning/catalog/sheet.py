"""The sheet on one module: everything that an author or reviewer asks about it, at most 96 columns wide."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from textwrap import wrap
from typing import TypeAlias

from learning.catalog.content import Module, Problem
from learning.catalog.fairness import picks
from learning.catalog.lesson import LessonScreen
from learning.catalog.loader import Shelf
from learning.catalog.module_files import Reading
from learning.catalog.readability import Level, levels, percent
from learning.catalog.report import decimal, genuine_share, longest_share, written_picks
from learning.catalog.wording import RADIO_PACE, sentences, syllables
from learning.quizzes.kinds import KINDS

WIDTH = 96

Lines: TypeAlias = Iterator[str]


def sheet_of(shelf: Shelf, id: str, problems: Sequence[Problem]) -> str | None:
    """All about the module of that id (`problems` are those of the whole shelf); None when there is none."""
    for reading in shelf.readings:
        if reading.folder.root.name == id:
            return "\n".join(_sheet(shelf, reading, problems))
    return None


def _sheet(shelf: Shelf, reading: Reading, problems: Sequence[Problem]) -> Lines:
    own = [each for each in problems if each.file.startswith(f"{reading.folder.name}/")]
    if reading.module is None:
        yield f"{reading.folder.name}: bài này chưa dùng được."
    else:
        level = levels(shelf.readings, shelf.facts)[reading.folder.name]
        for part in _PARTS:
            yield from part(shelf, reading, reading.module)
            if part is _head:
                yield from _level(level)
    yield from _section(f"Phải sửa hoặc nên xem: {len(own)}", [str(each) for each in own])


def _head(shelf: Shelf, reading: Reading, module: Module) -> Lines:
    yield from _wrapped(f"{reading.folder.name}: {module.title}", "")
    yield from _wrapped(module.summary, "")
    yield f"{module.minutes} phút, phiên bản {module.version}"
    yield f"Duyệt ngày {module.reviewed_on}, xem lại trước ngày {module.review_by}"
    frames = list(shelf.frameworks.values())
    labels = [
        f"{skill} {frame.label(skill)}"
        for skill in module.skills
        for frame in frames
        if skill in frame.codes()
    ]
    yield from _section("Kỹ năng", labels)


def _level(level: Level) -> Lines:
    lines = [
        f"{level.syllables} tiếng, {level.sentences} câu, {decimal(level.per_sentence)} tiếng một câu",
        f"câu dài nhất {level.longest} tiếng; {percent(level.long_share)} số câu dài hơn 15 tiếng",
        f"tiếng ít gặp: {percent(level.rare_share)}",
    ]
    if level.rare:
        rare = [f"{each.syllable} {each.times} ({each.file}:{each.line})" for each in level.rare]
        lines.append(", ".join(rare))
    yield from _section("Dễ đọc hay khó", lines)


def _lesson(shelf: Shelf, _: Reading, module: Module) -> Lines:
    lines = [f"{number}. {_screen(shelf, screen)}" for number, screen in enumerate(module.screens, 1)]
    yield from _section(f"Bài học: {len(module.screens)} trang", lines)


def _screen(shelf: Shelf, screen: LessonScreen) -> str:
    heard = [syllables(each) for text in screen.texts() for each in sentences(text, shelf.facts)]
    picture = f", {screen.picture.file}" if screen.picture else ""
    return f"{screen.title} ({sum(heard)} tiếng, câu dài nhất {max(heard)}{picture})"


def _questions(_: Shelf, reading: Reading, module: Module) -> Lines:
    bank = module.bank.questions
    kinds = Counter(question.kind for question in bank)
    places = Counter(pick.place for pick in picks(bank))
    shortest = sum(pick.is_shortest for pick in written_picks([module]))
    lines = [
        ", ".join(f"{kind} {kinds[kind]}" for kind in KINDS),
        f"tin thật {genuine_share([module])}",
        f"câu đúng dài nhất {longest_share([module])}, ngắn nhất {shortest}",
        "chỗ đứng của câu đúng: " + ", ".join(f"thứ {place + 1} {places[place]}" for place in sorted(places)),
    ]
    for place, question in enumerate(bank):
        mark = "!" if question.critical else " "
        line = reading.line("questions.yaml", (place,))
        lines.append(f"{mark} {line:>3} {question.kind:<8} {question.id}: {question.ask}")
    title = f"Câu hỏi: {len(bank)}, trong đó {sum(each.critical for each in bank)} câu không được sai (!)"
    yield from _section(title, lines)


def _practice(_: Shelf, __: Reading, module: Module) -> Lines:
    if module.practice:
        lines = [f"{number}. {screen.do}" for number, screen in enumerate(module.practice.screens, 1)]
        yield from _section(f"Thực hành: {module.practice.title}, {len(lines)} màn hình", lines)


def _paper(_: Shelf, __: Reading, module: Module) -> Lines:
    yield from _section(f"Tờ ghi nhớ: {len(module.note)} câu", module.note)
    if module.radio:
        spoken = sum(syllables(text) for text in module.radio.paragraphs)
        told = f"{module.radio.title}: {spoken} tiếng, chừng {decimal(spoken / RADIO_PACE)} phút"
        yield from _section("Bài nói trên loa", [told])
    weight = sum(len(picture.bytes) for picture in module.pictures.values())
    lines = [f"{each.file}, {decimal(len(each.bytes) / 1024)} KB" for each in module.pictures.values()]
    yield from _section(f"Hình: {len(lines)}, {decimal(weight / 1024)} KB", lines)


def _facts(shelf: Shelf, reading: Reading, module: Module) -> Lines:
    known = [(id, shelf.facts[id]) for id in sorted(reading.facts()) if id in shelf.facts]
    lines = [f"{id}: {fact.value} (xem lại trước ngày {fact.review_by})" for id, fact in known]
    yield from _section(f"Dùng từ facts.yaml: {len(lines)}", lines)
    yield from _section(f"Nguồn: {len(module.sources)}", [])
    for source in module.sources:
        yield from _wrapped(f"{source.title} (xem ngày {source.seen_on})", "  ")
        yield from _wrapped(source.url, "    ")


_PARTS: tuple[Callable[[Shelf, Reading, Module], Lines], ...] = (
    _head,
    _lesson,
    _questions,
    _practice,
    _paper,
    _facts,
)


def _section(title: str, lines: Sequence[str]) -> Lines:
    yield ""
    yield title
    for line in lines:
        yield from _wrapped(line, "  ")


def _wrapped(line: str, indent: str) -> list[str]:
    return wrap(
        line,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
