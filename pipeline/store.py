"""The only room that knows where files lie. Everything is written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any


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
        """A path to write to (by a library that wants a path); it takes the place of `name` when the block ends well."""
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".writing-", suffix=target.suffix, dir=target.parent)
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
        made = Path(tempfile.mkdtemp(prefix=".writing-", dir=target.parent))
        try:
            yield Shelf(made)
            made.chmod(0o755)
            if target.exists():
                old = Path(tempfile.mkdtemp(prefix=".old-", dir=target.parent))
                target.rename(old / "was")
                made.rename(target)
                shutil.rmtree(old)
            else:
                made.rename(target)
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def json_bytes(self, name: str, value: Any) -> None:
        """`value` (plain data) as JSON, same bytes for the same value."""
        from pipeline.codec import dumps

        with self.binary(name) as file:
            file.write(dumps(value))
