"""A module's marking data and version: everything that can change a mark, and nothing else (no wording)."""

import json
import unicodedata
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from learning.catalog.content import Bank, Catalog
from learning.quizzes.drawing import ALGORITHM
from learning.quizzes.marking import CHECK_SIZE, PASS_RIGHT
from learning.quizzes.practice import Practice


def marking_of(bank: Bank, practice: Practice | None) -> dict[str, Any]:
    """What the record keeps of a version, so that late answers are marked by what their learner saw."""
    return {
        "draw": ALGORITHM,
        "pass": {"size": CHECK_SIZE, "right": PASS_RIGHT},
        "deck": sorted([card.id, card.critical, card.group] for card in bank.deck),
        "questions": {each.id: {"key": each.key(), "critical": each.critical} for each in bank.questions},
        "practice": practice.key() if practice else None,
    }


def version_of(marking: Mapping[str, Any]) -> str:
    """The first 16 hex digits of SHA-256 over the canonical JSON: sorted, composed, unescaped."""
    return sha256(canonical(marking).encode()).hexdigest()[:16]


def of_catalog(catalog: Catalog) -> str:
    """One name for all that learners can read, see or be marked by: another one when any of it changes."""
    digest = sha256()
    for text in catalog.texts():
        digest.update(text.encode() + b"\0")
    for module in catalog.modules:
        digest.update(module.version.encode())
        for picture in module.pictures.values():
            digest.update(picture.bytes)
    return digest.hexdigest()[:16]


def canonical(value: object) -> str:
    """The one way to write these data down."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return unicodedata.normalize("NFC", text)
