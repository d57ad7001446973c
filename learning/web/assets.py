"""Files of the look: joined, minified and versioned once at start, answered from memory.

Every address carries one build hash in its path (/static/v-1a2b3c4d/js/check.js), so that a module's relative
imports carry it too, and anything may be cached for ever. An unknown build gets today's file, unversioned.
"""

import hashlib
import mimetypes
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path

import rcssmin

from learning.web.pages import PageStore, Stored, store
from learning.web.scripts import joined
from learning.web.shrinking import shrunk

_IMPORT = re.compile(r'@import\s+(?:url\()?["\']([^"\']+)["\']\)?\s*;')
_URL = re.compile(r'url\(["\']?([^"\')]+)["\']?\)')
FONTS = "css/fonts/"
_SVG_SPACE = re.compile(r">\s+<")
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
SHARED = "site"  # the script of every page
WORKER = "worker"  # the folder of what is laid together into /sw.js (learning.web.worker)
_SERVED = frozenset({*_TYPES, ".png", ".ico", ".txt"})


@dataclass(slots=True)
class Assets:
    """The static files by path ("css/site.css"), ready to send."""

    files: dict[str, bytes]
    build: str
    _store: PageStore

    @classmethod
    def load(cls, folder: Path) -> "Assets":
        """Read and shrink every servable file below the folder."""
        files = {
            path.relative_to(folder).as_posix(): _shrunk(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix in _SERVED and path.parent.name != WORKER
        }
        files |= _scripts(folder)
        digest = hashlib.blake2b(digest_size=4)
        for name, body in files.items():
            digest.update(name.encode() + b"\0" + body)
        return cls(files, digest.hexdigest(), PageStore(8 * 1024 * 1024))

    def address(self, name: str) -> str:
        """The address to put into a page. Raises LookupError for a file that is not there."""
        if name not in self.files:
            raise LookupError(f"no static file {name}")
        return f"/static/v-{self.build}/{name}"

    def fonts(self) -> frozenset[str]:
        """The font stacks that are here whole: css/fonts/<name>.css, and every file that it names."""
        sheets = [name for name in self.files if name.startswith(FONTS)]
        return frozenset(Path(name).stem for name in sheets if set(self.files_of(name)) <= set(self.files))

    def files_of(self, sheet: str) -> list[str]:
        """The files that a stylesheet of fonts names, as this shelf names them."""
        named = _URL.findall(self.files[sheet].decode())
        return [posixpath.normpath(posixpath.join(posixpath.dirname(sheet), each)) for each in named]

    def find(self, path: str) -> tuple[Stored, bool] | None:
        """The file behind a path, and whether the path names exactly this build."""
        build, _, name = path.partition("/") if path.startswith("v-") else ("", "", path)
        body = self.files.get(name)
        if body is None:
            return None
        return self._store.get(name, lambda: store(body, mimetype(name))), build == f"v-{self.build}"


def mimetype(name: str) -> str:
    """The content type by the name's ending."""
    return _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _shrunk(path: Path) -> bytes:
    if path.suffix == ".css":
        css: str = rcssmin.cssmin(_joined(path))
        return css.encode()
    if path.suffix == ".svg":
        return _SVG_SPACE.sub("><", path.read_text(encoding="utf-8")).encode()
    return path.read_bytes()


def _scripts(folder: Path) -> dict[str, bytes]:
    modules = {path.stem: path.read_text(encoding="utf-8") for path in sorted((folder / "js").glob("*.js"))}
    return {f"js/{name}.js": text.encode() for name, text in shrunk(joined(modules, SHARED)).items()}


def _joined(path: Path) -> str:
    """A stylesheet with its local @import lines replaced by the files they name."""

    def included(match: re.Match[str]) -> str:
        return _joined(path.parent / match.group(1))

    return _IMPORT.sub(included, path.read_text(encoding="utf-8"))
