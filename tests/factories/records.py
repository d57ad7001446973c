"""Versions of made-up modules, and events as devices send them. Nothing here reads the real courses."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from learning.db import write
from learning.ids import new_id
from learning.records.models import ModuleVersion
from learning.records.rules import form_of

MORNING = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
RIGHT, WRONG = "dung", "sai"
DEVICE = UUID("d0000000-0000-4000-8000-000000000001")
TAPS = ["cai-dat", "wifi"]
Event = dict[str, Any]


@dataclass(frozen=True)
class Version:
    """A version of a module: what an event names, and what marks it."""

    module: str
    version: str
    marking: dict[str, Any]

    def form(self, number: int) -> tuple[str, ...]:
        return form_of(self.marking, self.module, number)

    def critical(self, question: str) -> bool:
        found: bool = self.marking["questions"][question]["critical"]
        return found


def a_version(
    module: str = "noi-wifi", *, questions: int = 12, right: str = RIGHT, stored: bool = True
) -> Version:
    """A bank in which every third question is critical, and a practice of two taps."""
    bank = {
        f"cau-{number:02d}": {
            "key": {"rule": "one", "right": [right], "of": [RIGHT, WRONG]},
            "critical": number % 3 == 0,
        }
        for number in range(1, questions + 1)
    }
    marking = {
        "draw": 1,
        "pass": {"size": 5, "right": 4},
        "deck": [[question, held["critical"], "single"] for question, held in bank.items()],
        "questions": bank,
        "practice": {
            "start": "nha",
            "screens": {"nha": {"cai-dat": "trong", "anh": None}, "trong": {"wifi": "xong", "am": None}},
        },
    }
    return _made(module, marking, stored=stored)


def a_version_with_messages(
    scams: Sequence[str] = ("lua-1", "lua-2"),
    genuine: Sequence[str] = ("that-1", "that-2"),
    *,
    module: str = "tin-la",
) -> Version:
    """A version whose bank shows messages, beside questions of another kind."""
    truths = dict.fromkeys(scams, "scam") | dict.fromkeys(genuine, "genuine")
    other = a_version(module, stored=False).marking
    bank = {
        name: {
            "key": {
                "rule": "parts",
                "parts": {
                    "verdict": {"rule": "one", "right": [truth], "of": ["genuine", "scam"]},
                    "clue": {"rule": "one", "right": [RIGHT], "of": [RIGHT, WRONG]},
                },
            },
            "critical": False,
        }
        for name, truth in truths.items()
    }
    return _made(module, {**other, "questions": {**other["questions"], **bank}})


def _made(module: str, marking: dict[str, Any], *, stored: bool = True) -> Version:
    version = hashlib.sha256(json.dumps([module, marking], sort_keys=True).encode()).hexdigest()[:16]
    made = Version(module, version, marking)
    if stored:
        store(made)
    return made


def store(version: Version) -> None:
    """Let this database know a version, as loading the courses does."""
    row = {
        "module": version.module,
        "version": version.version,
        "marking": version.marking,
        "first_loaded_at": MORNING,
    }
    with write() as session:
        session.execute(insert(ModuleVersion), [row])


def an_event(version: Version, verb: str = "opened", *, minute: float = 0, **changes: Any) -> Event:
    """One event, `minute` minutes after a morning in November."""
    return {
        "id": str(new_id()),
        "verb": verb,
        "module": version.module,
        "version": version.version,
        "question": None,
        "form": None,
        "attempt": None,
        "answer": None,
        "at": (MORNING + timedelta(minutes=minute)).isoformat(),
        "seq": int(minute * 10),
        "language": "vi",
        "via": "web",
        **changes,
    }


def an_answer(
    version: Version, question: str, *, right: bool = True, minute: float = 0, **changes: Any
) -> Event:
    """An answer outside a check."""
    given = RIGHT if right else WRONG
    return an_event(version, "answered", minute=minute, question=question, answer=given, **changes)


def a_verdict(
    version: Version, message: str, said: str, *, clue: str = RIGHT, minute: float = 0, verb: str = "answered"
) -> Event:
    """What somebody called a message: "scam" or "genuine"."""
    answer = {"verdict": said, "clue": clue}
    return an_event(version, verb, minute=minute, question=message, answer=answer)


def a_check(
    version: Version,
    *,
    form: int = 1,
    attempt: int | str = 1,
    wrong: Sequence[str] = (),
    minute: float = 0,
    **changes: Any,
) -> list[Event]:
    """A whole check, one answer a minute; `wrong` names the questions answered wrongly."""
    return [
        an_answer(
            version,
            question,
            right=question not in wrong,
            minute=minute + place,
            form=form,
            attempt=attempt,
            **changes,
        )
        for place, question in enumerate(version.form(form))
    ]


def a_practice(version: Version, taps: Sequence[str] = TAPS, *, minute: float = 0) -> Event:
    """A walk over the simulated phone."""
    return an_event(version, "practised", minute=minute, answer=list(taps))


def a_review(version: Version, question: str, *, right: bool = True, minute: float = 0) -> Event:
    """An answer to a question that was due."""
    return an_event(version, "reviewed", minute=minute, question=question, answer=RIGHT if right else WRONG)
