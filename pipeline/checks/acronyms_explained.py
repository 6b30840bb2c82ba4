"""An acronym is explained where it first stands, not later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.release import Gravity, Release, Spot

from .check import Measure
from .named import acronym

GRAVITY: Final[Gravity] = "note"
BEFORE_THE_TEXT = frozenset({"title", "heading", "boilerplate", "contact", "dateline", "caption", "table"})


def score(release: Release) -> Iterator[Measure]:
    """How many times an acronym stands in the text before the long name beside it; told at its first place."""
    aligned = {i: a for a in release.alignments for ids in a.sides.values() for i in ids}
    for code, reading in release.readings.items():
        first: dict[str, list[tuple[str, Spot]]] = {}
        explained: set[str] = set()
        for paragraph, facts in zip(reading.document.paragraphs, reading.facts, strict=True):
            if paragraph.kind in BEFORE_THE_TEXT:
                continue
            for e in facts.entities:
                if acronym(e.text):
                    first.setdefault(e.key, []).append((e.text, Spot(paragraph.id, e.span)))
                elif "expansion" in e.found_by and e.key not in explained:
                    explained.add(e.key)
                    if before := first.get(e.key):
                        text, spot = before[0]
                        places = {"here": code, "text": text, "name": e.text, "n": len(before)}
                        yield Measure(len(before), "late", {code: spot}, aligned.get(spot.paragraph), places)


def verdict(measure: Measure) -> Gravity | None:
    """Always a note: the reader has to wait."""
    return GRAVITY if measure.score else None
