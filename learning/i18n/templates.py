"""One Jinja environment per language, with words, addresses and components folded in while compiling.

A naive page spends almost half its time looking up the same sentences again (docs/decisions/0003).
Folding replaces `_("…")`, `url("…")`, `asset("…")` and macros of components, with constant arguments, by what
they give.
"""

from collections.abc import Callable, Mapping
from gettext import NullTranslations
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.environment import TemplateModule
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

Constant = Callable[..., str]


class FoldingTemplate(Template):
    """A template whose globals are all the environment's: importing it, nobody brings any others."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002  # Jinja's signature
        return super()._get_default_module()


class FoldingEnvironment(Environment):
    """Jinja's environment whose templates are compiled for one language."""

    template_class = FoldingTemplate

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

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, *args: Any, **options: Any
    ) -> str:
        # A template that is reloaded when it changes cannot have others inside itself.
        macros = {} if self.auto_reload else self._macros(source)
        folded = _Folder(self.folded, macros, EvalContext(self, name)).visit(source)
        return super()._generate(folded, name, filename, *args, **options)

    def _macros(self, template: nodes.Template) -> dict[str, Constant]:
        """The macros that a template imports without context, by names that mean nothing else in it."""
        taken = {name.name for name in template.find_all(nodes.Name) if name.ctx != "load"}
        found: dict[str, Constant] = {}
        for each in template.find_all(nodes.FromImport):
            if each.with_context or not isinstance(each.template, nodes.Const):
                continue
            module = self.get_template(each.template.value).module
            for name in each.names:
                macro, alias = name if isinstance(name, tuple) else (name, name)
                if alias not in taken:
                    found[alias] = getattr(module, macro)
        return found


class _Folder(NodeTransformer):
    def __init__(
        self, folded: Mapping[str, Constant], macros: Mapping[str, Constant], context: EvalContext
    ) -> None:
        self.folded = folded
        self.macros = macros
        self.context = context

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.CallBlock:
        """A call with a body stays a call; what stands in it is folded."""
        self.generic_visit(node.call)
        node.body = [self.visit(each) for each in node.body]
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:
        self.generic_visit(node)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if (name not in self.folded and name not in self.macros) or node.dyn_args or node.dyn_kwargs:
            return node
        try:
            args = [arg.as_const(self.context) for arg in node.args]
            if name in ("_", "gettext"):
                return self._sentence(node, args)
            values = {pair.key: pair.value.as_const(self.context) for pair in node.kwargs}
        except nodes.Impossible:
            return node
        function = self.folded.get(name) or self.macros[name]
        return nodes.Const(function(*args, **values), lineno=node.lineno)

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
