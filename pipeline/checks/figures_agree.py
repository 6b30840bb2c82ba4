"""Every figure is on both sides, with the same value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.release import Gravity, Release

from .check import Measure
from .figure_links import Linked, differing, lonely

GRAVITY: Final[Gravity] = "fault"
MANY = 6  # differing values in one alignment, more than half of its figures: page numbers of an index, another table
IN_WORDS = 0.5  # the score of a figure in words that the other side lacks: it may have been said otherwise


def score(release: Release) -> Iterator[Measure]:
    """1 for another value, 1 for a figure in digits that the other side lacks, a half for one in words."""
    several: dict[str, list[Linked]] = {}
    for pair in differing(release, "value"):
        several.setdefault(pair.alignment.id, []).append(pair)
    for pairs in several.values():
        if len(pairs) >= MANY and 2 * len(pairs) > sum(
            None not in link.sides.values() for link in pairs[0].alignment.figures
        ):
            yield pairs[0].measure(IN_WORDS, "many", n=len(pairs))
            continue
        for pair in pairs:
            yield pair.measure(1.0, "differs")
    for one in lonely(release):
        in_digits = any(c.isdigit() for c in one.figure.text)
        places = {"here": one.here, "there": one.there, "text": one.figure.text}
        saying = "lost" if one.cause == "extraction" else "missing"
        yield Measure(1.0 if in_digits else IN_WORDS, saying, one.sides(), one.alignment, places, one.cause)


def verdict(measure: Measure) -> Gravity | None:
    """What the page lost is no fault of the translator's; the roll makes a doubt of it."""
    if not measure.score:
        return None
    return "doubt" if measure.score <= IN_WORDS else GRAVITY
