"""Texts that were encoded, and the vectors of neighbours among them joined."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .network import Floats, Sums


class Engine(Protocol):
    """An encoder: `sums` reads texts, `finish` makes unit vectors of sums; sums of neighbours may be added."""

    width: int
    marks: float  # begin and end marks that a text carries and a joint loses

    def sums(self, texts: Sequence[str]) -> Sums: ...

    def finish(self, got: Sums) -> Floats: ...


class Pool:
    """`sums` of n texts in reading order."""

    def __init__(self, engine: Engine, sums: Sums) -> None:
        self._engine = engine
        self.sums = sums

    def __len__(self) -> int:
        return len(self.sums.tokens)

    @cached_property
    def vectors(self) -> Floats:
        """Unit vectors (n, width)."""
        return self._engine.finish(self.sums)

    def runs(self, length: int) -> Floats:
        """Unit vectors of every run of `length` neighbours, (n - length + 1, width); row i begins at text i."""
        count = len(self) - length + 1
        if count <= 0:
            return np.zeros((0, self._engine.width), np.float32)
        if length == 1:
            return self.vectors
        one = self.sums
        sums, tokens = one.sums[:count].copy(), one.tokens[:count].copy()
        for k in range(1, length):
            sums += one.sums[k : k + count] - one.heads[k : k + count] - one.tails[k - 1 : k - 1 + count]
            tokens += one.tokens[k : k + count] - self._engine.marks
        last = slice(length - 1, length - 1 + count)
        return self._engine.finish(Sums(sums, one.heads[:count], one.tails[last], tokens))

    def part(self, where: NDArray[np.int64]) -> Pool:
        """Some of the texts, in this order."""
        return Pool(self._engine, Sums(*(column[where] for column in self.sums)))

    def joined(self, where: slice) -> Floats:
        """The unit vector (width,) of the neighbours in `where`, joined."""
        row: Floats = self.part(np.arange(where.start, where.stop)).runs(where.stop - where.start)[0]
        return row
