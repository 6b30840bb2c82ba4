"""An acronym is the same wherever it stands: in the other text, or as the tables give it there."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from pipeline.model.facts import Entity
from pipeline.model.release import Gravity, Release

from .check import Measure
from .named import acronym, folded, linked, table_names

GRAVITY: Final[Gravity] = "doubt"


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
        yield Measure(unlike, "differs", one.spots, one.pair.alignment, places)


def _told(entity: Entity, acronym_: str) -> bool:
    names = table_names(entity.key)
    return acronym_ in names or acronym_ + "s" in names


def verdict(measure: Measure) -> Gravity | None:
    """A slip of a letter is a doubt; another acronym altogether may be the other language's own: a note."""
    if not measure.score:
        return None
    return GRAVITY if measure.score <= 0.4 else "note"
