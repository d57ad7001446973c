"""The kinds of question, one module each. A new kind is a new module and its line here."""

from learning.quizzes.kinds.inspect import Inspect
from learning.quizzes.kinds.listen import Listen
from learning.quizzes.kinds.match import Match
from learning.quizzes.kinds.multiple import Multiple
from learning.quizzes.kinds.order import Order
from learning.quizzes.kinds.single import Single
from learning.quizzes.kinds.tap import Tap
from learning.quizzes.questions import Question

KINDS: dict[str, type[Question]] = {
    "single": Single,
    "multiple": Multiple,
    "order": Order,
    "match": Match,
    "inspect": Inspect,
    "listen": Listen,
    "tap": Tap,
}
