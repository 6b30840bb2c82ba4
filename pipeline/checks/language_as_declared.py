"""Each document is written in the language that its name or place says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.release import Gravity, Release, Spot

from .check import Measure

GRAVITY: Final[Gravity] = "fault"
SURE = 0.8  # langdetect gives .99 and more to a page of text; less is a mixed or very short one


def score(release: Release) -> Iterator[Measure]:
    """How sure the detector is of another language than the declared one."""
    for code, reading in release.readings.items():
        tongue, paragraphs = reading.document.language, reading.document.paragraphs
        if paragraphs and tongue.declared and tongue.detected not in ("", tongue.declared):
            places = {"here": tongue.declared, "there": tongue.detected, "path": reading.document.source.path}
            yield Measure(tongue.confidence, "other", {code: Spot(paragraphs[0].id, None)}, None, places)


def verdict(measure: Measure) -> Gravity | None:
    """Another language for sure is a fault; a guess is a doubt."""
    return GRAVITY if measure.score >= SURE else "doubt"
