"""Scripts made small: letters for inner names, and nothing that a browser of 2017 cannot read."""

import re
from subprocess import CalledProcessError

import pytest
from flask import Flask

from learning.web.shrinking import shrunk
from tests.site.house_rules import NEW_SCRIPT

OWN = """
const $one = (() => {
function told(words) { return words + 1; }
return {told};
})();
export {$one};
"""


def test_inner_names_become_letters_and_what_others_import_keeps_its_name() -> None:
    small = shrunk({"one": OWN})["one"]
    assert "words" not in small
    assert re.search(r"\{told:\w\}", small)
    assert "export{$one}" in small


def test_what_is_no_script_stops_the_start(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CalledProcessError):
        shrunk({"broken": "function ("})
    assert "expected Identifier" in capfd.readouterr().err


def test_nothing_newer_than_2017_comes_out(shared_app: Flask) -> None:
    found = shared_app.extensions["hocso"]
    scripts = {name: body.decode() for name, body in found.assets.files.items() if name.startswith("js/")}
    scripts["sw.js"] = found.worker.plain.decode()
    newer = [
        (name, what)
        for name, text in scripts.items()
        for pattern, what in NEW_SCRIPT.items()
        if re.search(pattern, text)
    ]
    assert newer == []
