"""The demo's translators: their languages, a sentence that waits for the second of them, a question."""

from uuid import UUID

from learning.db import write
from learning.desk import operations, queries, readiness, texts
from learning.desk.queries import Speaker
from learning.web.site import site

# Khmer has much to correct, Tày everything still to say; English is for whoever reads no other.
LANGUAGES = ("km", "tyz", "en")
BETTER = ("Trang chủ", "Front page")
QUESTION = "Câu này nói với bà con, hay với cán bộ?"


def give(first: UUID, second: UUID, by: UUID) -> None:
    """Both translate into each language, so that one can read what the other has written."""
    with write():
        for code in LANGUAGES:
            operations.give(first, code, by)
            operations.give(second, code, by)
        english, khmer = _speaker(first, "en"), _speaker(first, "km")
        source, better = BETTER
        said = next(one for one in texts.texts().by_key.values() if one.source == source)
        operations.suggest(english, said, [better])
        operations.ask(khmer, _next_in(khmer.language), "who", QUESTION)


def _speaker(person: UUID, code: str) -> Speaker:
    found = queries.speaker(person, code)
    assert found is not None  # given above
    return found


def _next_in(code: str) -> texts.Text:
    """The first sentence of the courses that nobody has said in that language."""
    said = readiness.keys_said(site().languages.by_code[code])
    courses = [domain for domain in texts.texts().domains if domain != "messages"]
    return next(one for domain in courses for one in texts.texts().domains[domain] if one.key not in said)
