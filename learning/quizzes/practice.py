"""Practice: a simulated phone to walk through. A wrong tap explains itself and never ends the run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from learning.quizzes.marking import UnreadableAnswer
from learning.quizzes.pieces import Id, Piece, Say, refuse_repeated, words, wrong
from learning.quizzes.screens import Element, Phone

__all__ = ["END", "Element", "Practice", "Replay", "Screen", "replay"]

END = "xong"
MOST_TAPS = 500


class Screen(Phone):
    """One step: what to do now, and the screen it is done on."""

    id: Id
    do: Say

    @model_validator(mode="after")
    def _has_right_and_wrong_taps(self) -> Self:
        if any(element.right for element in self.elements):
            raise wrong("practice_right", "Trong bài tập, chỗ chạm đúng ghi bằng to, không bằng right.")
        right = sum(element.to is not None for element in self.elements)
        if right < 1 or len(self.tappable) - right < 2:
            raise wrong("taps", "Màn hình phải có ít nhất một chỗ chạm đúng (to) và hai chỗ chạm nhầm (why).")
        return self


class Practice(Piece):
    """The whole walk."""

    title: Say
    goal: Say
    start: Id
    done: Say
    screens: Annotated[tuple[Screen, ...], Field(min_length=4, max_length=9)]

    @model_validator(mode="after")
    def _can_be_walked(self) -> Self:
        refuse_repeated([screen.id for screen in self.screens], "screens")
        refuse_lost_screens(self)
        return self

    def screen(self, id: str) -> Screen:
        """The screen of that id (KeyError when there is none)."""
        for screen in self.screens:
            if screen.id == id:
                return screen
        raise KeyError(id)

    def walk(self) -> tuple[Screen, ...]:
        """The screens from the first to the end, by the first right tap of each."""
        walked: dict[str, Screen] = {}
        at: str | None = self.start
        while at is not None and at != END and at not in walked:
            walked[at] = self.screen(at)
            at = next((element.to for element in walked[at].elements if element.to), None)
        return tuple(walked.values())

    def key(self) -> dict[str, Any]:
        """Where each tap leads: a screen's id, the end, or null for a wrong one."""
        return {
            "start": self.start,
            "screens": {
                screen.id: {element.id: element.to for element in screen.tappable} for screen in self.screens
            },
        }

    def pictures(self) -> Iterator[str]:
        """The files of the drawings on its screens."""
        return (element.file for screen in self.screens for element in screen.elements if element.file)

    def texts(self) -> Iterator[str]:
        """Every text that a learner meets."""
        return (text for _, text in words(self))


@dataclass(frozen=True, slots=True)
class Replay:
    """Where a run of taps has come to. `last_wrong` is the last tap, if it was a wrong one: explain it.

    At the end `at` is still the screen of the last tap.
    """

    finished: bool
    wrong: int
    at: str
    last_wrong: str | None


def replay(key: Mapping[str, Any], taps: Sequence[object]) -> Replay:
    """Walk the taps from the start. Unknown taps, and taps after the end, raise UnreadableAnswer."""
    if not isinstance(taps, list | tuple) or len(taps) > MOST_TAPS:
        raise UnreadableAnswer("expected a list of taps")
    state = Replay(finished=False, wrong=0, at=key["start"], last_wrong=None)
    for tap in taps:
        state = _after(key, state, tap)
    return state


def _after(key: Mapping[str, Any], state: Replay, tap: object) -> Replay:
    ways: Mapping[str, str | None] = key["screens"][state.at]
    if state.finished or not isinstance(tap, str) or tap not in ways:
        raise UnreadableAnswer("a tap on something that is not there")
    to = ways[tap]
    if to is None:
        return Replay(finished=False, wrong=state.wrong + 1, at=state.at, last_wrong=tap)
    if to == END:
        return Replay(finished=True, wrong=state.wrong, at=state.at, last_wrong=None)
    return Replay(finished=False, wrong=state.wrong, at=to, last_wrong=None)


def refuse_lost_screens(practice: Practice) -> None:
    """From the start every screen must be reached, and from every screen the end."""
    leads = {screen.id: {way.to for way in screen.elements if way.to} for screen in practice.screens}
    if practice.start not in leads:
        raise wrong("start", "start: không có màn hình “{id}”.", ("start",), id=practice.start)
    if END in leads:
        end_at = ("screens", list(leads).index(END))
        raise wrong("end_taken", "“xong” là chỗ kết thúc, không dùng làm mã màn hình.", end_at)
    for place, screen in enumerate(practice.screens):
        for element, way in enumerate(screen.elements):
            if way.to and way.to != END and way.to not in leads:
                to = ("screens", place, "elements", element, "to")
                raise wrong("dead_way", "to: không có màn hình “{id}”.", to, id=way.to)
    from_start = _reached(leads, practice.start)
    for place, id in enumerate(leads):
        if id not in from_start:
            at = ("screens", place)
            raise wrong("unreachable", "Không có đường nào đi tới màn hình “{id}”.", at, id=id)
    for place, id in enumerate(leads):
        if END not in _reached(leads, id):
            at = ("screens", place)
            raise wrong("no_end", "Từ màn hình “{id}” không đi tới xong được.", at, id=id)


def _reached(leads: Mapping[str, set[str]], start: str) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting.extend(leads.get(here, ()))
    return reached
