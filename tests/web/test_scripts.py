"""Scripts joined for the wire: one file for every page, one more for what a page does; nothing runs twice."""

import re

import pytest

from learning.web.scripts import given, joined

SHELF = "export const lasting = 1;\nexport async function change(job) {}\nexport function tidy() {}\n"
MODULES = {
    "site": "import {begin} from './voice.js';\nimport {change} from './shelf.js';\nbegin(change);\n",
    "voice": "export function begin() {}\n",
    "shelf": SHELF,
    "page": "import {change} from './shelf.js';\nimport {mark} from './rule.js';\nmark(change);\n",
    "rule": "import {tidy} from './shelf.js';\nexport function mark() { tidy(); }\n",
}


def test_what_every_page_shares_is_one_file_that_imports_nothing() -> None:
    text = joined(MODULES, "site")["site"]
    assert not re.search(r"^import", text, re.MULTILINE)
    assert text.index("function begin") < text.index("function change") < text.index("begin(change)")
    assert text.startswith("export const [A, B] = (() => {\n")
    assert text.endswith("return [change, tidy];\n})();\n")


def test_a_page_brings_its_own_and_takes_the_shared_from_where_it_runs_already() -> None:
    text = joined(MODULES, "site")["page"]
    assert text.startswith("import {A, B} from './site.js';\n((change, tidy) => {\n")
    assert text.endswith("})(A, B);\n")
    assert given(MODULES, "site") == {"change": "A", "tidy": "B"}
    assert text.count("import") == 1
    assert "function change" not in text
    assert text.index("function mark") < text.index("mark(change)")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("function tidy() {}", "tidy is a name of another file too"),
        ("let [one, mark] = [1, 2];", "mark is a name of rule too"),
        ("const {a, lasting: change} = {};", "change is a name of another file too"),
    ],
)
def test_two_modules_of_a_file_may_not_mean_two_things_by_a_name(line: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        joined(MODULES | {"page": MODULES["page"] + line + "\n"}, "site")


def test_what_a_browser_has_is_not_hidden_from_another_module() -> None:
    own = {"rule": MODULES["rule"] + "const stop = 1;\n"}
    assert "const stop" in joined(MODULES | own, "site")["page"]
    with pytest.raises(ValueError, match=r"rule\.js cannot be joined: page\.js uses stop"):
        joined(MODULES | own | {"page": MODULES["page"] + "stop();\n"}, "site")


def test_a_module_that_others_import_can_be_had_alone_too() -> None:
    assert joined(MODULES, "site")["shelf"] == SHELF


def test_a_file_of_other_people_is_imported_from_where_it_lies() -> None:
    line = "import {generate} from '../vendor/lean/nano.js';\n"
    text = joined({**MODULES, "rule": line + MODULES["rule"]}, "site")["page"]
    assert text.startswith(line)
    assert text.count("vendor") == 1


@pytest.mark.parametrize(
    "line",
    [
        "export default 1;",
        "export {a};",
        "export let a = 1;",
        "import a from './shelf.js';",
        "import './shelf.js';",
        "import {a} from 'https://elsewhere.example/a.js';",
        "import {tidy as clear} from './shelf.js';",
    ],
)
def test_another_shape_is_refused_at_start_and_named(line: str) -> None:
    with pytest.raises(ValueError, match=r"page\.js cannot be joined: "):
        joined(MODULES | {"page": line + "\n"}, "site")


def test_modules_that_import_each_other_are_refused() -> None:
    round_about = {
        "voice": "import {change} from './shelf.js';\n",
        "shelf": "import {start} from './voice.js';\n",
    }
    with pytest.raises(ValueError, match="imports itself"):
        joined(MODULES | round_about, "site")


def test_a_module_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        joined({"site": "import {a} from './gone.js';\n"}, "site")
