"""The same translation stands for the same text in the first language: two things are not given one name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.release import Gravity, Release

from .check import Measure
from .same_source_same_target import WORDS, twins

GRAVITY: Final[Gravity] = "doubt"


def score(release: Release) -> Iterator[Measure]:
    """How unlike the two sources are, 0 to 1; told at the second, with the first in the sentence."""
    yield from twins(release, from_first=False)


def verdict(measure: Measure) -> Gravity | None:
    """A sentence is a doubt, a label a note."""
    if not measure.score:
        return None
    return GRAVITY if int(str(measure.places["words"])) >= WORDS else "note"
