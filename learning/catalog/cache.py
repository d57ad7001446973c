"""The catalogue as it was read last time: an old PC reads thirty modules' files in seconds, this in a moment.

It is kept under a hash of everything it was made from: every byte of the content, our reading code, the
pinned libraries, the day. Whatever differs or cannot be read is read from the files again; what is kept is
never the truth. It lies in the site's own data folder, beside the secret key: who can write there needs no
pickle.
"""

import os
import pickle
import sys
from contextlib import suppress
from datetime import date
from hashlib import blake2b
from pathlib import Path

from learning.catalog import loader
from learning.catalog.content import Catalog
from learning.config import ROOT

SOURCES = ("learning/catalog", "learning/quizzes", "requirements.txt")


def load(courses_dir: Path, today: date, keep_in: Path | None = None) -> Catalog:
    """The catalogue of a courses folder, as of a day; kept in the folder `keep_in`, if one is named."""
    if keep_in is None:
        return loader.load(courses_dir, today)
    kept = keep_in / f"catalog-{_fingerprint(courses_dir, today)}.pickle"
    return _kept(kept) or _keep(loader.load(courses_dir, today), kept)


def _kept(path: Path) -> Catalog | None:
    try:
        found = pickle.loads(path.read_bytes())  # noqa: S301  # our own file: see above
    except Exception:  # noqa: BLE001  # nothing there, or torn: whatever pickle says, the files themselves are
        return None
    return found if isinstance(found, Catalog) else None


def _keep(catalog: Catalog, path: Path) -> Catalog:
    """Exchange what was kept before; where nothing can be written, nothing is kept."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob("catalog-*.pickle"):  # and drafts that a crash left behind
            old.unlink(missing_ok=True)
        draft = path.with_name(f"catalog-{os.getpid()}.pickle")
        draft.write_bytes(pickle.dumps(catalog, pickle.HIGHEST_PROTOCOL))
        draft.replace(path)
    return catalog


def _fingerprint(courses_dir: Path, today: date) -> str:
    digest = blake2b(f"{sys.version}\0{today}\0{courses_dir}".encode(), digest_size=12)
    for source in (courses_dir, *(ROOT / name for name in SOURCES)):
        for path in sorted([source] if source.is_file() else source.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"\0{path}\0{path.stat().st_size}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
