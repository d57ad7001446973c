"""The service worker: small scripts laid one behind the other, with what only the server knows above them."""

import json
from pathlib import Path

from learning.web.assets import Assets
from learning.web.pages import Stored, store
from learning.web.shrinking import shrunk

PARTS = ("names", "modules", "mine", "answers", "life")
FORMS = 4  # check forms kept of a module: they ask nearly all of a bank's questions, and weigh 5 KB each
# The static files that study pages show or run; htmx is left out, for it only fetches what needs a network.
LOOK = (
    "css/site.css",
    "css/components/phone.css",
    "css/note.css",
    "js/site.js",
    "js/lesson.js",
    "js/check.js",
    "js/practice.js",
    "js/print.js",
    "js/download.js",
    "js/asof.js",
    "icons.svg",
    "home.svg",
    "favicon.svg",
)
# And those of the page where results that wait are handed over: for the day when there is no network.
HANDING = ("css/handing.css", "js/results.js", "vendor/lean-qr/nano.js")

# Of the page where certificates are checked: only on phones on which it was opened once.
CHECKING = ("css/verdict.css", "js/checking.js", "vendor/tweetnacl/nacl-fast.min.js")


def look(assets: Assets) -> list[str]:
    """The addresses of what a page needs to look and work as it should."""
    return [assets.address(name) for name in LOOK + HANDING]


def made(folder: Path, assets: Assets, content: str) -> Stored:
    """The worker. A new build or other content makes another one, which is how browsers learn of them."""
    known = {"BUILD": assets.build, "CONTENT": content, "FORMS": FORMS, "LOOK": look(assets)}
    known["CHECKING"] = [assets.address(name) for name in CHECKING]
    above = "".join(f"const {name}={json.dumps(value)};\n" for name, value in known.items())
    parts = [(folder / "js" / "worker" / f"{name}.js").read_text(encoding="utf-8") for name in PARTS]
    script = "(() => {'use strict';\n" + above + "".join(parts) + "})();\n"
    return store(shrunk({"sw": script})["sw"].encode(), "text/javascript; charset=utf-8")
