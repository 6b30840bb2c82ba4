"""A measure keeps its unit, or is converted: 10 km are 10 kilometres, or 6.2 miles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.release import Gravity, Release

from .check import Measure
from .figure_links import differing, linked

GRAVITY: Final[Gravity] = "fault"


def score(release: Release) -> Iterator[Measure]:
    """1 where the units differ and no conversion explains it; a half where one side says no unit at all."""
    for pair in differing(release, "unit"):
        yield pair.measure(1.0, "differs")
    for pair in linked(release, "same"):
        kinds = {pair.here[2].kind, pair.there[2].kind}
        if kinds == {"quantity", "number"}:
            yield pair.measure(0.5, "lost")


def verdict(measure: Measure) -> Gravity | None:
    """A unit that is not said again is a matter of style: of the two runs, the 5 km one."""
    return GRAVITY if measure.score >= 1 else "note"
