"""Drawing: which five questions form n of a check holds; a pure function of (deck, n, seed).

How it works (algorithm 1, the `draw` number in a module's marking data):

1. A deck of N cards gives rounds of R = N // 5 forms; form n belongs to round (n - 1) // R. The forms of
   one round share no question, so practising again means new questions until the deck is used up.
2. The N - 5R cards that do not fit sit a round out. They are the next ones in one fixed hashed order of the
   deck that each round goes on from, so every card sits out equally often and none twice running.
3. The cards of a round are sorted: critical ones first, then by group (the kind of question), then by a
   hash that differs in each round. They are dealt like playing cards, one to each form in turn. So the forms
   of a round differ by at most one critical question, and by at most one question of each kind among the
   critical and among the other ones.
4. Inside a form the questions stand in hashed order.

Only blake2b over ids is used: no random generator whose stream may change, no floats, no dependence on the
order of the deck.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from learning.quizzes.marking import CHECK_SIZE

ALGORITHM = 1
MAX_FORM = 200


@dataclass(frozen=True, slots=True)
class DeckCard:
    """A question as far as drawing cares. Its group (the kind of question) is dealt evenly."""

    id: str
    critical: bool
    group: str


def form(deck: Sequence[DeckCard], n: int, seed: str) -> tuple[str, ...]:
    """The ids of the five questions of form n (1 to MAX_FORM), in the order in which they are asked."""
    if not 1 <= n <= MAX_FORM:
        raise ValueError(f"a form's number is between 1 and {MAX_FORM}")
    if len(deck) < CHECK_SIZE:
        raise ValueError(f"a deck needs at least {CHECK_SIZE} cards")
    forms = len(deck) // CHECK_SIZE
    turn, place = divmod(n - 1, forms)
    dealt = _dealt(_playing(deck, turn, seed), f"{seed}\x1fround {turn}")
    return shuffled([card.id for card in dealt[place::forms]], f"{seed}\x1fform {n}")


def shuffled(ids: Sequence[str], seed: str, *, avoid_given: bool = False) -> tuple[str, ...]:
    """The ids in the seed's order; with `avoid_given` never in the order they came in."""
    order = tuple(sorted(ids, key=lambda id: (_hash(seed, id), id)))
    if avoid_given and len(order) > 1 and order == tuple(ids):
        return (*order[1:], order[0])
    return order


def _playing(deck: Sequence[DeckCard], turn: int, seed: str) -> list[DeckCard]:
    """The cards that play in this round: all but the few whose turn it is to sit out."""
    order = sorted(deck, key=lambda card: (_hash(f"{seed}\x1fdeck", card.id), card.id))
    spare = len(deck) % CHECK_SIZE
    out = {(turn * spare + step) % len(deck) for step in range(spare)}
    return [card for place, card in enumerate(order) if place not in out]


def _dealt(cards: Sequence[DeckCard], seed: str) -> list[DeckCard]:
    return sorted(cards, key=lambda card: (not card.critical, card.group, _hash(seed, card.id), card.id))


def _hash(seed: str, id: str) -> bytes:
    return blake2b(f"{seed}\x1f{id}".encode(), digest_size=8).digest()
