"""Rules of the record, pure: marking an event by its version; folding events into progress and cards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Literal
from uuid import UUID

from fsrs import Card, Rating, Scheduler, State

from learning.quizzes.drawing import MAX_FORM, DeckCard, form
from learning.quizzes.marking import CHECK_SIZE, UnreadableAnswer, mark, passed
from learning.quizzes.practice import replay

EVIDENCE = ("self", "present", "observed", "confirmed")  # the weakest first
Evidence = Literal["self", "present", "observed", "confirmed"]
Order = tuple[datetime, int, UUID]
# When a phone needs somebody: its clock is off by more seconds than that, or results wait on it for longer.
CLOCK_OFF = 3600
SILENT_FOR = timedelta(days=3)

# ── Marking ──


@dataclass(frozen=True, slots=True)
class Judgement:
    """The server's own mark. Of a practice: finished or not, and how many of the taps were right."""

    right: bool | None = None
    points: int | None = None
    of: int | None = None
    critical: bool | None = None


class Unmarkable(ValueError):
    """The event does not fit the version that it names."""

    def __init__(self, reason: Literal["unknown_question", "not_in_form", "unreadable_answer"]) -> None:
        super().__init__(reason)
        self.reason: Literal["unknown_question", "not_in_form", "unreadable_answer"] = reason


def judge(
    marking: Mapping[str, Any], module: str, question: str | None, form_number: int | None, answer: Any
) -> Judgement:
    """Mark an answer, or the taps of a practice where no question is named, by the data of its version."""
    try:
        if question is None:
            return _judge_practice(marking, answer)
        asked = marking["questions"].get(question)
        if asked is None:
            raise Unmarkable("unknown_question")
        if form_number is not None and question not in form_of(marking, module, form_number):
            raise Unmarkable("not_in_form")
        given = mark(asked["key"], answer)
    except UnreadableAnswer:
        raise Unmarkable("unreadable_answer") from None
    return Judgement(given.right, given.points, given.of, asked["critical"])


def _judge_practice(marking: Mapping[str, Any], taps: Any) -> Judgement:
    if marking["practice"] is None:
        raise UnreadableAnswer("this version has no practice")
    run = replay(marking["practice"], taps)
    return Judgement(run.finished, len(taps) - run.wrong, len(taps), critical=False)


def form_of(marking: Mapping[str, Any], module: str, number: int) -> tuple[str, ...]:
    """The five questions of a form, as they were drawn for that version; none where there is no such form."""
    if not 1 <= number <= MAX_FORM:
        return ()
    return _form(tuple(tuple(card) for card in marking["deck"]), number, module)


@lru_cache(maxsize=2048)
def _form(deck: tuple[tuple[str, bool, str], ...], number: int, module: str) -> tuple[str, ...]:
    return form([DeckCard(*card) for card in deck], number, module)


# ── Folding ──


@dataclass(frozen=True, slots=True)
class Fact:
    """A kept event as far as projections care. `attempt` names one go at one form, on one device."""

    id: UUID
    verb: str
    module: str
    question: str | None
    attempt: str | None
    effective_at: datetime
    seq: int
    received_at: datetime
    right: bool | None
    critical: bool | None
    evidence: str

    @property
    def order(self) -> Order:
        return (self.effective_at, self.seq, self.id)


def fact_of(row: Mapping[Any, Any]) -> Fact:
    """An event's row as projections see it."""
    return Fact(
        id=row["id"],
        verb=row["verb"],
        module=row["module"],
        question=row["question"],
        attempt=None if row["form"] is None else _attempt_name(row),
        effective_at=row["effective_at"],
        seq=row["seq"],
        received_at=row["received_at"],
        right=row["right"],
        critical=row["critical"],
        evidence=row["evidence"],
    )


def _attempt_name(row: Mapping[Any, Any]) -> str:
    """A short name for one go at one form, on one device."""
    whole = f"{row['device']}\x1f{row['version']}\x1f{row['form']}\x1f{row['attempt']}"
    return blake2b(whole.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Recall:
    """What FSRS remembers of a person and a question."""

    due_at: datetime
    reviewed_at: datetime
    stability: float
    difficulty: float


# An answer that counts in a check: right, critical, evidence. A tuple, because it is kept as JSON.
Counted = tuple[bool, bool, str]


@dataclass(slots=True)
class ModuleState:
    """What the events of one person in one module come to. Serialisable; `fold` makes the next one."""

    opened_at: datetime | None = None
    practised_at: datetime | None = None
    attempts: int = 0
    best_right: int | None = None
    passed_at: datetime | None = None
    evidence: str | None = None
    last: Order | None = None
    open_attempts: dict[str, dict[str, Counted]] = field(default_factory=dict)
    done_attempts: frozenset[str] = frozenset()
    observed: bool = False
    cards: dict[str, Recall] = field(default_factory=dict)


def fold(state: ModuleState, facts: Iterable[Fact]) -> ModuleState:
    """Go on from a state with facts that all come after it, in order. The given state stays as it was."""
    after = replace(
        state,
        open_attempts={name: dict(answers) for name, answers in state.open_attempts.items()},
        cards=dict(state.cards),
    )
    done: set[str] = set()
    for fact in facts:
        if after.last is not None and fact.order <= after.last:
            raise ValueError("facts are folded in their order, each once")
        after.last = fact.order
        _take(after, fact, done)
    after.done_attempts = after.done_attempts | done
    return after


def _take(state: ModuleState, fact: Fact, done: set[str]) -> None:
    if fact.verb == "opened":
        state.opened_at = state.opened_at or fact.effective_at
    elif fact.verb == "practised":
        if fact.right:
            state.practised_at = state.practised_at or fact.effective_at
    elif fact.verb == "observed":
        state.observed = state.observed or bool(fact.right)
        _strengthen(state)
    elif fact.question is not None and _counts(state, fact, done):
        state.cards[fact.question] = recalled(
            state.cards.get(fact.question), right=bool(fact.right), at=fact.effective_at
        )


def _counts(state: ModuleState, fact: Fact, done: set[str]) -> bool:
    """In a check the first answer to each question counts; outside of one, every answer."""
    name = fact.attempt
    if name is None:
        return True
    if name in done or name in state.done_attempts:
        return False
    answers = state.open_attempts.setdefault(name, {})
    assert fact.question is not None
    if fact.question in answers:
        return False
    answers[fact.question] = (bool(fact.right), bool(fact.critical), fact.evidence)
    if len(answers) == CHECK_SIZE:
        del state.open_attempts[name]
        done.add(name)
        _finish(state, list(answers.values()), fact.effective_at)
    return True


def _finish(state: ModuleState, answers: list[Counted], at: datetime) -> None:
    """A whole check was answered. What was once passed stays passed; later evidence can only be stronger."""
    right = sum(answer[0] for answer in answers)
    state.attempts += 1
    state.best_right = max(right, state.best_right or 0)
    if passed([(is_right, critical) for is_right, critical, _ in answers]):
        weakest = min((evidence for _, _, evidence in answers), key=EVIDENCE.index)
        state.passed_at = state.passed_at or at
        state.evidence = max(state.evidence or EVIDENCE[0], weakest, key=EVIDENCE.index)
        _strengthen(state)


def _strengthen(state: ModuleState) -> None:
    """Passed, and watched doing it right, in whichever order: the pass is an observed one."""
    if state.observed and state.evidence is not None:
        state.evidence = max(state.evidence, "observed", key=EVIDENCE.index)


# Steps of minutes suit flash cards in one sitting; our people come back on another day.
_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def recalled(before: Recall | None, *, right: bool, at: datetime) -> Recall:
    """The next appointment with a question, after an answer: right counts as Good, wrong as Again."""
    if before is None:
        card = Card(card_id=0, due=at)
    else:
        card = Card(
            card_id=0,
            state=State.Review,
            stability=before.stability,
            difficulty=before.difficulty,
            due=before.due_at,
            last_review=before.reviewed_at,
        )
    after, _ = _SCHEDULER.review_card(card, Rating.Good if right else Rating.Again, review_datetime=at)
    assert after.stability is not None
    assert after.difficulty is not None
    return Recall(after.due, at, after.stability, after.difficulty)


# ── Totals ──


@dataclass(frozen=True, slots=True)
class Totals:
    """A person's counts over all modules, apart from what is passed."""

    answers: int = 0
    right: int = 0
    last_received_at: datetime | None = None


def totals(facts: Iterable[Fact], before: Totals | None = None) -> Totals:
    """Count answers, on top of what was counted before. Order does not matter."""
    so_far = before or Totals()
    answers, right, last = so_far.answers, so_far.right, so_far.last_received_at
    for fact in facts:
        if fact.question is not None:
            answers += 1
            right += bool(fact.right)
        last = fact.received_at if last is None else max(last, fact.received_at)
    return Totals(answers, right, last)
