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
from pipeline.model.release import Aligned, Alignment, AlignmentKind, SentenceLink

from .beads import PARAGRAPHS, SENTENCES
from .corrected import decide, dissolved, signature
from .evidence import Evidence, agreement, weigh
from .link import link, moved
from .notes import notes
from .path import Bead
from .sentence import sentence_links
from .several import pivoted
from .side import Side, of_reading

if TYPE_CHECKING:
    from pipeline.model.corrections import Corrections

__all__ = ["align"]


def align(
    readings: Mapping[str, Reading],
    corrections: Corrections | None = None,
    level: str = "paragraph",
    *,
    inner: bool = True,
    speak: str = "",
) -> Aligned:
    """The readings with their alignments, in the order of the first language; each paragraph is in exactly one.

    `level` is "paragraph" or "sentence" (each paragraph of the readings is one sentence of a running text).
    `inner=False` leaves out the sentences inside alignments, and with them the time to encode them. `speak` is the
    language in which the notes speak. More than two languages are each aligned with the first; alignments that share a
    paragraph of it become one. Raises ValueError for fewer than two languages."""
    if len(readings) < 2:
        raise ValueError("aligning takes two languages or more")
    if len(readings) == 2:
        return _pair(readings, corrections, level, inner, speak)
    first, *others = readings
    pairs = [_pair({first: readings[first], c: readings[c]}, corrections, level, inner, speak) for c in others]
    return pivoted(readings, pairs)


def _pair(
    readings: Mapping[str, Reading], corrections: Corrections | None, level: str, inner: bool, speak: str
) -> Aligned:
    told = decide(readings, corrections)
    a, b = (of_reading(r) for r in told.readings.values())
    beads = _beads(a, b, list(told.linked), level)
    beads, freed = dissolved(beads, told.unlinked)
    decided = freed | {bead: signature(entry) for bead, entry in told.linked.items()}
    beads = _ordered(beads)
    crossing = moved(beads, a)
    evidence = weigh(beads, crossing, a, b)
    links = sentence_links(told.readings, beads) if inner and level == "paragraph" else [()] * len(beads)
    alignments = tuple(
        _alignment(n, told.readings, bead, bead in crossing, seen, own, decided.get(bead, ""))
        for n, (bead, seen, own) in enumerate(zip(beads, evidence, links, strict=True))
    )
    return Aligned(told.readings, alignments, notes(agreement(beads, evidence, a, b), a, b, told, speak))


def _beads(a: Side, b: Side, linked: Sequence[Bead], level: str) -> list[Bead]:
    """All beads; those that a person linked are kept out of the aligner's hands."""
    weights = SENTENCES if level == "sentence" else PARAGRAPHS
    if not linked:
        return link(a, b, weights, close=True)
    taken = [{i for bead in linked for i in bead[side]} for side in (0, 1)]
    left, right = ([i for i in range(len(s)) if i not in taken[k]] for k, s in enumerate((a, b)))
    beads = link(a.some(left), b.some(right), weights, close=True)
    return [*linked, *((tuple(left[i] for i in p), tuple(right[j] for j in q)) for p, q in beads)]


def _alignment(
    n: int,
    readings: Mapping[str, Reading],
    bead: Bead,
    crosses: bool,
    seen: Evidence,
    links: tuple[SentenceLink, ...],
    decided: str,
) -> Alignment:
    sides = {
        code: tuple(r.document.paragraphs[i].id for i in where)
        for (code, r), where in zip(readings.items(), bead, strict=True)
    }
    confidence = 1.0 if decided else round(seen.confidence, 3)
    score = seen.why.similarity
    return Alignment(f"a{n}", sides, _kind(bead), score, confidence, crosses, seen.why, links, corrected=decided)


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
