"""The house rules that no off-the-shelf linter knows: sizes, first lines, reasons, one transaction boundary.

Each rule reads one file's text and yields what is wrong, with the line; test_style.py applies them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

Rule = Callable[[PurePosixPath, str], Iterator[str]]

CODE_LINES, TEST_LINES, FUNCTION_LINES, TEMPLATE_LINES = 400, 500, 40, 150
SCRIPT_LINES, ALL_SCRIPT_LINES = 150, 2750
DRAWERS = {"utils", "util", "helpers", "common", "misc", "base", "tools"}
EXCEPTION = re.compile(r"#\s*(noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?|type:\s*ignore(?:\[[\w,\- ]+\])?)(.*)")
REASON = re.compile(r"\s*(#|--|—)\s*\S.{7,}")
SKIPPED = re.compile(r"pytest\.(skip|xfail|importorskip)|mark\.(skip|skipif|xfail)|unittest\.mock|\bmocker\b")
# The policy of our pages lets a browser look once at words that are no function: they never come true.
LOOKED_AT_ONCE = re.compile(r"wait_for_function\(f?['\"]+(?!(async )?\()")
# In script: what a browser of 2017 cannot read, and what the policy or good sense forbids.
NEW_SCRIPT = {
    r"\?\.(?!\d)": "optional chaining",
    r"\?\?": "nullish coalescing",
    r"\*\*": "the power operator",
    r"\{\s*\.\.\.\w|\.\.\.\w+\s*\}": "spread of objects",
    r"\bcatch\s*\{": "catch without a name",
    r"\bfor\s+await\b": "for await",
    r"\b\d+n\b": "big integers",
    r"\bimport\(": "dynamic import",
    r"^\s*(static\s+)?#\w+": "private fields",
    r"(?<!clients)\.(flat|flatMap|fromEntries|matchAll|replaceAll|allSettled|at)\(": "a method since 2019",
    r"\beval\(|\bnew Function\(": "eval",
    r"\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML": "markup from a string",
    r"\.style\b": "an inline style",
}  # fmt: skip


def is_test(path: PurePosixPath) -> bool:
    return path.parts[0] == "tests"


def is_migration(path: PurePosixPath) -> bool:
    return "migrations" in path.parts


def size(path: PurePosixPath, text: str) -> Iterator[str]:
    most = TEST_LINES if is_test(path) else CODE_LINES
    if (lines := text.count("\n")) > most and not is_migration(path):
        yield f"{lines} lines, at most {most}: is there a second idea hiding in it?"


def functions(path: PurePosixPath, text: str) -> Iterator[str]:
    # A migration is one long list of steps, written once and never changed.
    for node in () if is_migration(path) else ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"line {node.lineno}: {node.name} has {lines} lines, at most {FUNCTION_LINES}"


def first_line(path: PurePosixPath, text: str) -> Iterator[str]:
    said = ast.get_docstring(ast.parse(text)) or ""
    if not said.strip() or not text.startswith(('"""', "'''", "#!")):
        yield "the first line does not say what lives here"


def reasons(path: PurePosixPath, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if found := EXCEPTION.search(line):
            what, rest = found.group(1), found.group(2)
            if what in ("noqa", "type: ignore"):
                yield f"line {number}: {what} does not name what it ignores"
            elif not REASON.match(rest):
                yield f"line {number}: {what} without a reason behind it"


def transactions(path: PurePosixPath, text: str) -> Iterator[str]:
    if is_test(path) or is_migration(path) or path.name in ("db.py", "writer.py"):
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and node.attr in ("commit", "rollback"):
            yield f"line {node.lineno}: {node.attr}: only learning/db.py and its writer end a transaction"


def counting(path: PurePosixPath, text: str) -> Iterator[str]:
    if is_test(path) or path.name == "db.py":
        return
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.With) or "counting()" not in ast.unparse(node.items[0]):
            continue
        if not all(ast.unparse(one).startswith("throttle.take(") for one in node.body):
            yield f"line {node.lineno}: where somebody only looks, only the throttle may count"


def thin_views(path: PurePosixPath, text: str) -> Iterator[str]:
    if path.name != "views.py":
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            if node.module == "learning.db" and (more := names - {"write"}):
                yield f"line {node.lineno}: {', '.join(sorted(more))} from db: a view takes only write"
            if node.module == "learning" and "db" in names:
                yield f"line {node.lineno}: db itself: a view takes only write"
            if (node.module or "").partition(".")[0] == "sqlalchemy":
                yield f"line {node.lineno}: a view asks queries, it makes none"


def late_imports(path: PurePosixPath, text: str) -> Iterator[str]:
    if path.name == "factory.py" or "cli" in path.parts or is_migration(path):
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Import | ast.ImportFrom):
                    yield f"line {inner.lineno}: an import inside {node.name} hides a cycle"


def no_drawers(path: PurePosixPath, text: str) -> Iterator[str]:
    if {path.stem, path.parent.name} & DRAWERS:
        yield "a drawer for everything: name the thing that lives here"


def honest_tests(path: PurePosixPath, text: str) -> Iterator[str]:
    if not is_test(path) or path.name in ("house_rules.py", "test_style.py"):
        return
    for number, line in enumerate(text.splitlines(), 1):
        if found := SKIPPED.search(line):
            yield f"line {number}: {found.group()}: a test runs, or is not there (see docs/testing.md)"
        if LOOKED_AT_ONCE.search(line):
            yield f"line {number}: what is waited for is a function, else it is looked at once"


def scripts(path: PurePosixPath, text: str) -> Iterator[str]:
    if (lines := text.count("\n")) > SCRIPT_LINES:
        yield f"{lines} lines, at most {SCRIPT_LINES}"
    if not text.lstrip().startswith(("//", "/*")):
        yield "the first line does not say what lives here"
    for number, line in enumerate(_without_words(text).splitlines(), 1):
        for pattern, name in NEW_SCRIPT.items():
            if re.search(pattern, line):
                yield f"line {number}: {name}"


def template_size(path: PurePosixPath, text: str) -> Iterator[str]:
    if (lines := text.count("\n")) > TEMPLATE_LINES:
        yield f"{lines} lines, at most {TEMPLATE_LINES}"


def _without_words(script: str) -> str:
    """The script with comments and strings blanked, line by line as it was."""
    pattern = r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"""
    return re.sub(pattern, lambda found: '""' + "\n" * found.group().count("\n"), script, flags=re.DOTALL)


PYTHON_RULES: tuple[Rule, ...] = (
    size, functions, first_line, reasons, transactions, counting, thin_views, late_imports,
    no_drawers, honest_tests,
)  # fmt: skip
