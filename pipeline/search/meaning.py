"""The meaning index: one vector a passage, so that a question in one language finds what is said in another.

A passage's vector is the mean of the vectors of its sides, kept as 512 signed bytes; and beside it its signs, 64 bytes,
by which a scan of a million takes milliseconds: the nearest by signs are then weighed by their bytes. Two flat files,
memory-mapped, named by their content; the SQLite file says which are its own, so that they change with it at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import VisavisError
from pipeline.store import Shelf

Bytes = NDArray[np.int8]
Floats = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Floats]

BATCH = 2_000  # passages encoded at once
WIDTH = 512
# How many of the nearest by signs are weighed by their bytes. Measured with benchmarks/searching.py.
CANDIDATES = 1_000
# Rows of a block. In it the signs stand by planes, the first 64 of all rows, the second 64 ...: adding up what differs
# is then a handful of long additions. 1 MB of signs stays in the processor's cache.
BLOCK = 1 << 14


_ONE_BY_ONE = Lock()  # the server asks from many threads; the encoder uses all cores for one


def by_default(texts: Sequence[str]) -> Floats:
    """pipeline.encoder, loaded when it is first needed."""
    with _ONE_BY_ONE:
        from pipeline.encoder import encode

        return encode(texts)


def bring_up(db: sqlite3.Connection, shelf: Shelf, gone: Sequence[int], encode: Encode | None) -> str:
    """Write the vectors of new passages behind the old ones, blot out those that are gone; the name of the files.

    Empty when there is no encoder: then there is an index of words only."""
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM passages").fetchone()
    old, name, made = named(db), _name(db), ""
    if encode is not None and last:
        try:
            if not _whole(shelf.root, name):
                with shelf.scratch(f"{name}.i8") as vectors, shelf.scratch(f"{name}.bits") as signs:
                    pieces = _pieces(db, _before(shelf.root, old), gone, last, encode)
                    with vectors.open("wb") as first, signs.open("wb") as second:
                        for piece in _blocks(pieces):
                            first.write(piece.tobytes())
                            second.write(_signs(piece).T.tobytes())
            made = name
        except (VisavisError, ImportError):  # no model here: `visavis doctor` says how to get it
            made = ""
    db.execute("UPDATE meta SET value = ? WHERE name = 'vectors'", (made,))
    return made


def named(db: sqlite3.Connection) -> str:
    """The name of the vector files that belong to this index; empty when there are none."""
    return str(db.execute("SELECT value FROM meta WHERE name = 'vectors'").fetchone()[0])


def sound(db: sqlite3.Connection, folder: Path, encode: Encode | None) -> bool:
    """The index has its vectors, or wants none."""
    (some,) = db.execute("SELECT EXISTS (SELECT 1 FROM passages)").fetchone()
    return encode is None or not some or _whole(folder, named(db))


def sweep(shelf: Shelf, keep: str) -> None:
    """Vectors of earlier indexes; who still reads them keeps his map of them."""
    for path in shelf.root.glob("search-*"):
        if path.suffix in (".i8", ".bits") and path.stem != keep:
            path.unlink(missing_ok=True)


def _name(db: sqlite3.Connection) -> str:
    """By what the index holds and in which rows."""
    told = db.execute(
        "SELECT r.name, r.digest, min(p.id), max(p.id) FROM releases r LEFT JOIN passages p ON p.release = r.id"
        " GROUP BY r.id ORDER BY 3, 1"
    ).fetchall()
    return f"search-{sha256(json.dumps(told).encode()).hexdigest()[:16]}"


def _whole(folder: Path, name: str) -> bool:
    return bool(name) and (folder / f"{name}.i8").is_file() and (folder / f"{name}.bits").is_file()


def _before(folder: Path, name: str) -> Bytes:
    """The vectors there were; none when their files are gone."""
    return opened(folder, name).table if _whole(folder, name) else np.zeros((0, WIDTH), np.int8)


def _pieces(db: sqlite3.Connection, table: Bytes, gone: Sequence[int], last: int, encode: Encode) -> Iterator[Bytes]:
    """All rows up to `last`: those we have, a row of zeros (near to nothing) where a passage is gone, and the new."""
    rows = min(len(table), last)
    blots = np.array(sorted(gone), np.int64) - 1
    for at in range(0, rows, BLOCK):
        piece = table[at : min(at + BLOCK, rows)].copy()
        piece[blots[(blots >= at) & (blots < at + len(piece))] - at] = 0
        yield piece
    while rows < last:
        found = db.execute("SELECT id, sides FROM texts WHERE id > ? ORDER BY id LIMIT ?", (rows, BATCH)).fetchall()
        piece = np.zeros((found[-1][0] - rows, WIDTH), np.int8)
        piece[np.array([passage for passage, _ in found]) - rows - 1] = _quantised(
            _encoded([json.loads(sides) for _, sides in found], encode)
        )
        rows = found[-1][0]
        yield piece


def _blocks(pieces: Iterator[Bytes]) -> Iterator[Bytes]:
    """The same rows, so many at a time that a block of signs is one scan's step; the last may be shorter."""
    rest = np.zeros((0, WIDTH), np.int8)
    for piece in pieces:
        rest = np.concatenate([rest, piece])
        while len(rest) >= BLOCK:
            yield rest[:BLOCK]
            rest = rest[BLOCK:]
    if len(rest):
        yield rest


def _encoded(passages: list[list[str]], encode: Encode) -> Floats:
    """A unit vector a passage, (n, 512): the mean of its sides, a side the mean of its paragraphs."""
    texts = [text for sides in passages for side in sides for text in side.split("\n")]
    unique = list(dict.fromkeys(text for text in texts if text.strip()))
    vectors = dict(zip(unique, encode(unique), strict=True)) if unique else {}
    out = np.zeros((len(passages), WIDTH), np.float32)
    for row, sides in zip(out, passages, strict=True):
        for side in sides:
            some = [vectors[text] for text in side.split("\n") if text in vectors]
            if some:
                row += np.mean(some, axis=0)
    length: Floats = np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
    return out / length


def _quantised(vectors: Floats) -> Bytes:
    """Each row scaled so that its largest number is 127: only directions are compared."""
    top = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    scaled: Bytes = np.rint(vectors * (127.0 / top)).astype(np.int8)
    return scaled


def _signs(vectors: Bytes) -> NDArray[np.uint64]:
    """(n, 8): a bit a number, set where it is positive; on disk each block stands turned, (8, n)."""
    return np.packbits(vectors > 0, axis=1).view(np.uint64)


class Vectors(NamedTuple):
    """The two files of an index, memory-mapped: whoever has opened them keeps them when they are swept away."""

    table: Bytes  # (n, 512)
    signs: NDArray[np.uint64]  # the file's numbers in a row, blocks of planes


def opened(folder: Path, name: str) -> Vectors:
    """Raises FileNotFoundError when one of the files is not there."""
    table, signs = folder / f"{name}.i8", folder / f"{name}.bits"
    if not table.stat().st_size:
        return Vectors(np.zeros((0, WIDTH), np.int8), np.zeros(0, np.uint64))
    return Vectors(_mapped(str(table), "int8").reshape(-1, WIDTH), _mapped(str(signs), "uint64"))


@lru_cache(4)
def _mapped(path: str, kind: str) -> Any:
    """The file as one row of numbers. What a name holds never changes, so a map may be kept for the next question."""
    return np.memmap(path, kind, "r")


def nearest(vectors: Vectors, vector: Floats, limit: int, only: NDArray[np.int64] | None) -> list[tuple[int, float]]:
    """(passage, cosine) of the nearest passages, best first; `only`: among these passages (numbers from 1)."""
    table = vectors.table
    if only is None:
        rows = _near_by_signs(vectors.signs, _signs(_quantised(vector[None])), len(table))
    else:
        rows = only - 1
    best: list[tuple[float, int]] = []
    for at in range(0, len(rows), BLOCK):
        some = rows[at : at + BLOCK]
        piece = table[some].astype(np.float32)
        cosines = piece @ vector / np.maximum(np.linalg.norm(piece, axis=1), 1e-9)
        best += [(float(c), int(r)) for c, r in zip(cosines, some, strict=True) if c > 0]
        best = sorted(best, key=lambda pair: (-pair[0], pair[1]))[:limit]
    return [(row + 1, cosine) for cosine, row in best]


def _near_by_signs(signs: NDArray[np.uint64], asked: NDArray[np.uint64], rows: int) -> NDArray[np.int64]:
    """The rows whose signs differ least from those asked for, in row order."""
    if rows <= CANDIDATES:
        return np.arange(rows)
    differ = np.zeros(rows, np.uint16)
    words = WIDTH // 64
    mixed, counts = np.empty((words, BLOCK), np.uint64), np.empty((words, BLOCK), np.uint8)
    for at in range(0, rows, BLOCK):
        size = min(BLOCK, rows - at)
        block = signs[at * words : (at + size) * words].reshape(words, size)
        np.bitwise_xor(block, asked[0][:, None], out=mixed[:, :size])
        np.bitwise_count(mixed[:, :size], out=counts[:, :size])  # at most 64: three of them still make a byte
        for three in range(0, words, 3):
            differ[at : at + size] += counts[three : three + 3, :size].sum(axis=0, dtype=np.uint8)
    # The difference at which there are enough; then all rows up to it, or a few less than all.
    enough = int(np.searchsorted(np.cumsum(np.bincount(differ, minlength=WIDTH + 1)), CANDIDATES))
    return np.flatnonzero(differ <= enough)[: 2 * CANDIDATES]
