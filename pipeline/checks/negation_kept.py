"""What is denied on one side is denied on the other.

`negation.toml` of a language has three lists of patterns: `sure`, which deny wherever they stand; `also`, which deny
but are not asked for an answer (no, nor, a "pas" alone); and `perhaps`, which may render a denial of the other language
(unable, fail, lack of, only). A sentence has lost its negation when it has more sure ones than the other side has
of the first two and, beyond its own, of the third: what may deny on both sides (avoid, éviter) answers for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from pipeline.languages.folder import read_toml
from pipeline.model.place import Span
from pipeline.model.release import Gravity, Release

from .check import Measure, Side, pairs

GRAVITY: Final[Gravity] = "doubt"
WORD = re.compile(r"\w+")


def score(release: Release) -> Iterator[Measure]:
    """How many sure negations have nothing on the other side to answer them, stretch by stretch."""
    for pair in pairs(release):
        for left, right in pair.stretches():
            if WORD.findall(left.of(pair.left.text)) == WORD.findall(right.of(pair.right.text)):
                continue  # left untranslated, which another check tells: the same words deny the same
            for here, there, a, b in ((pair.left, pair.right, left, right), (pair.right, pair.left, right, left)):
                sure = negations(here, a, "sure")
                if sure and not here.furniture:
                    lost = len(sure) - answers(here, a, there, b)
                    spots = {here.code: here.spot(sure[-1]), there.code: there.spot(b)}
                    places = {"here": here.code, "there": there.code, "text": sure[-1].of(here.text)}
                    yield Measure(max(0, lost), "lost", spots, pair.alignment, places)


def answers(here: Side, a: Span, there: Side, b: Span) -> int:
    """How many negations of one stretch the other can answer for."""
    beyond = len(negations(there, b, "perhaps")) - len(negations(here, a, "perhaps"))
    return len(negations(there, b, "sure", "also")) + max(0, beyond)


def negations(side: Side, within: Span, *lists: str) -> list[Span]:
    """Where something of these lists stands in a stretch of the side's text, each place once."""
    found = patterns(side.code, lists)
    return [Span(*m.span()) for m in found.finditer(side.text, *within)] if found else []


@cache
def patterns(code: str, lists: tuple[str, ...]) -> re.Pattern[str] | None:
    """The lists as one pattern, the longer entries in the order in which the data has them."""
    told = read_toml(code, "negation")
    entries = [entry for name in lists for entry in told.get(name, ())]
    return re.compile("|".join(entries), re.IGNORECASE) if entries else None


def verdict(measure: Measure) -> Gravity | None:
    return GRAVITY if measure.score >= 1 else None
