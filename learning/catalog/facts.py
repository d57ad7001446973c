"""Facts that change (numbers to call, fees, menus): named in texts as {fact:id}, put in after translation."""

import re
from collections.abc import Callable, Iterator, Mapping

from learning.catalog.schema import Fact

_NAMED = re.compile(r"\{fact:([^{}\s]*)\}")


def fill(text: str, facts: Mapping[str, Fact], say: Callable[[str], str] = str) -> str:
    """The text with the facts' values, as `say` says them. A fact nobody knows stays as it was written."""
    return _NAMED.sub(lambda named: say(facts[named[1]].value) if named[1] in facts else named[0], text)


def named_in(text: str) -> Iterator[str]:
    """The ids of the facts that a text names."""
    return (named[1] for named in _NAMED.finditer(text))


def without_facts(text: str) -> str:
    """The text as its author wrote it, with nothing where facts will stand."""
    return _NAMED.sub("", text)
