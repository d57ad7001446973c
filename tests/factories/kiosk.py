"""Shared devices for tests: a code as staff get it, and a browser that was paired with one."""

from __future__ import annotations

from uuid import UUID

from learning.db import write
from learning.kiosk import operations
from tests.factories.classes import a_trainer
from tests.support.site import Site

LABEL = "Máy bàn nhà văn hóa"


def a_code(by: UUID | None = None, class_id: UUID | None = None) -> str:
    """A pairing code, open for a quarter of an hour."""
    trainer = by or a_trainer()
    with write():
        return operations.open_pairing(LABEL, None, class_id, trainer).code


def become_kiosk(site: Site, code: str, *, scripts: bool = True) -> None:
    """Type the code on this device."""
    sent = {"code": code, "scripts": "1" if scripts else ""}
    answer = site.client.post("/vi/quay/", data=sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 303
