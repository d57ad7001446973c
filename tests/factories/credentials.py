"""Awards and certificates for tests."""

from datetime import date
from typing import Any

from learning.clock import now
from learning.credentials import operations
from learning.credentials.badge import Award
from learning.credentials.queries import Issued
from learning.db import write
from learning.ids import new_id


def an_award(**changes: Any) -> Award:
    """What a commune decided about somebody."""
    told: dict[str, Any] = {
        "subject": new_id(),
        "name": "Nguyễn Thị Hoa",
        "title": "Công dân học tập",
        "description": "Đạt danh hiệu Công dân học tập năm 2026.",
        "set_id": "cong-dan-hoc-tap",
        "set_version": "0123456789abcdef",
        "is_verified": False,
        "decision": "128/QĐ-UBND",
        "decided_on": date(2026, 11, 20),
        "decided_by": "UBND xã Thượng Lâm",
        "valid_from": date(2026, 11, 20),
        "valid_to": None,
    }
    return Award(**{**told, **changes})


def a_certificate(award: Award | None = None, **changes: Any) -> Issued:
    """One that was issued now."""
    with write():
        return operations.issue(award or an_award(**changes), at=now())
