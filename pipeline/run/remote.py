"""Corpus and outputs in an object store: `s3://bucket/corpus`, `gs://...`, whatever fsspec knows (the `[dask]` extra).

What is there is mirrored into a local folder before the run and what changed is put back after it, file by file; object
stores show a file when it is whole. Only what differs is transferred."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.errors import WrongUse
from pipeline.store import Shelf, sha256_of

MANIFEST = ".mirror.json"  # beside the mirrored files: what the store said of each when it was fetched


def is_remote(place: str) -> bool:
    """Whether this names something in an object store.

    >>> is_remote("s3://bucket/corpus"), is_remote("corpus"), is_remote("C://x")
    (True, False, False)
    """
    scheme, found, _ = place.partition("://")
    return bool(found) and len(scheme) > 1


@contextmanager
def mirrored(place: str, folder: Path, *, put_back: bool) -> Iterator[Path]:
    """A local folder that holds what lies at `place`; with `put_back`, what changed in it is put there afterwards, also
    when the block ends in an error: what was finished is not lost.

    Raises WrongUse when fsspec or the store's own package is missing, or the store does not answer."""
    store, root = _store(place)
    local = folder / hashlib.sha256(place.encode()).hexdigest()[:16]
    try:
        _pull(store, root, local)
        before = _hashes(local)
        try:
            yield local
        finally:
            if put_back:
                _push(store, root, local, before)
    except (ImportError, PermissionError, ConnectionError, TimeoutError) as error:
        raise WrongUse(f"{place}: {error}") from None


def _store(place: str) -> tuple[Any, str]:
    try:
        import fsspec

        store, root = fsspec.core.url_to_fs(place)
    except ModuleNotFoundError:
        raise WrongUse(f"{place} needs the extra: pip install 'visavis[dask]'") from None
    except (ImportError, ValueError) as error:  # the store's own package (s3fs, gcsfs) is missing, or no such scheme
        raise WrongUse(f"{place}: {error}") from None
    return store, str(root).rstrip("/")


def _pull(store: Any, root: str, local: Path) -> None:
    """Fetches what is new or changed there, deletes here what is gone there."""
    local.mkdir(parents=True, exist_ok=True)
    there = {_name(root, path): store.ukey(path) for path in store.find(root)} if store.exists(root) else {}
    try:
        known = json.loads((local / MANIFEST).read_bytes())
    except (OSError, ValueError):
        known = {}
    for name, key in sorted(there.items()):
        if not _safe(name):
            continue
        if known.get(name) != key or not (local / name).is_file():
            with Shelf(local).scratch(name) as path:
                store.get_file(f"{root}/{name}", str(path))
    for path in [p for p in local.rglob("*") if p.is_file()]:
        if path.relative_to(local).as_posix() not in {*there, MANIFEST}:
            path.unlink()
    Shelf(local).json_bytes(MANIFEST, there)


def _push(store: Any, root: str, local: Path, before: dict[str, str]) -> None:
    """Puts what changed here there, and takes away there what is gone here."""
    now = _hashes(local)
    for name in sorted(now):
        if now[name] != before.get(name):
            store.makedirs(f"{root}/{name}".rsplit("/", 1)[0], exist_ok=True)
            store.put_file(str(local / name), f"{root}/{name}")
    for name in sorted(set(before) - set(now)):
        store.rm_file(f"{root}/{name}")


def _hashes(local: Path) -> dict[str, str]:
    files = (p for p in local.rglob("*") if p.is_file() and p.name not in (MANIFEST, "lock"))
    return {p.relative_to(local).as_posix(): sha256_of(p) for p in files}


def _name(root: str, path: str) -> str:
    return str(path)[len(root) :].lstrip("/")


def _safe(name: str) -> bool:
    """A name in a store may be anything; none may lead out of the mirror."""
    return bool(name) and ".." not in name.split("/") and "\\" not in name and "\0" not in name
