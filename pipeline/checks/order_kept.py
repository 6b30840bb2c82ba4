"""What translates each other stands in the same order on both sides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from pipeline.model.release import Gravity, Release

from .check import Measure, Pair, pairs, shortened

GRAVITY: Final[Gravity] = "doubt"


def score(release: Release) -> Iterator[Measure]:
    """How many other alignments a moved one crosses; furniture and notes at a page's foot have none to keep."""
    place = {p.id: n for r in release.readings.values() for n, p in enumerate(r.document.paragraphs)}
    rows: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs(release):
        if not pair.furniture and not any(
            p.kind == "footnote" for p in (*pair.left.paragraphs, *pair.right.paragraphs)
        ):
            rows[pair.right.code].append(pair)
    for row in rows.values():
        stands = [place[pair.right.paragraphs[0].id] for pair in row]
        for at, pair in enumerate(row):
            if pair.alignment.moved:
                crossed = sum(s > stands[at] for s in stands[:at]) + sum(s < stands[at] for s in stands[at + 1 :])
                places = {"here": pair.left.code, "there": pair.right.code, "text": shortened(pair.left.text)}
                yield Measure(crossed, "moved", pair.spots, pair.alignment, {**places, "n": crossed})


def verdict(measure: Measure) -> Gravity | None:
    """One that the aligner calls moved and that crosses nothing but furniture is in its place."""
    return GRAVITY if measure.score > 0 else None
