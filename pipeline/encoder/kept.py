"""What was encoded before, by content: in memory, and in one SQLite file when a folder is given."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np

from .network import Floats

_ROWS = 10_000  # rows held in memory (4 KB each); the oldest go first
_FORM = b"2"  # of the rows; older ones are not found


class Kept:
    """Rows of numbers by text. A broken or locked file is done without: a cache never stops the work."""

    def __init__(self, encoder: str, folder: Path | None) -> None:
        self._rows: dict[bytes, Floats] = {}
        name = _FORM + encoder.encode("utf-8", "surrogatepass")
        self._salt = name if len(name) <= 64 else blake2b(name).digest()  # a key takes 64 bytes
        self._file: sqlite3.Connection | None = None
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                self._file = sqlite3.connect(folder / "embeddings.sqlite", timeout=10, check_same_thread=False)
                self._file.execute("CREATE TABLE IF NOT EXISTS row (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID")
            except (sqlite3.Error, OSError):
                self._file = None

    def get(self, texts: Sequence[str]) -> list[Floats | None]:
        """The row of each text that is known."""
        keys = [self._key(text) for text in texts]
        absent = list(dict.fromkeys(k for k in keys if k not in self._rows))
        found: dict[bytes, Floats] = {}
        if self._file is not None:
            try:
                for start in range(0, len(absent), 500):
                    some = absent[start : start + 500]
                    marks = ",".join("?" * len(some))
                    for key, value in self._file.execute(f"SELECT key, value FROM row WHERE key IN ({marks})", some):
                        found[bytes(key)] = np.frombuffer(value, dtype=np.float32)
            except sqlite3.Error:
                self._file = None
        out = [self._rows.get(k, found.get(k)) for k in keys]
        self._remember(found)
        return out

    def put(self, texts: Sequence[str], rows: Floats) -> None:
        fresh = {self._key(text): row.copy() for text, row in zip(texts, rows, strict=True)}  # none holds the others
        self._remember(fresh)
        if self._file is not None:
            try:
                with self._file:
                    self._file.executemany(
                        "INSERT OR IGNORE INTO row VALUES (?, ?)", [(k, v.tobytes()) for k, v in fresh.items()]
                    )
            except sqlite3.Error:
                self._file = None

    def _key(self, text: str) -> bytes:
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16, key=self._salt).digest()

    def _remember(self, rows: dict[bytes, Floats]) -> None:
        self._rows.update(rows)
        if len(self._rows) > _ROWS:
            for key in list(self._rows)[: len(self._rows) - _ROWS]:
                del self._rows[key]
