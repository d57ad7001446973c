"""What an office does with one dossier: agrees, sends back, asks for a correction, answers one or an appeal.

Inside the caller's write block; each stands in the log of what staff do.
"""

from uuid import UUID

from learning.accounts import operations as accounts
from learning.clock import now
from learning.recognition import awards, operations
from learning.recognition.queries import DossierFacts
from learning.recognition.rules import Result
from learning.recognition.stages import Ruling, Verb


def endorse(dossier: DossierFacts, result: Result, by: UUID) -> None:
    """The branch agrees, with what the rules say today."""
    operations.take_step(dossier.id, "endorsed", by=by, at=now(), result=result)
    _log("dossier-endorsed", dossier, by)


def send_back(dossier: DossierFacts, reason: str, by: UUID) -> None:
    """Whoever has it gives it back, and says why."""
    operations.take_step(dossier.id, "returned", by=by, at=now(), reason=reason)
    _log("dossier-returned", dossier, by, reason=reason)


def ask_correction(dossier: DossierFacts, reason: str, by: UUID) -> None:
    """Somebody holds a decision for wrong; another one answers."""
    operations.take_step(dossier.id, "correction-asked", by=by, at=now(), reason=reason)
    _log("correction-asked", dossier, by, reason=reason)


def correct(dossier: DossierFacts, ruling: Ruling, by: UUID) -> None:
    """Another decision, beside the one before, whose certificate no longer holds."""
    corrected = operations.take_step(dossier.id, "corrected", by=by, at=now(), ruling=ruling)
    awards.withdraw_overtaken(corrected, now())
    _log("correction-decided", dossier, by, outcome=ruling.outcome)


def keep(dossier: DossierFacts, by: UUID) -> None:
    """The decision stands as it was."""
    operations.take_step(dossier.id, "kept", by=by, at=now())
    _log("correction-decided", dossier, by, outcome="kept")


def answer_appeal(dossier: DossierFacts, verb: Verb, by: UUID) -> None:
    """`upheld`: it stays as it was. `reopened`: a dossier that was sent back is taken up again."""
    operations.take_step(dossier.id, verb, by=by, at=now())
    _log("appeal-answered", dossier, by, outcome=verb)


def _log(verb: str, dossier: DossierFacts, by: UUID, **details: str) -> None:
    accounts.log_action(verb, by=by, thing=("dossier", dossier.id), place=dossier.place, details=details)
