"""One Jinja environment per language, with words and constant addresses folded in while compiling.

A naive page spends almost half its time looking up the same sentences again (docs/decisions/0003).
Folding replaces `_("…")`, `url("…")` and `asset("…")` with constant arguments by what they give.
"""

from collections.abc import Callable, Mapping
from gettext import NullTranslations
from typing import Any

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

Constant = Callable[..., str]


class FoldingEnvironment(Environment):
    """Jinja's environment whose templates are compiled for one language."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.folded: Mapping[str, Constant] = {}

    def fold(self, catalog: NullTranslations, constants: Mapping[str, Constant]) -> None:
        """Speak this catalogue, and fold these functions wherever all their arguments are constant."""
        self.add_extension("jinja2.ext.i18n")
        install = self.install_gettext_translations  # type: ignore[attr-defined]  # added by the extension
        install(catalog, newstyle=True)
        self.globals.update(constants)
        self.folded = {"_": catalog.gettext, "gettext": catalog.gettext, **constants}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        folded: nodes.Template = _Folder(self.folded).visit(template)
        return folded


class _Folder(NodeTransformer):
    def __init__(self, folded: Mapping[str, Constant]) -> None:
        self.folded = folded

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:
        self.generic_visit(node)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name not in self.folded or node.dyn_args or node.dyn_kwargs:
            return node
        if not all(isinstance(arg, nodes.Const) for arg in node.args):
            return node
        args = [arg.value for arg in node.args if isinstance(arg, nodes.Const)]
        if name in ("_", "gettext"):
            return self._sentence(node, args)
        named = {pair.key: pair.value for pair in node.kwargs}
        values = {key: value.value for key, value in named.items() if isinstance(value, nodes.Const)}
        if len(values) < len(named):
            return node
        return nodes.Const(self.folded[name](*args, **values), lineno=node.lineno)

    def _sentence(self, node: nodes.Call, args: list[Any]) -> nodes.Expr:
        """Like Jinja's newstyle gettext: the sentence is markup, its variables are escaped into it."""
        text = Markup(self.folded["_"](*args))  # noqa: S704  # catalogues are reviewed source, like templates
        if not node.kwargs:
            return nodes.Const(text % {}, lineno=node.lineno)
        values = nodes.Dict(
            [nodes.Pair(nodes.Const(pair.key), pair.value, lineno=node.lineno) for pair in node.kwargs],
            lineno=node.lineno,
        )
        return nodes.Mod(nodes.Const(text, lineno=node.lineno), values, lineno=node.lineno)
