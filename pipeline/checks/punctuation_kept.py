"""A question stays a question, an exclamation an exclamation, an announcement (:) is followed by what it announces.

Which marks ask and exclaim in a language is in its `typography.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.languages.folder import read_toml
from pipeline.model.place import Span
from pipeline.model.release import Gravity, Release

from .check import Measure, Side, pairs

GRAVITY: Final[Gravity] = "doubt"
CLOSING = "»”’\"')]} \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
WEIGHT = {"question": 1.0, "exclamation": 0.5, "announcement": 0.5}


def score(release: Release) -> Iterator[Measure]:
    """The weight of the mark that ends one side and has no like at the other's end; 0 when they end alike."""
    for pair in pairs(release):
        if pair.furniture:
            continue
        ends = {side.code: ending(side) for side in (pair.left, pair.right)}
        for here, there in pair.both:
            mark, span = ends[here.code]
            if mark and ends[there.code][0] != mark and not asked_within(there, mark):
                spots = {here.code: here.spot(span), there.code: there.whole}
                places = {"here": here.code, "there": there.code, "mark": span.of(here.text)}
                yield Measure(WEIGHT[mark], mark, spots, pair.alignment, places)


def ending(side: Side) -> tuple[str, Span]:
    """(question, exclamation, announcement or "", where the mark stands), closing quotes and brackets aside."""
    text = side.text.rstrip(CLOSING)
    last, told = text[-1:], read_toml(side.code, "typography")
    found = next((mark for mark in WEIGHT if last and last in told.get(mark, "")), "")
    return found, Span(max(0, len(text) - 1), len(text))


def asked_within(side: Side, mark: str) -> bool:
    """The sentence order may differ: the same mark anywhere on the other side will do."""
    return any(c in side.text for c in read_toml(side.code, "typography").get(mark, ""))


def verdict(measure: Measure) -> Gravity | None:
    return GRAVITY if measure.score >= 1 else "note" if measure.score else None
