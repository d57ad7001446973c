"""The house rules hold in every file, and each rule can fail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from tests.site import house_rules as rules

ROOT = Path(__file__).resolve().parent.parent.parent


def files(*patterns: str) -> Iterator[tuple[PurePosixPath, str]]:
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            yield PurePosixPath(path.relative_to(ROOT).as_posix()), path.read_text(encoding="utf-8")


def require(rule: rules.Rule, *patterns: str) -> None:
    faults = [f"{path}: {fault}" for path, text in files(*patterns) for fault in rule(path, text)]
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


@pytest.mark.parametrize("rule", rules.PYTHON_RULES, ids=lambda rule: rule.__name__)
def test_python_keeps_the_house_rules(rule: rules.Rule) -> None:
    require(rule, "app.py", "learning/**/*.py", "tests/**/*.py")


def test_scripts_are_small_and_plain() -> None:
    require(rules.scripts, "static/js/**/*.js", "static/*.js")


def test_all_scripts_together_stay_small() -> None:
    lines = {path: text.count("\n") for path, text in files("static/js/**/*.js", "static/*.js")}
    assert sum(lines.values()) <= rules.ALL_SCRIPT_LINES, lines


def test_templates_are_small() -> None:
    require(rules.template_size, "templates/**/*.html")


LONG = '"""Says."""\n' + "x = 1\n" * 400
LONG_FUNCTION = '"""Says."""\ndef f():\n' + "    x = 1\n" * 40
FAULTY = [
    (rules.size, "learning/study/pages.py", LONG),
    (rules.functions, "learning/study/pages.py", LONG_FUNCTION),
    (rules.first_line, "learning/study/pages.py", "import os\n"),
    (rules.reasons, "learning/study/pages.py", "x = 1  # no" + "qa: E501\n"),
    (rules.reasons, "learning/study/pages.py", "x = 1  # no" + "qa\n"),
    (rules.reasons, "learning/study/pages.py", "x = 1  # type: " + "ignore[misc]\n"),
    (rules.transactions, "learning/records/operations.py", "session.commit()\n"),
    (rules.transactions, "learning/records/operations.py", "session.rollback()\n"),
    (rules.counting, "learning/study/queries.py", "with counting():\n    session().add(x)\n"),
    (rules.thin_views, "learning/study/views.py", "from sqlalchemy import select\n"),
    (rules.thin_views, "learning/study/views.py", "from learning.db import session, write\n"),
    (rules.thin_views, "learning/study/views.py", "from learning import db\n"),
    (rules.late_imports, "learning/study/pages.py", "def f():\n    import os\n"),
    (rules.no_drawers, "learning/web/utils.py", ""),
    (rules.no_drawers, "learning/common/text.py", ""),
    (rules.honest_tests, "tests/study/test_pages.py", "@pytest.mark.skip\n"),
    (rules.honest_tests, "tests/study/test_pages.py", "from unittest.mock import Mock\n"),
    (rules.honest_tests, "tests/browser/test_check.py", 'page.wait_for_function("window.done")\n'),
    (rules.scripts, "static/js/check.js", "// Says.\nconst a = b?.c;\n"),
    (rules.scripts, "static/js/check.js", "// Says.\nconst a = b ?? c;\n"),
    (rules.scripts, "static/js/check.js", "// Says.\nconst a = { ...b };\n"),
    (rules.scripts, "static/js/check.js", "// Says.\nnode.innerHTML = text;\n"),
    (rules.scripts, "static/js/check.js", "const a = 1;\n"),
    (rules.scripts, "static/js/check.js", "// Says.\n" + "let a;\n" * 150),
    (rules.template_size, "templates/study/home.html", "<p>\n" * 151),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "path", "text"), FAULTY)
def test_each_rule_can_fail(rule: rules.Rule, path: str, text: str) -> None:
    assert list(rule(PurePosixPath(path), text)) != []


FAULTLESS = [
    (rules.reasons, "learning/db.py", "x = f(y)  # no" + "qa: ARG002  # SQLAlchemy's signature\n"),
    (rules.transactions, "learning/db.py", "session.commit()\n"),
    (rules.counting, "learning/credentials/guesses.py", "with counting():\n    throttle.take(x)\n"),
    (rules.thin_views, "learning/study/views.py", "from learning.db import write\n"),
    (rules.late_imports, "learning/cli/content.py", "def f():\n    import os\n"),
    (rules.honest_tests, "tests/browser/test_check.py", 'page.wait_for_function("() => window.done")\n'),
    (rules.scripts, "static/js/check.js", '// Why? ?? ?.\nconst a = b ? .5 : c("?.", `??`);\n'),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "path", "text"), FAULTLESS)
def test_no_rule_cries_wolf(rule: rules.Rule, path: str, text: str) -> None:
    assert list(rule(PurePosixPath(path), text)) == []
