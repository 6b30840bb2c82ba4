"""Both sides mean the same: their embeddings are about as close as translations of that length and kind are.

The aligner's own similarity is used; nothing is encoded again. It is far below when it falls under what nearly all
sound pairs of the same length reach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.release import Gravity, Release

from .check import Measure, Pair, pairs

GRAVITY: Final[Gravity] = "doubt"
SHORT = 40  # characters: of two words an embedding knows little
# (characters of the shorter side from which it holds, mean, standard deviation) of the similarity of sound pairs,
# measured on a thousand paragraphs of software manuals: .80 .12, .79 .09, .81 .07, .82 .06
EXPECTED = ((SHORT, 0.80, 0.12), (120, 0.79, 0.088), (200, 0.81, 0.068), (300, 0.82, 0.064))
FAR = 3.5  # standard deviations below: 2 in a thousand of those, half of neighbouring paragraphs set side by side


def score(release: Release) -> Iterator[Measure]:
    """Standard deviations below what is expected of a pair so long."""
    for pair in pairs(release):
        length = min(len(pair.left.text), len(pair.right.text))
        if length >= SHORT and not pair.furniture and tells(pair):
            _, mean, deviation = [row for row in EXPECTED if length >= row[0]][-1]
            similarity = pair.alignment.why.similarity
            places = {"here": pair.left.code, "there": pair.right.code, "percent": round(100 * similarity)}
            yield Measure(max(0.0, (mean - similarity) / deviation), "far", pair.spots, pair.alignment, places)


def tells(pair: Pair) -> bool:
    """Whether the aligner measured a similarity: a link that a person made has none; a table is words, not meaning."""
    return pair.alignment.why.similarity > 0 and all(p.kind != "table" for p in pair.left.paragraphs)


def verdict(measure: Measure) -> Gravity | None:
    return GRAVITY if measure.score > FAR else None
