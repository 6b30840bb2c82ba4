"""More than stays more than, less than less than, about about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.release import Gravity, Release

from .check import Measure
from .figure_links import linked

GRAVITY: Final[Gravity] = "fault"
UP, DOWN = frozenset({">", ">="}), frozenset({"<", "<="})
OPPOSED, SHARPENED, DROPPED = 1.0, 0.6, 0.2  # plus de / less than; presque / more than; environ / nothing


def score(release: Release) -> Iterator[Measure]:
    """How far apart two comparators are: opposed, « presque » made "more than", or dropped on one side."""
    for pair in linked(release, "same", "different"):
        a, b = pair.here[2].comparator, pair.there[2].comparator
        if a == b:
            continue
        both = {a, b}
        if both & UP and both & DOWN:
            yield pair.measure(OPPOSED, "opposed")
        elif "~" in both and both & UP:
            yield pair.measure(SHARPENED, "sharpened")
        elif None in both:
            yield pair.measure(DROPPED, "dropped")


def verdict(measure: Measure) -> Gravity | None:
    """An upper bound made a lower one is a fault; a word of approximation that went is worth a note."""
    if measure.score >= OPPOSED:
        return GRAVITY
    return "doubt" if measure.score >= SHARPENED else "note"
