"""Dates, years, times and durations are the same on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.release import Gravity, Release

from .check import Measure
from .figure_links import differing, linked

GRAVITY: Final[Gravity] = "fault"
YEAR_GONE = 0.5  # the score of a date whose year the other side says nowhere


def score(release: Release) -> Iterator[Measure]:
    """1 for each pair of figures that differs so; a half for a year that is said on one side only."""
    for pair in differing(release, "date"):
        yield pair.measure(1.0, "differs")
    for pair in linked(release, "same"):
        a, b = pair.here[2], pair.there[2]
        if a.kind == b.kind == "date" and (a.value[:4] == "XXXX") != (b.value[:4] == "XXXX"):
            said, unsaid = (pair.here, pair.there) if b.value[:4] == "XXXX" else (pair.there, pair.here)
            year = said[2].value[:4]
            if not any(year in f.value or year == f.to for f in release.facts(unsaid[1]).figures):
                yield pair._replace(here=said, there=unsaid).measure(YEAR_GONE, "year")


def verdict(measure: Measure) -> Gravity | None:
    """Another day is a fault; a year that went may be understood."""
    if not measure.score:
        return None
    return "doubt" if measure.score <= YEAR_GONE else GRAVITY
