"""Drawing: which five questions form n of a check holds; a pure function of (deck, n, seed).

How it works (algorithm 1, the `draw` number in a module's marking data):

1. A deck of N cards gives rounds of R = N // 5 forms; form n belongs to round (n - 1) // R. The forms of
   one round share no question, so practising again means new questions until the deck is used up.
2. The N - 5R cards that do not fit sit a round out. They are the next ones in one fixed hashed order of the
   deck that each round goes on from, so every card sits out equally often and none twice running.
3. The cards of a round, sorted by group (`Question.group`: the kind; scams and genuine messages apart) and
   inside a group by a hash that differs in each round, are dealt like playing cards, one to each form in
   turn. Then, while one form has two critical questions more than another, two cards are exchanged that leave
   the groups as even as they were. So the forms of a round differ by at most one question of each group, and
   by at most one critical one. Which hand becomes which form is hashed as well, so the first form of a round
   is neither the mildest nor the hardest.
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
    """A question as far as drawing cares. Its group is dealt evenly."""

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
    hands = _dealt(_playing(deck, turn, seed), forms, f"{seed}\x1fround {turn}")
    return shuffled([card.id for card in hands[place]], f"{seed}\x1fform {n}")


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


def _dealt(cards: Sequence[DeckCard], forms: int, seed: str) -> list[list[DeckCard]]:
    order = sorted(cards, key=lambda card: (card.group, _hash(seed, card.id), card.id))
    hands = [order[place::forms] for place in range(forms)]
    while True:
        hands.sort(key=_critical_in)  # stable, so the same on every machine
        few, many = hands[0], hands[-1]
        if _critical_in(many) - _critical_in(few) < 2:
            return sorted(hands, key=lambda hand: _hash(seed, hand[0].id))
        _exchange(many, few)


def _critical_in(hand: Sequence[DeckCard]) -> int:
    return sum(card.critical for card in hand)


def _exchange(many: list[DeckCard], few: list[DeckCard]) -> None:
    """Give a critical card for a plain one of its group, or of another where both groups are uneven anyway.

    Pairing the hands off card by card, at least two pairs have the critical card on the fuller side, because
    that side has two more of them.
    """
    for given, taken in _pairs(many, few):
        if given.critical and not taken.critical:
            many[many.index(given)], few[few.index(taken)] = taken, given
            return


def _pairs(many: Sequence[DeckCard], few: Sequence[DeckCard]) -> list[tuple[DeckCard, DeckCard]]:
    groups = sorted({card.group for card in (*many, *few)})
    pairs, over, under = list[tuple[DeckCard, DeckCard]](), list[DeckCard](), list[DeckCard]()
    for group in groups:
        ours = [card for card in many if card.group == group]
        theirs = [card for card in few if card.group == group]
        pairs += zip(ours, theirs, strict=False)
        over += ours[len(theirs) :]
        under += theirs[len(ours) :]
    return pairs + list(zip(over, under, strict=True))


def _hash(seed: str, id: str) -> bytes:
    return blake2b(f"{seed}\x1f{id}".encode(), digest_size=8).digest()
