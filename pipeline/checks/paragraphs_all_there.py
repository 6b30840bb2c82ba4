"""The translation is whole: no great part of the document is without counterpart.

`sides_present` speaks of each paragraph; this speaks of the document, when so much stands alone that the files may be
two versions, an extract, or not each other's translation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.release import Gravity, Release, Spot

from .check import Measure, side

GRAVITY: Final[Gravity] = "fault"
FAULT, DOUBT = 0.5, 0.25  # of the letters that stand alone; in a sound pair it is furniture, which is not counted
FEWEST = 2  # paragraphs: one that is long is no document


def score(release: Release) -> Iterator[Measure]:
    """The share of a document's letters, furniture aside, that stand alone."""
    for code in release.languages:
        alone, whole, count, first = 0, 0, 0, None
        for alignment in release.alignments:
            here = side(release, alignment, code)
            if not here.paragraphs or here.furniture:
                continue
            letters = sum(c.isalnum() for c in here.text)
            whole += letters
            if not any(ids for other, ids in alignment.sides.items() if other != code):
                alone, count, first = alone + letters, count + len(here.paragraphs), first or here.whole
        if first and count >= FEWEST:
            places = {"here": code, "n": count, "percent": round(100 * alone / max(1, whole))}
            yield Measure(alone / max(1, whole), "alone", {code: Spot(first.paragraph, None)}, None, places)


def verdict(measure: Measure) -> Gravity | None:
    return GRAVITY if measure.score >= FAULT else "doubt" if measure.score >= DOUBT else None
