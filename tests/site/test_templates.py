"""Every template compiles in every language, is used, imports what it uses, and has nothing inline in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, meta, nodes

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NAMES = [path.relative_to(ROOT / "templates").as_posix() for path in TEMPLATES]
# All that a page is handed: learning.web.fragments.render, and its one object.
HANDED = {"alternates", "canonical", "fell_back", "here", "language", "page"}
INLINE = {
    r"<style\b": "a style element",
    r"<script\b(?![^>]*\bsrc=)": "a script with a body",
    r"\sstyle\s*=": "a style attribute",
    r"\son[a-z]+\s*=\s*[\"'{]": "an event attribute",
    r"\shx-on\b": "hx-on",
    r"=\s*[\"']\s*(js|javascript):": "a script as value",
}


def comments_blanked(text: str) -> str:
    return re.sub(r"\{#.*?#\}", lambda found: "\n" * found.group().count("\n"), text, flags=re.DOTALL)


def inline_in(text: str) -> Iterator[str]:
    for number, line in enumerate(comments_blanked(text).splitlines(), 1):
        for pattern, name in INLINE.items():
            if re.search(pattern, line):
                yield f"line {number}: {name}"


def imported(template: nodes.Template) -> set[str]:
    listed = [name for node in template.find_all(nodes.FromImport) for name in node.names]
    whole = {node.target for node in template.find_all(nodes.Import)}
    return {name if isinstance(name, str) else name[1] for name in listed} | whole


def unused_imports(template: nodes.Template) -> set[str]:
    return imported(template) - {node.name for node in template.find_all(nodes.Name) if node.ctx == "load"}


def undeclared(environment: Environment, template: nodes.Template) -> set[str]:
    # Jinja looks at each block alone: what stands above the blocks is there for them all the same.
    macros = {node.name for node in template.find_all(nodes.Macro)}
    stored = {node.name for node in template.find_all(nodes.Name) if node.ctx == "store"}
    known = imported(template) | macros | stored | set(environment.globals)
    return meta.find_undeclared_variables(template) - known


@pytest.fixture(scope="session")
def environments(shared_app: Flask) -> dict[str, Environment]:
    found: dict[str, Environment] = shared_app.extensions["hocso"].environments
    return found


@pytest.fixture(scope="session")
def environment(environments: dict[str, Environment]) -> Environment:
    return environments["vi"]


@pytest.mark.parametrize("name", NAMES)
def test_compiles_in_every_language(name: str, environments: dict[str, Environment]) -> None:
    for environment in environments.values():
        environment.get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_imports_only_what_it_uses(name: str, environment: Environment) -> None:
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    assert unused_imports(environment.parse(text)) == set()


@pytest.mark.parametrize("name", NAMES)
def test_reads_only_what_it_is_handed(name: str, environment: Environment) -> None:
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    # A component is imported without context and sees only its parameters; a part is included with it.
    is_component = name.startswith("components/") and "/_" not in name
    handed = set() if is_component else HANDED
    assert undeclared(environment, environment.parse(text)) - handed == set()


@pytest.mark.parametrize("name", NAMES)
def test_has_nothing_inline(name: str) -> None:
    assert list(inline_in((ROOT / "templates" / name).read_text(encoding="utf-8"))) == []


def test_every_template_is_used() -> None:
    sources = [*TEMPLATES, *(ROOT / "learning").rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    assert [name for name in NAMES if f'"{name}"' not in text and f"'{name}'" not in text] == []


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("components/")])
def test_every_component_says_its_parameters(name: str) -> None:
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    macros = re.findall(r"\{%-?\s*macro\s+(\w+)", text)
    said = text.partition("#}")[0]
    assert text.startswith("{#"), f"{name} does not begin with its parameters"
    assert [macro for macro in macros if not macro.startswith("_") and macro not in said] == []


@pytest.mark.parametrize(
    "text",
    [
        "<p style='color: red'>",
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<p onclick="x()">',
        '<p hx-on:click="x()">',
        '<a href="javascript:x()">',
    ],
)
def test_inline_is_found(text: str) -> None:
    assert list(inline_in(text)) != []


def test_what_only_looks_inline_is_left_alone() -> None:
    text = '{# style="" #}<link rel="stylesheet" href="a.css"><script type="module" src="a.js"></script>'
    assert list(inline_in(text)) == []


def test_unused_imports_and_unknown_names_are_found(environment: Environment) -> None:
    template = environment.parse('{% from "a.html" import a, b as c %}{{ a() }}{{ pgae.title }}')
    assert unused_imports(template) == {"c"}
    assert undeclared(environment, template) == {"pgae"}
