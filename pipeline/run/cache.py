"""Values of the stages, kept by content: the same input, code, data and settings give the value without the work.

A value that cannot be read back (cut off, of another version) counts as absent: the cache may be deleted any time."""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
from functools import cache as remembered
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.store import Shelf

ROOT = Path(__file__).parent.parent

# The rooms whose code and data decide the value of each stage; a change there redoes it and what comes after.
ROOMS: dict[str, tuple[str, ...]] = {
    "pages": ("model", "stages/extract"),
    "document": ("model", "stages/identify.py", "stages/assemble", "languages"),
    "reading": ("model", "stages/repair", "stages/find", "languages"),
    "release": ("model", "stages/align", "stages/match", "encoder", "encoder.py", "languages", "codec"),
    "checked": ("checks", "corrections.py", "languages", "flow.py"),
}
ORDER = tuple(ROOMS)
EMBEDDINGS = "embeddings"  # vectors by text, which the encoder keeps itself


@remembered
def fingerprint(stage: str) -> str:
    """A hash of the code and the data of this stage's rooms and of all rooms before them."""
    digest = hashlib.sha256()
    for name in ORDER[: ORDER.index(stage) + 1]:
        for room in ROOMS[name]:
            place = ROOT / room
            files = [place] if place.is_file() else sorted(p for p in place.rglob("*") if p.is_file())
            for file in files:
                if file.suffix in {".py", ".toml", ".tsv", ".txt"}:
                    digest.update(f"{file.relative_to(ROOT).as_posix()}\0".encode())
                    digest.update(file.read_bytes())
    return digest.hexdigest()


def key_of(stage: str, *parts: str) -> str:
    """The key of a stage's value for this input and these settings."""
    return hashlib.sha256("\0".join((fingerprint(stage), *parts)).encode("utf-8", "surrogateescape")).hexdigest()[:40]


class Usage(NamedTuple):
    """How much of the cache a stage takes."""

    stage: str
    files: int
    bytes: int


class Cache:
    """`<root>/<stage>/<key>`; with `fresh` nothing is read, only written."""

    def __init__(self, root: Path, *, fresh: bool = False) -> None:
        self.shelf = Shelf(root)
        self.root = root
        self.fresh = fresh

    def has(self, stage: str, key: str) -> bool:
        return not self.fresh and (self.root / stage / key).is_file()

    def get(self, stage: str, key: str) -> Any | None:
        """The value, or None when there is none that can be read."""
        path = self.root / stage / key
        if self.fresh:
            return None
        try:
            value = pickle.loads(path.read_bytes())
            os.utime(path)
        except Exception:  # a cut or foreign pickle raises nearly anything; the value is simply made again
            return None
        return value

    def put(self, stage: str, key: str, value: Any) -> None:
        with self.shelf.binary(f"{stage}/{key}") as file:
            pickle.dump(value, file, protocol=5)

    def usage(self) -> list[Usage]:
        out = []
        for place in sorted(p for p in self.root.glob("*") if p.is_dir()):
            sizes = [p.stat().st_size for p in place.rglob("*") if p.is_file()]
            out.append(Usage(place.name, len(sizes), sum(sizes)))
        return out

    def prune(self, megabytes: float) -> int:
        """Delete what was not used for longest until the rest takes at most so much; the number of files deleted."""
        vectors = sum(p.stat().st_size for p in (self.root / EMBEDDINGS).glob("*"))
        if vectors > megabytes * 1e6 / 2:
            shutil.rmtree(self.root / EMBEDDINGS, ignore_errors=True)
        files = []
        for stage in ORDER:
            for path in (self.root / stage).glob("*"):
                seen = path.stat()
                files.append((seen.st_mtime_ns, seen.st_size, path))
        total, gone = sum(size for _, size, _ in files), 0
        for _, size, path in sorted(files):
            if total <= megabytes * 1e6:
                break
            path.unlink(missing_ok=True)
            total, gone = total - size, gone + 1
        return gone
