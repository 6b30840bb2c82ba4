"""A measure keeps its unit, or is converted: 10 km are 10 kilometres, or 6.2 miles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.release import Gravity, Release

from .check import Measure
from .figure_links import differing, linked

GRAVITY: Final[Gravity] = "fault"


def score(release: Release) -> Iterator[Measure]:
    """1 where the units differ and no conversion explains it, or one unit went from a figure to another; a half where
    one side says no unit at all."""
    for pair in differing(release, "unit"):
        yield pair.measure(1.0, "differs")
    lost = [p for p in linked(release, "same") if {p.here[2].kind, p.there[2].kind} == {"quantity", "number"}]
    for pair in lost:
        a, b = pair.here[2], pair.there[2]
        went = any(
            p.alignment is pair.alignment and (p.there[2].unit == a.unit if a.unit else p.here[2].unit == b.unit)
            for p in lost if p is not pair
        )  # fmt: skip
        yield pair.measure(1.0 if went else 0.5, "differs" if went else "lost")


def verdict(measure: Measure) -> Gravity | None:
    """A unit that is not said again is a matter of style: of the two runs, the 5 km one."""
    return GRAVITY if measure.score >= 1 else "note"
