"""Somebody who learns over HTTP as a phone does: a guest with a session, a record key and a counter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any
from uuid import uuid4

import httpx

from learning import catalog
from learning.catalog.content import Catalog, Module
from learning.config import ROOT
from learning.quizzes import drawing
from learning.quizzes.drawing import DeckCard
from tests.bench.loading import request

FROM_OURSELVES = {"Sec-Fetch-Site": "same-origin"}
LONG_AGO = timedelta(days=10)


@cache
def content() -> Catalog:
    """The courses that the site serves too."""
    return catalog.load(ROOT / "courses", datetime.now(UTC).date())


class Learner:
    """A new guest on a new device."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._numbers = count(1)
        device = str(uuid4())
        answer = httpx.post(f"{url}/vi/vao/khoa", data={"device": device}, headers=FROM_OURSELVES, timeout=30)
        answer.raise_for_status()
        self.cookie = "; ".join(f"{name}={value}" for name, value in answer.cookies.items())
        self._headers = {
            "Authorization": f"Bearer {answer.json()['record_key']}",
            "Content-Type": "application/json",
        }

    def learn(self, modules: tuple[Module, ...]) -> None:
        """Open modules and answer their first checks, days ago: there is something to show and to review."""
        at = datetime.now(UTC) - LONG_AGO
        events = []
        for module in modules:
            events.append(self._event(module, at, verb="opened"))
            events += [self._answered(module, 1, question, at) for question in _form(module.id, 1)]
        answer = httpx.post(
            f"{self._url}/api/v1/events", json={"events": events}, headers=self._headers, timeout=30
        )
        answer.raise_for_status()
        if refused := answer.json()["refused"]:
            raise RuntimeError(f"the site refused what the bench sent: {refused[0]}")

    def answers(self) -> Iterator[bytes]:
        """Without end: one answer a request, check after check, module after module."""
        modules = content().modules
        for number in count():
            module = modules[number % len(modules)]
            form = number // len(modules) % drawing.MAX_FORM + 1
            for question in _form(module.id, form):
                event = self._answered(module, form, question, datetime.now(UTC))
                body = json.dumps({"events": [event]}).encode()
                yield request("POST", f"{self._url}/api/v1/events", self._headers, body)

    def _answered(self, module: Module, form: int, question: str, at: datetime) -> dict[str, Any]:
        answer = _right(module.marking["questions"][question]["key"])
        more = {"question": question, "form": form, "attempt": f"bench-{form}", "answer": answer}
        return self._event(module, at, verb="answered", **more)

    def _event(self, module: Module, at: datetime, **more: Any) -> dict[str, Any]:
        return {
            "id": str(uuid4()),
            "module": module.id,
            "version": module.version,
            "at": at.isoformat(timespec="milliseconds"),
            "seq": next(self._numbers),
            "language": "vi",
            "via": "web",
            **more,
        }


@cache
def _form(module_id: str, number: int) -> tuple[str, ...]:
    deck = [DeckCard(*card) for card in content().module(module_id).marking["deck"]]
    return drawing.form(deck, number, module_id)


def _right(key: dict[str, Any]) -> Any:
    """An answer that is right by its key."""
    if key["rule"] == "parts":
        return {name: _right(part) for name, part in key["parts"].items()}
    return key["right"][0] if key["rule"] == "one" else key["right"]
