"""An acronym is the same wherever it stands: in the other text, or as the tables give it there."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from pipeline.model.facts import Entity
from pipeline.model.release import Gravity, Release

from .check import Measure, Side
from .named import acronym, entities, folded, linked, table_names

GRAVITY: Final[Gravity] = "doubt"
SPELT = 0.01  # the score of two acronyms that differ because their languages do
MOST = 0.75  # share of an acronym's letters that must begin words of the long name: C-R-T-C, R-T-C-A-s


def score(release: Release) -> Iterator[Measure]:
    """How unlike two linked acronyms are (0 the same, to 1) when no table says that both are right."""
    for one in linked(release):
        if not acronym(one.left.text) or not acronym(one.right.text):
            continue
        a, b = folded(one.left.text).rstrip("s"), folded(one.right.text).rstrip("s")
        unlike = 0.0
        if a != b and not (_told(one.left, a) and _told(one.right, b)):
            unlike = 1 - SequenceMatcher(None, a, b, autojunk=False).ratio()
        places = {"here": one.pair.left.code, "there": one.pair.right.code}
        places |= {"text": one.left.text, "other": one.right.text}
        if unlike and all(_spells(e, side) for e, side in ((one.left, one.pair.left), (one.right, one.pair.right))):
            unlike = SPELT
        yield Measure(unlike, "differs", one.spots, one.pair.alignment, places)


def _spells(entity: Entity, side: Side) -> bool:
    """Whether most of the acronym's letters begin words of a long name of the same thing on its side."""
    letters = [c for c in folded(entity.text) if c.isalnum()]
    for other in entities(side):
        if other.key == entity.key and not acronym(other.text):
            initials = [word[0] for word in folded(other.text).replace("-", " ").split()]
            if sum(c in initials for c in letters) >= MOST * len(letters):
                return True
    return False


def _told(entity: Entity, acronym_: str) -> bool:
    names = table_names(entity.key)
    return acronym_ in names or acronym_ + "s" in names


def verdict(measure: Measure) -> Gravity | None:
    """A doubt; a note where each acronym spells the long name of its own language."""
    if not measure.score:
        return None
    return "note" if measure.score == SPELT else GRAVITY
