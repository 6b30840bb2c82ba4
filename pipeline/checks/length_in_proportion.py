"""A translation is about as long as languages make it: not half, not double.

The measure is Gale and Church's (1993): the difference of the lengths in characters, each brought to a common scale by
the language's own `length.toml`, in standard deviations of what translators do."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from typing import Final

from pipeline.languages.folder import read_toml
from pipeline.model.release import Gravity, Release

from .check import Measure, Side, pairs

GRAVITY: Final[Gravity] = "fault"
VARIANCE = 6.8  # of the length difference, per character (Gale and Church 1993, table 1)
FAULT, DOUBT = 9.0, 4.5  # standard deviations
SHORT = 40  # characters: a title may be said in two words or in ten


def score(release: Release) -> Iterator[Measure]:
    """The difference in standard deviations, for every pair that is long enough to have a length."""
    for pair in pairs(release):
        a, b = scaled(pair.left), scaled(pair.right)
        if max(a, b) < SHORT or pair.furniture:
            continue
        deviations = abs(a - b) / sqrt(VARIANCE * (a + b) / 2)
        long, short = (pair.left, pair.right) if a > b else (pair.right, pair.left)
        percent = round(100 * min(a, b) / max(a, b))
        places = {"here": short.code, "there": long.code, "percent": percent}
        yield Measure(deviations, "short", pair.spots, pair.alignment, places)


def scaled(side: Side) -> float:
    """The length in characters, white space aside, that the text would have in a language of weight 1."""
    return sum(not c.isspace() for c in side.text) / weight_of(side.code)


def weight_of(code: str) -> float:
    """How many characters the language takes where one of weight 1 takes one."""
    return float(read_toml(code, "length").get("weight", 1.0))


def verdict(measure: Measure) -> Gravity | None:
    """Far out is a fault, out is a doubt; lengths in percent keep long, slowly diverging texts quiet."""
    percent = int(str(measure.places["percent"]))
    if measure.score > FAULT and percent < 50:
        return GRAVITY
    return "doubt" if measure.score > DOUBT and percent < 65 else None
