"""Readings to alignments: which paragraphs (or sentences) say the same, also where they were merged, split or moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from pipeline.model.facts import Reading
from pipeline.model.release import Aligned, Alignment, AlignmentKind, SentenceLink, Stretch, Why

from .beads import PARAGRAPHS, SENTENCES, tables
from .edges import settle
from .leftover import pair_leftovers
from .path import Bead, best_path
from .side import of_reading, of_texts

if TYPE_CHECKING:
    from pipeline.model.corrections import Corrections


def align(readings: Mapping[str, Reading], corrections: Corrections | None = None, level: str = "paragraph") -> Aligned:
    """Two readings, aligned; sentences inside the alignments where the readings have any."""
    (first, left), (second, right) = readings.items()
    weights = SENTENCES if level == "sentence" else PARAGRAPHS
    a, b = of_reading(left), of_reading(right)
    got = tables(a, b, weights)
    chain = best_path(len(a), len(b), got, weights.gap)
    beads = pair_leftovers(chain, got, weights)
    if level == "paragraph":
        beads = pair_leftovers(settle(beads, a, b), got, weights)
    moved = set(beads) - set(chain)
    beads = _ordered(beads)
    out = []
    for n, bead in enumerate(beads):
        x, y = bead
        sides = {
            first: tuple(left.document.paragraphs[i].id for i in x),
            second: tuple(right.document.paragraphs[j].id for j in y),
        }
        score, why = 0.0, Why(0.0, 0.0, 0.0, 0.0)
        if x and y:
            score = float(np.clip(a.pool.joined(slice(x[0], x[-1] + 1)) @ b.pool.joined(slice(y[0], y[-1] + 1)), 0, 1))
            why = Why(score, 0.0, 0.0, 0.0)
        inner = _sentences(readings, bead) if level == "paragraph" else ()
        kind = _kind(len(x), len(y))
        out.append(Alignment(f"a{n}", sides, kind, round(score, 4), round(score, 4), bead in moved, why, inner))
    return Aligned(dict(readings), tuple(out))


def _kind(p: int, q: int) -> AlignmentKind:
    known: dict[tuple[int, int], AlignmentKind] = {
        (1, 0): "1-0", (0, 1): "0-1", (1, 1): "1-1", (1, 2): "1-2", (2, 1): "2-1",
    }  # fmt: skip
    return known.get((p, q), "m-n")


def _ordered(beads: list[Bead]) -> list[Bead]:
    """In the order of the first side; what stands on the second side alone follows its neighbour there."""
    after: dict[int, int] = {}
    for a, b in beads:
        if a:
            after.update(dict.fromkeys(b, a[0]))
    keys = []
    for a, b in beads:
        if a:
            keys.append((a[0], 0, b[0] if b else -1))
        else:
            known = [after[j] for j in range(b[0] - 1, -1, -1) if j in after][:1]
            keys.append((known[0] if known else -1, 1, b[0]))
    return [bead for _, bead in sorted(zip(keys, beads, strict=True), key=lambda pair: pair[0])]


def _sentences(readings: Mapping[str, Reading], bead: Bead) -> tuple[SentenceLink, ...]:
    """The sentences of one alignment, linked."""
    stretches: list[list[Stretch]] = []
    texts: list[list[str]] = []
    for reading, where in zip(readings.values(), bead, strict=True):
        own = [(reading.document.paragraphs[i], reading.facts[i]) for i in where]
        stretches.append([Stretch(p.id, *s) for p, f in own for s in f.sentences])
        texts.append([s.of(p.text.mended) for p, f in own for s in f.sentences])
    codes = list(readings)
    if not texts[0] or not texts[1]:
        return ()
    if len(texts[0]) == 1 or len(texts[1]) == 1:
        return (SentenceLink({c: tuple(s) for c, s in zip(codes, stretches, strict=True)}, 1.0),)
    a, b = of_texts(texts[0]), of_texts(texts[1])
    got = tables(a, b, SENTENCES)
    out = []
    for x, y in best_path(len(a), len(b), got):
        score = float(np.clip(got[len(x), len(y)].similarity[x[0], y[0]], 0, 1)) if x and y else 0.0
        sides = {codes[0]: tuple(stretches[0][i] for i in x), codes[1]: tuple(stretches[1][j] for j in y)}
        out.append(SentenceLink(sides, round(score, 4)))
    return tuple(out)
