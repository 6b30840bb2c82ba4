"""What speaks for each bead that won, how sure that makes us, and whether the two sides are translations at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.encoder import Floats
from pipeline.model.facts import Facts
from pipeline.model.release import Why

from .beads import lengths, ratio
from .path import Bead
from .side import Side, figures, names

_WINDOW = 300  # units to either side among which rivals are looked for
_BLOCK = 256
# Logistic regressions on the development gold by benchmarks/aligning.py --fit; the table they give on texts that they
# were not fitted to stands in docs/reliability.md.
_LINKED = {
    "similarity": 5.52, "lead": 2.88, "apart": -2.15, "words": 0.93, "moved": -2.18, "merged": -1.06, "short": 0.73,
    "": 0.09,
}  # fmt: skip
# A weaker encoder (encoder/measure.py) leaves more alone that has a partner: log-odds for a point of stretch over 1.
# With a model of English alone (stretch 3) 46 % of what it left alone was right, and .98 would have been said.
_MISSED = 2.0
_ALONE = {"rival": -2.17, "short": -0.37, "": 5.06}


class Evidence(NamedTuple):
    """`seen` is what the confidence is made of, by name: `similarity` the cosine of the two runs, `lead` by how much it
    exceeds that of the best other partner of either (`rival`), `apart` the log of the length ratio, `words` the shared
    words, `moved` and `merged` 0 or 1, `short` near 1 for a word or two and near 0 for a long paragraph."""

    seen: Mapping[str, float]
    confidence: float
    why: Why


def weigh(beads: Sequence[Bead], crossing: set[Bead], a: Side, b: Side) -> list[Evidence]:
    """The evidence for each bead, in order."""
    rows_a, rows_b = joined(beads, 0, a), joined(beads, 1, b)
    similar = np.clip(np.einsum("ij,ij->i", rows_a, rows_b), -1, 1)
    rivals = np.maximum(_rivals(beads, 0, rows_a, b), _rivals(beads, 1, rows_b, a))
    long_a, long_b = lengths(a), lengths(b) * ratio(a, b)
    missed = _MISSED * max(0.0, a.pool.stretch - 1)
    out = []
    for k, (p, q) in enumerate(beads):
        x, y = float(long_a[list(p)].sum()), float(long_b[list(q)].sum())
        short = 1.0 / (1.0 + (x + y) / 40)
        rival = float(rivals[k])
        if not p or not q:
            seen = {"rival": rival, "short": short}
            out.append(Evidence(seen, _share(_odds(_ALONE, seen) - missed), Why(0.0, 0.0, 0.0, 0.0)))
            continue
        apart = abs(float(np.log((x + 15) / (y + 15))))
        words = _common(_sum(a.words, p), _sum(b.words, q))
        seen = {
            "similarity": float(similar[k]), "lead": float(similar[k]) - rival, "apart": apart, "words": words,
            "moved": float((p, q) in crossing), "merged": float(len(p) + len(q) > 2), "short": short,
        }  # fmt: skip
        why = Why(
            round(max(0.0, float(similar[k])), 4),
            round(float(np.exp(-apart)), 4),
            _facts_common(a, b, p, q, figures),
            _facts_common(a, b, p, q, names),
        )
        out.append(Evidence(seen, _share(_odds(_LINKED, seen)), why))
    return out


def agreement(beads: Sequence[Bead], found: Sequence[Evidence], a: Side, b: Side) -> float:
    """0..1, how far the two sides say the same: the confidence of what is linked, by characters, furniture apart."""
    long_a, long_b = lengths(a), lengths(b) * ratio(a, b)
    linked = total = 0.0
    for (p, q), e in zip(beads, found, strict=True):
        size = sum(long_a[i] for i in p if not a.furniture[i]) + sum(long_b[j] for j in q if not b.furniture[j])
        total += float(size)
        linked += float(size) * (e.confidence if p and q else 0.0)
    return linked / total if total else 0.0


def _odds(weights: dict[str, float], seen: dict[str, float]) -> float:
    return weights[""] + sum(weights[name] * value for name, value in seen.items())


def _share(odds: float) -> float:
    return float(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def joined(beads: Sequence[Bead], side: int, own: Side) -> Floats:
    """The vector of each bead's run on this side; zeros where it has none."""
    out = np.zeros((len(beads), own.pool.vectors.shape[1]), dtype=np.float32)
    if not len(own):
        return out
    runs = [(k, bead[side][0], bead[side][-1] + 1) for k, bead in enumerate(beads) if bead[side]]
    where = np.array(runs, dtype=np.int64).reshape(-1, 3)
    out[where[:, 0]] = own.pool.stretches(where[:, 1], where[:, 2])
    for k, first, end in runs:
        if end - first > len(beads[k][side]):  # a person may link what does not stand together
            out[k] = own.pool.part(np.array(beads[k][side])).runs(len(beads[k][side]))[0]
    return out


def _rivals(beads: Sequence[Bead], side: int, rows: Floats, other: Side) -> Floats:
    """For each bead, how near the nearest unit of the other side outside it comes; 0 when there is none."""
    out = np.zeros(len(beads), dtype=np.float32)
    if not len(other):
        return out
    share = len(other) / max(1, 1 + max((max(bead[side]) for bead in beads if bead[side]), default=0))
    place = [bead[1 - side][0] if bead[1 - side] else int(min(bead[side]) * share) for bead in beads]
    order = sorted((k for k in range(len(beads)) if beads[k][side]), key=lambda k: (place[k], k))
    for start in range(0, len(order), _BLOCK):
        block = order[start : start + _BLOCK]
        low = max(0, place[block[0]] - _WINDOW)
        high = min(len(other), place[block[-1]] + _WINDOW)
        near = rows[block] @ other.pool.vectors[low:high].T
        for r, k in enumerate(block):
            for j in beads[k][1 - side]:
                if low <= j < high:
                    near[r, j - low] = 0.0
        out[block] = np.maximum(near.max(axis=1, initial=0.0), 0.0)
    return out


def _sum(words: Sequence[Counter[str]], where: Sequence[int]) -> Counter[str]:
    out: Counter[str] = Counter()
    for i in where:
        out.update(words[i])
    return out


def _common(one: Counter[str], other: Counter[str]) -> float:
    """Shared over all (Dice); 0 when there is nothing."""
    size = one.total() + other.total()
    return 2 * (one & other).total() / size if size else 0.0


def _facts_common(a: Side, b: Side, p: Sequence[int], q: Sequence[int], kind: Callable[[Facts], Counter[str]]) -> float:
    """The share of figures (or names) that stand on both sides; 1 when neither side has any."""
    one = sum((kind(a.facts[i]) for i in p), Counter[str]())
    other = sum((kind(b.facts[j]) for j in q), Counter[str]())
    return round(_common(one, other), 4) if one or other else 1.0
