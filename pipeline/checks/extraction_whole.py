"""Everything on the page came out of it: no letter, word or mark was lost between the PDF and the text.

These are no translator's faults, and say so: the cause is "extraction"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.document import FURNITURE
from pipeline.model.release import Gravity, Release, Spot

from .check import Measure, paragraphs

GRAVITY: Final[Gravity] = "doubt"
FURNITURE_WEIGHT = 0.5  # a letter lost in a telephone line hurts nobody's translation


def score(release: Release) -> Iterator[Measure]:
    """1 for each flag, half for one in furniture; for a page in doubt, the number of glyphs."""
    for alignment, code, paragraph in paragraphs(release):
        weight = FURNITURE_WEIGHT if paragraph.kind in FURNITURE else 1.0
        for flag in paragraph.flags:
            text = flag.span.of(paragraph.text.mended)
            places = {"here": code, "text": text, "suggestion": flag.suggestion}
            saying = "flagged" if flag.suggestion else "unsure"
            yield Measure(weight, saying, {code: Spot(paragraph.id, flag.span)}, alignment, places, "extraction")
    for code, reading in release.readings.items():
        for doubt in reading.document.doubts:
            counted: dict[str, object] = {"here": code, "page": doubt.page, "n": doubt.times, "reason": doubt.reason}
            whole = {code: Spot(reading.document.paragraphs[0].id, None)} if reading.document.paragraphs else {}
            yield Measure(doubt.times, "page", whole, None, counted, "extraction")


def verdict(measure: Measure) -> Gravity | None:
    return GRAVITY if measure.score >= 1 else "note"
