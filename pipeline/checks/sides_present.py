"""Every paragraph has its counterpart. Furniture (mastheads, contacts) may stand alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.release import Gravity, Release

from .check import Measure, shortened, side

GRAVITY: Final[Gravity] = "fault"


def score(release: Release) -> Iterator[Measure]:
    """The letters and digits that stand alone."""
    for alignment in release.alignments:
        sides = [side(release, alignment, code) for code in release.languages]
        there = [s for s in sides if s.paragraphs]
        for gone in (s for s in sides if not s.paragraphs):
            here = there[0]
            letters = 0 if here.furniture else sum(c.isalnum() for c in here.text)
            places = {"here": here.code, "there": gone.code, "text": shortened(here.text)}
            yield Measure(letters, "missing", {here.code: here.whole}, alignment, places)


def verdict(measure: Measure) -> Gravity | None:
    """A paragraph without a letter or digit (a row of stars) is nobody's loss."""
    return GRAVITY if measure.score > 0 else None
