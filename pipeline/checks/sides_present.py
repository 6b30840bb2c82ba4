"""Every paragraph has its counterpart. Furniture (mastheads, contacts) may stand alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final

from pipeline.model.release import Alignment, Gravity, Release

from .check import Measure, Side, shortened, side

GRAVITY: Final[Gravity] = "fault"


SHORT = 40  # letters: of so few the meaning says little ("Then run", « Exécutez »), and the aligner may have missed it
ACROSS = 0.5  # the score of a short paragraph that another one, as short and as lonely, stands opposite to


def score(release: Release) -> Iterator[Measure]:
    """The letters and digits that stand alone."""
    opposite = _opposite(release)
    for alignment in release.alignments:
        sides = [side(release, alignment, code) for code in release.languages]
        there = [s for s in sides if s.paragraphs]
        for gone in (s for s in sides if not s.paragraphs):
            here = there[0]
            letters = 0 if here.furniture else sum(c.isalnum() for c in here.text)
            places = {"here": here.code, "there": gone.code, "text": shortened(here.text)}
            if letters and alignment.id in opposite:
                if other := opposite[alignment.id]:
                    spots = {here.code: here.whole, gone.code: other.whole}
                    yield Measure(ACROSS, "opposite", spots, alignment, {**places, "other": shortened(other.text)})
                continue
            yield Measure(letters, "missing", {here.code: here.whole}, alignment, places)


def _opposite(release: Release) -> dict[str, Side | None]:
    """Of two short paragraphs alone opposite each other: the other one for the first, None for the second."""
    out: dict[str, Side | None] = {}
    for one, next_ in itertools.pairwise(release.alignments):
        first, second = _lonely(release, one), _lonely(release, next_)
        if one.id not in out and first and second and first.code != second.code:
            out |= {one.id: second, next_.id: None}
    return out


def _lonely(release: Release, alignment: Alignment) -> Side | None:
    """The only side of an alignment, when it is one short paragraph and no furniture."""
    there = [s for code in release.languages if (s := side(release, alignment, code)).paragraphs]
    if len(there) != 1 or len(there[0].paragraphs) != 1 or there[0].furniture or len(release.languages) != 2:
        return None
    return there[0] if 0 < sum(c.isalnum() for c in there[0].text) <= SHORT else None


def verdict(measure: Measure) -> Gravity | None:
    """A paragraph without a letter or digit (a row of stars) is nobody's loss; what stands opposite may answer it."""
    if not measure.score:
        return None
    return GRAVITY if measure.score >= 1 else "doubt"
