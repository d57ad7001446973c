"""Two sides and whoever goes from one to the other: every address that names something of somebody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any
from uuid import UUID

from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from learning.web.access import Access, guard_of
from tests.factories.desk import text
from tests.support.sides import Side
from tests.support.site import Site

OWN = {"Sec-Fetch-Site": "same-origin"}
# The names of what a class may learn, and which of its evenings, are no ids of anybody.
FIXED: dict[str, Any] = {
    "language": "vi",
    "number": 1,
    "day": "2026-11-22",
    "token": "khong-phai-the-that",
    "domain": "facts",
    "form": 1,
    "title_id": "cong-dan-hoc-tap",
    "set_id": "cong-dan-hoc-tap",
    "year": 2026,
    "name": "danh-sach",
    "extension": "pdf",
    "paper": "1234567890123452",
    "kid": "khong-co",
}
# What a page asks for beside its address, to be there at all.
ASKED = {"so": "reached", "bo": "cong-dan-hoc-tap"}


@dataclass(frozen=True, slots=True)
class World:
    """Two sides, and whoever goes from one to the other."""

    site: Site
    ours: Side
    theirs: Side

    def open(self, method: str, path: str, person: UUID, kind: Any = "staff", **sent: Any) -> TestResponse:
        self.site.arrive(person, kind)
        return self.site.client.open(path, method=method, headers=OWN, **sent)

    def routes(self) -> Iterator[tuple[Rule, str]]:
        """Every view whose address names something that belongs to somebody, by each method."""
        for rule in self.site.app.url_map.iter_rules():
            if rule.arguments & set(self.theirs.ids):
                for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
                    yield rule, method

    def addresses(self, rule: Rule, *, only_ours: bool = False) -> Iterator[tuple[str, set[str]]]:
        """The address with every mixture of our ids and theirs, and which of its parts are theirs."""
        names = sorted(rule.arguments & set(self.theirs.ids))
        build = self.site.app.url_map.bind("localhost").build
        for sides in product((self.ours,) if only_ours else (self.ours, self.theirs), repeat=len(names)):
            foreign = {name for name, side in zip(names, sides, strict=True) if side is self.theirs}
            if not only_ours and not foreign:
                continue
            for ids in product(*(side.ids[name] for name, side in zip(names, sides, strict=True))):
                values = {**self._fixed(rule), **dict(zip(names, ids, strict=True))}
                yield build(rule.endpoint, values), foreign

    def access_of(self, rule: Rule) -> Access:
        guard = guard_of(self.site.app.view_functions[rule.endpoint])
        assert guard is not None
        return guard.access

    def _fixed(self, rule: Rule) -> dict[str, Any]:
        wanted = rule.arguments - set(self.theirs.ids)
        values = {**FIXED, "module_id": self.site.app.extensions["hocso"].catalog.modules[0].id}
        if "key" in wanted:
            values["key"] = text("Trang chủ").key  # looked for among ten thousand
        return {name: values[name] for name in wanted}
