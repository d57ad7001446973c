"""Course packs that were laid in the data folder, and the courses folder that follows from them.

The program's own folder is never written to. The laid packs are the truth (`courses/<course>.pack`); the
folder that is read is made of both whenever it is not there yet, under a hash of all it was made from.
"""

import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from learning.catalog import brought
from learning.catalog.allowance import EVERYWHERE
from learning.catalog.allowance import FILE as FIGURES
from learning.catalog.content import Problem
from learning.catalog.pack import FACTS, NotAPack, Pack, opened, top_file
from learning.catalog.validation import check

FOLDER = "courses"
_REVIEWED = re.compile(rb"^reviewed_on:\s*[\"']?(\d{4}-\d\d-\d\d)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Served:
    """The folder to read courses from, the number of each pack that is in it, and where their words lie."""

    folder: Path
    numbers: Mapping[str, int]
    words: Path | None = None


def lay(data_dir: Path, course: str, sealed: bytes) -> None:
    """Put a pack in the place of the one before: whole, or not at all. Raises OSError."""
    kept = data_dir / FOLDER / f"{course}.pack"
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = kept.with_name(f"{kept.name}.{os.getpid()}")
    with draft.open("wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(kept)
    for left in kept.parent.glob(f"{kept.name}.*"):  # by a crash: only one process lays at a time
        left.unlink(missing_ok=True)


def stamp(data_dir: Path) -> tuple[tuple[str, int], ...]:
    """Another one whenever a pack was laid."""
    found = sorted((data_dir / FOLDER).glob("*.pack"))
    return tuple((path.name, path.stat().st_mtime_ns) for path in found)


def packs_in(data_dir: Path) -> list[Pack]:
    """The packs that were laid. What cannot be read any more is passed over: the program has that course."""
    found: list[Pack] = []
    for path in sorted((data_dir / FOLDER).glob("*.pack")):
        with suppress(OSError, NotAPack):
            found.append(opened(path.read_bytes()))
    return found


def served(courses_dir: Path, data_dir: Path) -> Served:
    """From where courses are read. Where nothing can be written, from the program's own folder."""
    chosen = newest(courses_dir, packs_in(data_dir))
    if not chosen:
        return Served(courses_dir, {})
    made = data_dir / FOLDER / f"served-{_fingerprint(courses_dir, data_dir, chosen)}"
    if not made.is_dir():
        draft = made.with_name(f"draft-{os.getpid()}")
        try:
            shutil.rmtree(draft, ignore_errors=True)
            compose(courses_dir, chosen, draft)
            _exchange(draft, made)
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)
            return Served(courses_dir, {})
    words = made / brought.FOLDER
    return Served(made, {pack.course: pack.number for pack in chosen}, words if words.is_dir() else None)


def newest(courses_dir: Path, packs: Iterable[Pack]) -> list[Pack]:
    """Those of some packs that are to be served: an update of the program may have brought newer courses."""
    return [pack for pack in packs if _reviewed(pack.files) >= _reviewed(_own(courses_dir / pack.course))]


def compose(courses_dir: Path, packs: Sequence[Pack], folder: Path) -> None:
    """A courses folder in which packs stand in the place of the program's courses. Raises OSError."""
    shutil.copytree(courses_dir, folder)
    facts = dict(top_file(courses_dir, FACTS))
    figures = dict(top_file(courses_dir, FIGURES))
    for pack in packs:
        root = folder / pack.course
        for module in (path.name for path in root.glob("*") if path.is_dir()):
            figures.pop(module, None)
        shutil.rmtree(root, ignore_errors=True)
        for path, data in pack.files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        facts |= {id: fact for id, fact in pack.facts.items() if _checked(fact) >= _checked(facts.get(id))}
        brought.write(folder, pack)
        everywhere = {**_mapping(figures.get(EVERYWHERE)), **_mapping(pack.figures.get(EVERYWHERE))}
        figures |= {**pack.figures, **({EVERYWHERE: everywhere} if everywhere else {})}
    for name, held in ((FACTS, facts), (FIGURES, figures)):
        if held:  # JSON is YAML too
            (folder / name).write_text(json.dumps(held, ensure_ascii=False, indent=1), encoding="utf-8")


def faults(courses_dir: Path, packs: Sequence[Pack], fresh: Sequence[Pack], data_dir: Path) -> list[Problem]:
    """The errors that there would be with the fresh packs laid, and are not without them. Raises OSError."""
    day = max(pack.made_on for pack in fresh)
    others = {pack.course: pack for pack in packs} | {pack.course: pack for pack in fresh}
    found: list[list[Problem]] = []
    for some in (packs, list(others.values())):
        draft = data_dir / FOLDER / "judged"
        shutil.rmtree(draft, ignore_errors=True)
        try:
            compose(courses_dir, newest(courses_dir, some), draft)
            found.append([problem for problem in check(draft, day) if problem.level == "error"])
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    before = {(problem.file, problem.say) for problem in found[0]}
    return [problem for problem in found[1] if (problem.file, problem.say) not in before]


def errors_in(courses_dir: Path, pack: Pack) -> list[Problem]:
    """What the linter holds against a course where it is written, on the day of its pack."""
    mine = f"{pack.course}/"
    return [
        problem
        for problem in check(courses_dir, pack.made_on)
        if problem.level == "error" and (problem.file.startswith(mine) or "/" not in problem.file)
    ]


def _own(root: Path) -> Mapping[str, bytes]:
    return {f"{path.parent.name}/{path.name}": path.read_bytes() for path in root.glob("*/module.yaml")}


def _reviewed(files: Mapping[str, bytes]) -> bytes:
    """The last day on which a module of it was looked through."""
    modules = (data for path, data in files.items() if path.endswith("/module.yaml"))
    return max((said for data in modules for said in _REVIEWED.findall(data)), default=b"")


def _checked(fact: object) -> str:
    return str(fact.get("checked_on", "")) if isinstance(fact, dict) else ""


def _mapping(found: object) -> Mapping[str, object]:
    return found if isinstance(found, dict) else {}


def _exchange(draft: Path, made: Path) -> None:
    """Of several processes that make the same, one wins; what was made before, or left by a crash, goes."""
    gone = [path for path in made.parent.glob("draft-*") if not Path("/proc", path.name[6:]).exists()]
    for old in (*gone, *(path for path in made.parent.glob("served-*") if path != made)):
        shutil.rmtree(old, ignore_errors=True)
    if made.exists():
        shutil.rmtree(draft, ignore_errors=True)
    else:
        draft.replace(made)


def _fingerprint(courses_dir: Path, data_dir: Path, packs: Sequence[Pack]) -> str:
    digest = blake2b(str(courses_dir).encode(), digest_size=12)
    laid = [data_dir / FOLDER / f"{pack.course}.pack" for pack in packs]
    for path in (*sorted(courses_dir.rglob("*")), *laid):
        if path.is_file():
            digest.update(f"\0{path}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()
