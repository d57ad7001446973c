"""Who of a list is checked again: drawn by a seed that nobody could choose, and that anybody can redo. Pure.

Decision 0025 says the order of things. In short: the list is closed; the server draws a secret and publishes
a commitment to it and to the list; a witness then says six digits; the secret is published, and both together
are the seed. Whoever holds the list can draw again from what was published and must come to the same people.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from hmac import compare_digest
from hmac import new as hmac_of
from math import comb
from typing import Literal

ALGORITHM = 1
PERCENT, LEAST = 3, 5
SECRET_BYTES = 32
DOUBT = 0.05
_SPOKEN = re.compile(r"[0-9]{6}", re.ASCII)
_COMMIT, _SEED = b"hocso-draw-commit-1\0", b"hocso-draw-seed-1\0"

Outcome = Literal["confirmed", "not_confirmed", "not_reached"]
Why = Literal[
    "empty_list", "secret_too_short", "not_six_digits", "already_drawn", "list_changed", "wrong_secret"
]


class DrawRefused(ValueError):
    """A draw that would not be an honest one."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True, slots=True)
class Published:
    """All that is published of a draw, in the order in which it becomes known.

    At closing: `listed`, `list_digest`, `many`, `commitment`. After the witness has spoken: the rest.
    """

    listed: int
    list_digest: str
    many: int
    commitment: str
    spoken: str | None = None
    secret: str | None = None
    drawn: tuple[str, ...] = ()
    algorithm: int = ALGORITHM


def how_many(listed: int, percent: int = PERCENT, least: int = LEAST) -> int:
    """So many of a hundred, rounded up, and never fewer than the least; all of a list that is shorter."""
    return min(listed, max(least, -(-listed * percent // 100)))


def digest_of(entries: Iterable[str]) -> str:
    """One name for a list, whatever its order: SHA-256 over its entries, each once, sorted, one a line."""
    return sha256("\n".join(sorted(set(entries))).encode()).hexdigest()


def committed(entries: Collection[str], secret: bytes) -> Published:
    """Close a list: bind it and a secret, before anybody can know who will be drawn."""
    listed = len(set(entries))
    if not listed:
        raise DrawRefused("empty_list")
    if len(secret) < SECRET_BYTES:
        raise DrawRefused("secret_too_short")
    digest = digest_of(entries)
    return Published(listed, digest, how_many(listed), _commitment(secret, digest))


def reveal(published: Published, entries: Collection[str], secret: bytes, spoken: str) -> Published:
    """Draw. Once: what was revealed cannot be revealed again, with other digits or the same."""
    if published.spoken is not None:
        raise DrawRefused("already_drawn")
    if not _SPOKEN.fullmatch(spoken):
        raise DrawRefused("not_six_digits")
    if digest_of(entries) != published.list_digest:
        raise DrawRefused("list_changed")
    if not compare_digest(_commitment(secret, published.list_digest), published.commitment):
        raise DrawRefused("wrong_secret")
    chosen = drawn(entries, seed_of(secret, published.list_digest, spoken), published.many)
    return replace(published, spoken=spoken, secret=secret.hex(), drawn=chosen)


def seed_of(secret: bytes, list_digest: str, spoken: str) -> bytes:
    """Both halves together: neither whoever closed the list nor the witness can steer it."""
    return hmac_of(secret, _SEED + list_digest.encode() + b"\0" + spoken.encode(), "sha256").digest()


def drawn(entries: Iterable[str], seed: bytes, many: int) -> tuple[str, ...]:
    """The first so many by HMAC-SHA256 of seed and entry: no order of the list matters."""
    return tuple(
        sorted(set(entries), key=lambda entry: hmac_of(seed, entry.encode(), "sha256").digest())[:many]
    )


def faults_in(published: Published, entries: Collection[str]) -> Iterator[str]:
    """What somebody finds who holds the list and draws again from what was published; nothing, if honest."""
    if digest_of(entries) != published.list_digest or len(set(entries)) != published.listed:
        yield "list_changed"
    if published.many != how_many(published.listed):
        yield "wrong_number"
    if published.spoken is None or published.secret is None:
        yield "not_revealed"
        return
    secret = bytes.fromhex(published.secret)
    if _commitment(secret, published.list_digest) != published.commitment:
        yield "wrong_secret"
    if (
        drawn(entries, seed_of(secret, published.list_digest, published.spoken), published.many)
        != published.drawn
    ):
        yield "other_people"


def to_check(draws: Sequence[Published]) -> tuple[str, ...]:
    """Everybody drawn for a list, however often it was opened and closed again: drawing anew only adds."""
    return tuple(dict.fromkeys(entry for one in draws for entry in one.drawn))


def _commitment(secret: bytes, list_digest: str) -> str:
    return sha256(_COMMIT + secret + list_digest.encode()).hexdigest()


# ── What the checks say of the list ──


@dataclass(frozen=True, slots=True)
class Confidence:
    """What a list can claim. `at_most_wrong`: more wrong names than that would have shown, 19 times of 20."""

    listed: int
    checked: int
    confirmed: int
    not_confirmed: int
    not_reached: int
    at_most_wrong: int

    @property
    def is_finished(self) -> bool:
        return self.not_reached == 0


def confidence(listed: int, outcomes: Iterable[Outcome]) -> Confidence:
    """Of the list, never of a person. Whom nobody reached counts as not confirmed: silence proves nothing."""
    found = list(outcomes)
    failed, missed = found.count("not_confirmed"), found.count("not_reached")
    return Confidence(
        listed=listed,
        checked=len(found),
        confirmed=len(found) - failed - missed,
        not_confirmed=failed,
        not_reached=missed,
        at_most_wrong=at_most_wrong(listed, len(found), failed + missed),
    )


def at_most_wrong(listed: int, checked: int, wrong: int) -> int:
    """The most wrong names in a list of which so many checks would still find so few, one time in twenty."""
    most = wrong
    for bad in range(wrong, listed - (checked - wrong) + 1):
        if _chance(listed, bad, checked, wrong) <= DOUBT:
            break
        most = bad
    return most


def _chance(listed: int, bad: int, checked: int, wrong: int) -> float:
    """How likely at most so many wrong ones are among those checked, drawn from a list with so many bad."""
    ways = sum(comb(bad, one) * comb(listed - bad, checked - one) for one in range(wrong + 1))
    return ways / comb(listed, checked)
