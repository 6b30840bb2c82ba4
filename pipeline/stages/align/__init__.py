"""Readings to alignments: which paragraphs (or sentences) say the same, also where they were merged, split or moved.

side       what is asked of each unit: vector, length, words, figures, names, kind
sections   long texts are cut where both sides are surely the same
beads      what every pairing of runs is worth; path: the best chain of them
edges      ends of merged paragraphs, looked at closely
link       all of it in order, and what was moved
evidence   what speaks for each alignment, how sure it is, whether these are translations at all
sentence   sentences inside the alignments"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.model.facts import Reading
from pipeline.model.release import Aligned, Alignment, AlignmentKind, Finding, SentenceLink, Why

from .beads import PARAGRAPHS, SENTENCES
from .evidence import Evidence, agreement, weigh
from .link import link, moved
from .path import Bead
from .sentence import sentence_links
from .side import of_reading

if TYPE_CHECKING:
    from pipeline.model.corrections import Corrections

__all__ = ["align"]


def align(readings: Mapping[str, Reading], corrections: Corrections | None = None, level: str = "paragraph") -> Aligned:
    """The readings with their alignments, in the order of the first language; each paragraph is in exactly one.

    `level` is "paragraph" or "sentence" (each paragraph of the readings is one sentence of a running text).
    More than two languages are each aligned with the first; alignments that share a paragraph of it become one."""
    first, *others = readings
    return _pair(readings, level)


def _pair(readings: Mapping[str, Reading], level: str) -> Aligned:
    a, b = (of_reading(r) for r in readings.values())
    weights = SENTENCES if level == "sentence" else PARAGRAPHS
    found = link(a, b, weights, close=level == "paragraph")
    beads = _ordered(found)
    crossing = moved(beads, a)
    evidence = weigh(beads, crossing, a, b)
    inner = sentence_links(readings, beads) if level == "paragraph" else [()] * len(beads)
    alignments = tuple(
        _alignment(n, readings, bead, bead in crossing, seen, links)
        for n, (bead, seen, links) in enumerate(zip(beads, evidence, inner, strict=True))
    )
    return Aligned(dict(readings), alignments, ())


def _alignment(
    n: int,
    readings: Mapping[str, Reading],
    bead: Bead,
    crosses: bool,
    seen: Evidence,
    links: tuple[SentenceLink, ...],
) -> Alignment:
    sides = {
        code: tuple(r.document.paragraphs[i].id for i in where)
        for (code, r), where in zip(readings.items(), bead, strict=True)
    }
    score, confidence = round(seen.why.similarity, 4), round(seen.confidence, 3)
    return Alignment(f"a{n}", sides, _kind(bead), score, confidence, crosses, seen.why, links)


_KINDS: dict[tuple[int, int], AlignmentKind] = {
    (1, 0): "1-0", (0, 1): "0-1", (1, 1): "1-1", (1, 2): "1-2", (2, 1): "2-1",
}  # fmt: skip


def _kind(bead: Bead) -> AlignmentKind:
    return _KINDS.get((len(bead[0]), len(bead[1])), "m-n")


def _ordered(beads: Sequence[Bead]) -> list[Bead]:
    """In the order of the first side; what stands on the second side alone follows its neighbour there."""
    after: dict[int, int] = {}
    for p, q in beads:
        if p:
            after.update(dict.fromkeys(q, p[0]))
    keys, last = {}, -1
    for q in sorted(q for p, q in beads if not p):
        for j in range(q[0] - 1, -1, -1):
            if j in after:
                last = after[j]
                break
        after[q[0]] = last
        keys[q[0]] = last
    return sorted(beads, key=lambda bead: (bead[0][0], 0, 0) if bead[0] else (keys[bead[1][0]], 1, bead[1][0]))
