"""Scripts joined for the wire: what a page asks for comes in one file, what every page shares in another.

In the folder a script is a handful of small ES modules; on 3G each of them would cost a round trip. So every
entry is joined with what it imports, in one function and one scope: an import costs nothing, and every name
is made short. What the shared entry holds already is imported from there: a module runs once on a page
(ECMA-262, 16.2.1.5, is kept). Two modules of a file may not give one name to two things at their top, nor
take one that browsers have and another of them uses: that one would get the wrong thing.
Only what this house writes is understood: relative imports by name at the start of a line, no cycle, no
default. A file of other people's is imported from where it lies, by whoever names it at the top.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from string import ascii_lowercase, ascii_uppercase

_IMPORT = re.compile(r"^import \{(\w+(?:, \w+)*)\} from '\./([\w-]+)\.js';\n", re.MULTILINE)
_VENDORED = re.compile(r"^import \{[^}]+\} from '\.\./vendor/[\w./-]+\.js';\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function \w+|const \w+)", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_TOP = re.compile(r"^(?:async )?(?:function|const|let) (?:(\w+)|[{\[]([^}\]]+)[}\]] =)", re.MULTILINE)
_OF_BROWSERS = frozenset(
    ("close", "event", "find", "focus", "name", "open", "parent", "print", "screen", "scroll", "stop", "top")
)


def joined(modules: Mapping[str, str], shared: str) -> dict[str, str]:
    """Every module by name, the entries (those that no other imports) with all they import inside.

    Names are without folder and ending. What the entry `shared` holds, the others import from it. Raises
    ValueError for an import or export of another shape, a cycle or a name that means two things, KeyError for
    a module that is not there.
    """
    common, own = _entries(modules, shared)
    taken = {name: _taken(parts, common, modules) for name, parts in own.items()}
    letters = given(modules, shared)
    ready = dict(modules)
    for name, parts in own.items():
        vendored = [line for part in parts for line in _VENDORED.findall(modules[part])]
        short = _listed(letters[each] for each in taken[name])
        imported = f"import {{{short}}} from './{shared}.js';\n" if short else ""
        ready[name] = "".join([*vendored, imported, _closed(parts, modules, taken[name], short)])
    whole = _closed(common, modules, (), given=f"[{_listed(letters)}]")
    ready[shared] = f"export const [{_listed(letters.values())}] = {whole}" if letters else whole
    return ready


def given(modules: Mapping[str, str], shared: str) -> dict[str, str]:
    """What the entry `shared` gives to others: each name, and the letter it has between files.

    Names inside a file are made short by the minifier, which may not touch those that two files agree upon.
    """
    common, own = _entries(modules, shared)
    names = frozenset[str]().union(*(_taken(parts, common, modules) for parts in own.values()))
    return dict(zip(sorted(names), ascii_uppercase + ascii_lowercase, strict=False))


def _entries(modules: Mapping[str, str], shared: str) -> tuple[list[str], dict[str, list[str]]]:
    """The modules of the shared entry, and of every other those that it brings itself."""
    inside = {source for text in modules.values() for _, source in _IMPORT.findall(text)}
    common = _order(shared, modules)
    return common, {
        name: [part for part in _order(name, modules) if part not in common]
        for name in modules.keys() - inside - {shared}
    }


def _order(name: str, modules: Mapping[str, str], above: tuple[str, ...] = ()) -> list[str]:
    """The module's imports, and theirs, before itself; each once."""
    if name in above:
        raise ValueError(f"{name}.js imports itself by way of {above[-1]}.js")
    found: dict[str, None] = {}
    for _, source in _IMPORT.findall(modules[name]):
        found |= dict.fromkeys(_order(source, modules, (*above, name)))
    return [*found, name]


def _taken(own: Iterable[str], common: Collection[str], modules: Mapping[str, str]) -> frozenset[str]:
    """What these modules import from what every page has."""
    imports = (each for part in own for each in _IMPORT.findall(modules[part]))
    return frozenset(
        name for names, source in imports if source in common for name in re.findall(r"\w+", names)
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _closed(
    parts: Iterable[str], modules: Mapping[str, str], taken: Collection[str], short: str = "", given: str = ""
) -> str:
    """The modules as one function that runs at once, with what it takes (`short` outside) and gives."""
    known = dict.fromkeys(taken, "another file")
    bodies: dict[str, str] = {}
    for part in parts:
        body = _EXPORT.sub("", _IMPORT.sub("", _VENDORED.sub("", modules[part])))
        if left := _LEFT.search(body):
            raise ValueError(f"{part}.js cannot be joined: {left.group()}")
        for name in _tops(body):
            if known.setdefault(name, part) != part:
                raise ValueError(f"{part}.js cannot be joined: {name} is a name of {known[name]} too")
        bodies[part] = body
    for name in _OF_BROWSERS & known.keys():
        if using := [part for part, body in bodies.items() if part != known[name] and _uses(body, name)]:
            raise ValueError(f"{known[name]}.js cannot be joined: {using[0]}.js uses {name} of the browser")
    end = f"return {given};\n" if given else ""
    return f"(({_listed(taken)}) => {{\n{''.join(bodies.values())}{end}}})({short});\n"


def _uses(body: str, name: str) -> bool:
    """The browser's, where the module has none of that name itself."""
    own = re.search(rf"\b(?:function|const|let) {name}\b", body)
    return own is None and re.search(rf"(?<![\w$.'\"-]){name}(?=[(.;,)])", body) is not None


def _tops(body: str) -> list[str]:
    """The names that a module gives at its top."""
    found = ((plain or within) for plain, within in _TOP.findall(body))
    return [name for each in found for name in re.findall(r"(\w+)(?=\s*(?:[,=]|$))", each)]
