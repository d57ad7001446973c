"""Discernment: how well somebody tells scam messages from genuine ones, not how suspicious they are.

Signal detection over verdicts. A scam called a scam is a hit, believed it is a miss; a genuine message called
a scam is a false alarm, believed it is a correct rejection. Whoever calls everything a scam has every hit and
discerns nothing. With

    H = (hits + ½) / (scams + 1)        F = (false alarms + ½) / (genuine + 1)

    d′ = z(H) − z(F)                    c = −(z(H) + z(F)) / 2

where z is the inverse of the normal distribution (Macmillan & Creelman, Detection Theory, 2005, ch. 1, 2).
The added halves are the loglinear correction (Hautus 1995, Behavior Research Methods, Instruments & Computers
27, 46–51): finite for perfect answers, and less biased than mending only these. A learner is never shown d′:
it decides which sentence she reads.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Literal, TypeAlias

# "trusting": scams are believed · "suspicious": genuine messages are not · "mixed": both go wrong
Leaning: TypeAlias = Literal["discerning", "trusting", "suspicious", "mixed"]
Judged: TypeAlias = tuple[str, str]  # what a message is and what it was called: "scam" or "genuine"

# Ours. With fewer than five of each kind one lucky guess decides. z(H) = d′/2 − c and −z(F) = d′/2 + c, so
# d′/2 − |c| stands for the kind that is judged worse: 0.55 is about three right in four. LEANS parts one
# error from both.
LEAST_OF_EACH = 5
STEADY = 0.55
LEANS = 0.25

_z = NormalDist().inv_cdf


@dataclass(frozen=True, slots=True)
class Discernment:
    """Counts of judged messages, and what they come to: None with fewer than LEAST_OF_EACH of either kind."""

    hits: int = 0
    misses: int = 0
    false_alarms: int = 0
    correct_rejections: int = 0

    @property
    def scams(self) -> int:
        return self.hits + self.misses

    @property
    def genuine(self) -> int:
        return self.false_alarms + self.correct_rejections

    @property
    def messages(self) -> int:
        return self.scams + self.genuine

    @property
    def is_enough(self) -> bool:
        return min(self.scams, self.genuine) >= LEAST_OF_EACH

    @property
    def percent(self) -> float | None:
        """The mean of both shares of right verdicts, 0 to 100: always saying the same gives 50."""
        if not self.is_enough:
            return None
        return 50 * (self.hits / self.scams + self.correct_rejections / self.genuine)

    @property
    def d_prime(self) -> float | None:
        """d′: 0 by guessing, more the better; below 0 where the two are taken for each other."""
        return _z(self._hit_rate) - _z(self._false_alarm_rate) if self.is_enough else None

    @property
    def criterion(self) -> float | None:
        """c: above 0 where too much is believed, below 0 where too little is."""
        return -(_z(self._hit_rate) + _z(self._false_alarm_rate)) / 2 if self.is_enough else None

    @property
    def leaning(self) -> Leaning | None:
        """What to advise on: praise where both kinds are judged well, else the error that outweighs.

        An error is named only where more than a quarter of such messages went wrong.
        """
        d_prime, criterion = self.d_prime, self.criterion
        if d_prime is None or criterion is None:
            return None
        if d_prime / 2 - abs(criterion) >= STEADY:
            return "discerning"
        if abs(criterion) < LEANS:
            return "mixed"
        return "trusting" if criterion > 0 else "suspicious"

    @property
    def slip(self) -> Leaning:
        """What went wrong in a handful of messages, too few for more than naming it."""
        if self.misses and self.false_alarms:
            return "mixed"
        return "trusting" if self.misses else "suspicious" if self.false_alarms else "discerning"

    @property
    def _hit_rate(self) -> float:
        return (self.hits + 0.5) / (self.scams + 1)

    @property
    def _false_alarm_rate(self) -> float:
        return (self.false_alarms + 0.5) / (self.genuine + 1)


def discernment(judged: Iterable[Judged]) -> Discernment:
    """Count verdicts: each what the message is, then what it was called."""
    pairs = list(judged)
    return Discernment(
        hits=pairs.count(("scam", "scam")),
        misses=pairs.count(("scam", "genuine")),
        false_alarms=pairs.count(("genuine", "scam")),
        correct_rejections=pairs.count(("genuine", "genuine")),
    )


def truth_of(key: Mapping[str, Any]) -> str | None:
    """What the message of a question is, by the key that marks it; None where there is no message."""
    verdict = key.get("parts", {}).get("verdict")
    return verdict["right"][0] if verdict else None
