"""The only room that knows where files lie. Everything is written whole or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pipeline.errors import WrongUse

if TYPE_CHECKING:
    from pipeline.model.release import Release

WRITING, OLD = ".writing-", ".replaced-"  # how what is not finished, and what is about to go, is called


class Shelf:
    """A folder that files are put into; each appears at once, finished, or (when writing it fails) not at all."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, name: str) -> Path:
        """Where `name` stands or will stand."""
        return self.root / name

    def sub(self, name: str) -> Shelf:
        """The shelf below this one."""
        return Shelf(self.root / name)

    @contextmanager
    def text(self, name: str) -> Iterator[IO[str]]:
        """A UTF-8 text file with line feeds, to be written in one go."""
        with self.scratch(name) as path, path.open("w", encoding="utf-8", newline="\n") as file:
            yield file

    @contextmanager
    def binary(self, name: str) -> Iterator[IO[bytes]]:
        """A binary file, to be written in one go."""
        with self.scratch(name) as path, path.open("wb") as file:
            yield file

    @contextmanager
    def scratch(self, name: str) -> Iterator[Path]:
        """A path for a library that wants one; it takes the place of `name` when the block ends well."""
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=WRITING, suffix=target.suffix, dir=target.parent)
        os.close(handle)
        path = Path(temporary)
        try:
            yield path
            path.chmod(0o644)
            path.replace(target)
        finally:
            path.unlink(missing_ok=True)

    @contextmanager
    def folder(self, name: str) -> Iterator[Shelf]:
        """A whole folder that takes the place of the old one when the block ends well."""
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=WRITING, dir=target.parent))
        try:
            yield Shelf(made)
            made.chmod(0o755)
            if target.exists():
                old = Path(tempfile.mkdtemp(prefix=OLD, dir=target.parent))
                target.rename(old / "was")
                made.rename(target)
                shutil.rmtree(old)
            else:
                made.rename(target)
        finally:
            shutil.rmtree(made, ignore_errors=True)

    @contextmanager
    def alone(self, lock: Path) -> Iterator[None]:
        """The shelf for one writer; what a killed one left half-written is swept away first.

        Raises WrongUse when another process has it."""
        lock.parent.mkdir(parents=True, exist_ok=True)
        with lock.open("w") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise WrongUse(f"another run is writing to {self.root}: wait for it, or give another --out") from None
            for rest in [*self.root.rglob(f"{WRITING}*"), *self.root.rglob(f"{OLD}*")]:
                shutil.rmtree(rest, ignore_errors=True) if rest.is_dir() else rest.unlink(missing_ok=True)
            yield

    def binary_whole(self, name: str, data: bytes) -> None:
        """`data` as the file `name`."""
        with self.binary(name) as file:
            file.write(data)

    def json_bytes(self, name: str, value: Any) -> None:
        """`value` (plain data) as JSON, same bytes for the same value."""
        from pipeline.codec import dumps

        self.binary_whole(name, dumps(value))


def corrections_path(corpus: Path, id: str, sources: Iterable[str]) -> Path:  # noqa: A002
    """Where a reviewer's decisions on a release lie: in its folder; for files of a flat pile, beside them under its id.

    `sources` are the paths of its documents, relative to the corpus.

    >>> corrections_path(Path("corpus"), "x", ["a/x/fr.pdf", "a/x/en.pdf"]).as_posix()
    'corpus/a/x/corrections.toml'
    >>> corrections_path(Path("corpus"), "x", ["x-fr.pdf", "x-en.pdf"]).as_posix()
    'corpus/x.corrections.toml'
    """
    folders = {path.rpartition("/")[0] for path in sources}
    folder = folders.pop() if len(folders) == 1 else ""
    return corpus / folder / "corrections.toml" if folder else corpus / f"{id}.corrections.toml"


def write_toml(path: Path, value: dict[str, Any]) -> None:
    """`value` (plain data) as TOML, the file whole or not at all."""
    import tomli_w

    with Shelf(path.parent).text(path.name) as file:
        file.write(tomli_w.dumps(value, multiline_strings=False))


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in hexadecimal, read in pieces so that its size does not matter."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def read_releases(out: Path) -> Releases:
    """The releases of an output folder, in the order of index.json.

    Raises WrongUse when there is no index.json: nothing was extracted there."""
    path = out / "index.json"
    try:
        index = json.loads(path.read_bytes())
        ids = [str(e["id"]) for e in index["releases"] if e["status"] != "failed"]
    except FileNotFoundError:
        raise WrongUse(f"there is no index.json in {out}: run `visavis extract` first, or name its folder") from None
    except (ValueError, KeyError, TypeError) as error:
        raise WrongUse(f"{path} is damaged ({error}): run `visavis extract --force`") from None
    return Releases(out, tuple(ids))


class Releases:
    """Releases that lie in a folder, read one by one each time they are gone through; `len` and `[id]` work too."""

    def __init__(self, out: Path, ids: tuple[str, ...]) -> None:
        self.out = out
        self.ids = ids

    def __iter__(self) -> Iterator[Release]:
        return (self[i] for i in self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, id: str) -> Release:  # noqa: A002 - the contract's own word
        """The release of this id. Raises WrongUse, naming what there is, when there is none."""
        from pipeline.codec import decode

        if id not in self.ids:
            raise WrongUse(f"no release is called {id!r}: there are {', '.join(self.ids[:20]) or 'none'}")
        return decode((self.out / id / "release.json").read_bytes())
