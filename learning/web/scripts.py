"""Scripts joined for the wire: what a page asks for comes in one file, what every page shares in another.

In the folder a script is a handful of small ES modules; on 3G each of them would cost a round trip. So every
entry is joined with what it imports, each module in a function of its own, and what the shared entry holds
already is imported from there: a module runs once on a page (ECMA-262, 16.2.1.5, is kept).
Only what this house writes is understood: relative imports by name at the start of a line, no cycle, no
default. A file of other people's is imported from where it lies, by whoever names it at the top.
"""

import re
from collections.abc import Iterable, Mapping

_IMPORT = re.compile(r"^import \{([^}]+)\} from '\./([\w-]+)\.js';\n", re.MULTILINE)
_VENDORED = re.compile(r"^import \{[^}]+\} from '\.\./vendor/[\w./-]+\.js';\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function (\w+)|const (\w+))", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def joined(modules: Mapping[str, str], shared: str) -> dict[str, str]:
    """Every module by name, the entries (those that no other imports) with all they import inside.

    Names are without folder and ending. What the entry `shared` holds, the others import from it. Raises
    ValueError for an import or export of another shape or a cycle, KeyError for a module that is not there.
    """
    inside = {source for text in modules.values() for _, source in _IMPORT.findall(text)}
    common = _order(shared, modules)
    ready = dict(modules)
    for name in modules.keys() - inside:
        parts = _order(name, modules)
        own = parts if name == shared else [part for part in parts if part not in common]
        bodies = [_closed(part, modules[part]) for part in own]
        vendored = [line for part in own for line in _VENDORED.findall(modules[part])]
        ready[name] = "".join([*vendored, _taken_from(shared, own, modules), *bodies])
    ready[shared] += f"export {_braced(common)};\n"
    return ready


def _order(name: str, modules: Mapping[str, str], above: tuple[str, ...] = ()) -> list[str]:
    """The module's imports, and theirs, before itself; each once."""
    if name in above:
        raise ValueError(f"{name}.js imports itself by way of {above[-1]}.js")
    found: dict[str, None] = {}
    for _, source in _IMPORT.findall(modules[name]):
        found |= dict.fromkeys(_order(source, modules, (*above, name)))
    return [*found, name]


def _taken_from(shared: str, own: list[str], modules: Mapping[str, str]) -> str:
    wanted = {source for part in own for _, source in _IMPORT.findall(modules[part])} - set(own)
    return f"import {_braced(sorted(wanted))} from './{shared}.js';\n" if wanted else ""


def _braced(parts: Iterable[str]) -> str:
    return "{" + ", ".join(f"${part}" for part in parts) + "}"


def _closed(name: str, source: str) -> str:
    """The module as one constant: a function of its own keeps its names apart from the others'."""
    exported = [function or constant for function, constant in _EXPORT.findall(source)]
    inside = _EXPORT.sub("", _IMPORT.sub(_local, _VENDORED.sub("", source)))
    if left := _LEFT.search(inside):
        raise ValueError(f"{name}.js cannot be joined: {left.group()}")
    return f"const ${name} = (() => {{\n{inside}\nreturn {{{', '.join(exported)}}};\n}})();\n"


def _local(match: re.Match[str]) -> str:
    names = match.group(1).replace(" as ", ": ")
    return f"const {{{names}}} = ${match.group(2)};\n"
