"""Both ends of a range are the same: 700 à 800 is 700 to 800."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.release import Gravity, Release

from .check import Measure
from .figure_links import differing

GRAVITY: Final[Gravity] = "fault"


def score(release: Release) -> Iterator[Measure]:
    """1 for each pair of figures that differs so."""
    for pair in differing(release, "range"):
        yield pair.measure(1.0, "differs")


def verdict(measure: Measure) -> Gravity | None:
    """One end that moved is a fault."""
    return GRAVITY if measure.score else None
