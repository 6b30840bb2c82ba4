"""A rank stays the same rank: le 19e is the 19th."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.release import Gravity, Release

from .check import Measure
from .figure_links import differing

GRAVITY: Final[Gravity] = "fault"


def score(release: Release) -> Iterator[Measure]:
    """1 for each pair of figures that differs so."""
    for pair in differing(release, "ordinal"):
        yield pair.measure(1.0, "differs")


def verdict(measure: Measure) -> Gravity | None:
    """Another rank is another thing."""
    return GRAVITY if measure.score else None
