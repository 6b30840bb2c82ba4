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
    threads: int
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
        if length == 1:
            return self.vectors
        starts = np.arange(max(0, len(self) - length + 1))
        return self.stretches(starts, starts + length)

    def stretches(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Floats:
        """Unit vectors of the neighbours from each start to before each end, joined, (len(starts), width)."""
        one, (sums, tokens) = self.sums, self._running
        joints = (ends - starts - 1).astype(np.float32)
        total = sums[ends] - sums[starts] + one.heads[starts] + one.tails[ends - 1]
        count = tokens[ends] - tokens[starts] - self._engine.marks * joints
        found = Sums(total.astype(np.float32), one.heads[starts], one.tails[ends - 1], count.astype(np.float32))
        return self._engine.finish(found)

    @cached_property
    def _running(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Sums without their marks, and tokens with them, added up from the first text on; row 0 is nothing."""
        inner = self.sums.sums.astype(np.float64) - self.sums.heads - self.sums.tails
        sums = np.concatenate([np.zeros((1, inner.shape[1])), np.cumsum(inner, axis=0)])
        return sums, np.concatenate([[0.0], np.cumsum(self.sums.tokens, dtype=np.float64)])

    def part(self, where: NDArray[np.int64]) -> Pool:
        """Some of the texts, in this order."""
        return Pool(self._engine, Sums(*(column[where] for column in self.sums)))
