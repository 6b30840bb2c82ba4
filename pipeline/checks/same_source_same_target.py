"""The same text in the first language is translated in the same way wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from pipeline.model.release import Gravity, Release

from .check import Measure, Pair, Side, pairs, shortened

GRAVITY: Final[Gravity] = "doubt"
WORDS = 4  # fewer words are a label, and a label may depend on where it stands


def score(release: Release) -> Iterator[Measure]:
    """How unlike the two translations are, 0 to 1; told at the second, with the first in the sentence."""
    yield from twins(release, from_first=True)


def twins(release: Release, *, from_first: bool) -> Iterator[Measure]:
    """Pairs that agree on one side and not on the other, each with the first of its like."""
    first: dict[tuple[str, str], Pair] = {}
    for pair in pairs(release):
        if pair.furniture:
            continue
        source, target = (pair.left, pair.right) if from_first else (pair.right, pair.left)
        before = first.setdefault((pair.right.code, folded(source)), pair)
        if before is pair:
            continue
        earlier = before.right if from_first else before.left
        unlike = 1 - SequenceMatcher(None, folded(earlier), folded(target), autojunk=False).ratio()
        words = len(source.text.split())
        places = {"here": source.code, "there": target.code, "other": before.alignment.id}
        places |= {"text": shortened(source.text), "first": shortened(earlier.text), "second": shortened(target.text)}
        yield Measure(unlike, "differs", pair.spots, pair.alignment, {**places, "words": words})


def folded(side: Side) -> str:
    """Without what is no part of the wording: case, spaces, the mark at the end."""
    return " ".join(side.text.split()).casefold().rstrip(" .;:,!?")


def verdict(measure: Measure) -> Gravity | None:
    """A sentence said in two ways is a doubt, a label a note."""
    if not measure.score:
        return None
    return GRAVITY if int(str(measure.places["words"])) >= WORDS else "note"
