"""Thousands, millions and billions stay what they are: 3 milliards is 3 billion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.release import Gravity, Release

from .check import Measure
from .figure_links import differing

GRAVITY: Final[Gravity] = "fault"


def score(release: Release) -> Iterator[Measure]:
    """1 for each pair of figures that differs so."""
    for pair in differing(release, "scale"):
        yield pair.measure(1.0, "differs")


def verdict(measure: Measure) -> Gravity | None:
    """The same digits a thousand times larger are never right."""
    return GRAVITY if measure.score else None
