"""Scripts as small as they get: names that no other file sees become letters.

The minifier is a Go library, and whoever loads it has its threads from then on. The site is forked into
workers (docs/decisions/0008), so a process of its own does it and ends, in some 50 ms. It may write only what
a browser of 2017 reads, as the scripts themselves are written.
"""

import json
import subprocess
import sys
from collections.abc import Mapping

_READ_BY = 2017
_JOB = f"""
import json, sys, minify
minify.config({{"js-version": {_READ_BY}}})
given = json.load(sys.stdin)
json.dump({{name: minify.string("text/javascript", text) for name, text in given.items()}}, sys.stdout)
"""


def shrunk(scripts: Mapping[str, str]) -> dict[str, str]:
    """Each script by its name, made small. Raises CalledProcessError for what is no script."""
    done = subprocess.run(  # noqa: S603  # this very Python, with a program that stands here
        [sys.executable, "-I", "-c", _JOB],
        input=json.dumps(dict(scripts)),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=True,
    )
    small: dict[str, str] = json.loads(done.stdout)
    return small
