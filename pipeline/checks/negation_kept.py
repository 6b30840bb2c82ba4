"""What is denied on one side is denied on the other.

`negation.toml` of a language has lists of patterns: `void`, what only looks like a denial (with or without) and is
passed over; `either`, where one language denies and the other need not (tant que ... ne ... pas): it answers and is not
asked; `sure`, which deny wherever else they stand; `also`, which deny but are not asked for an answer (no, nor, a "pas"
alone); and `perhaps`, which may render a denial of the other language (unable, fail, lack of). A sentence has lost its
negation when it has more sure ones than the other side has of `either`, `sure` and `also` and, beyond its own, of
`perhaps`: what may deny on both sides (avoid, éviter) answers for itself. What stands in the other language's text
letter for letter (an option that is called None) is a citation and asks for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, NamedTuple

from pipeline.languages.folder import read_toml
from pipeline.model.place import Span
from pipeline.model.release import Gravity, Release

from .check import Measure, Pair, Side, pairs

GRAVITY: Final[Gravity] = "doubt"
WORD = re.compile(r"\w+")
PASSED = "\N{MIDDLE DOT}"  # in place of each character of what is passed over


class Asked(NamedTuple):
    """The sure negations of one stretch, `here`, and how many of them nothing answers `there`."""

    here: Side
    there: Side
    sure: list[Span]
    where: Span  # the stretch on the other side
    lost: int


def score(release: Release) -> Iterator[Measure]:
    """How many sure negations have nothing on the other side to answer them, stretch by stretch."""
    for pair in pairs(release):
        rows = [_asked(pair, left, right) for left, right in pair.stretches()]
        for n, row in enumerate(rows):
            for way, asked in enumerate(row):
                if not asked.sure or asked.here.furniture:
                    continue
                # Where the sentences were cut in another place, the next one has one too many.
                near = sum(rows[m][1 - way].lost for m in (n - 1, n + 1) if 0 <= m < len(rows))
                last = asked.sure[-1]
                spots = {asked.here.code: asked.here.spot(last), asked.there.code: asked.there.spot(asked.where)}
                told = {"here": asked.here.code, "there": asked.there.code, "text": last.of(asked.here.text)}
                yield Measure(max(0, asked.lost - near), "lost", spots, pair.alignment, told)


def _asked(pair: Pair, left: Span, right: Span) -> tuple[Asked, Asked]:
    """Both ways."""
    # What was left untranslated another check tells: the same words deny the same.
    same = WORD.findall(left.of(pair.left.text)) == WORD.findall(right.of(pair.right.text))
    ways = (pair.left, pair.right, left, right), (pair.right, pair.left, right, left)
    first, second = (
        Asked(here, there, sure, b, max(0, len(sure) - answers(here, a, there, b)) if sure else 0)
        for here, there, a, b in ways
        for sure in [[] if same else _own(here, a, there, b, "sure")]
    )
    return first, second


def _own(here: Side, a: Span, there: Side, b: Span, *lists: str) -> list[Span]:
    """The negations of a stretch that are no citations."""
    across = b.of(there.text)
    told = [(s, re.escape(s.of(here.text))) for s in negations(here, a, *lists)]
    return [s for s, text in told if not re.search(rf"(?<!\w){text}(?!\w)", across)]


def answers(here: Side, a: Span, there: Side, b: Span) -> int:
    """How many negations of one stretch the other can answer for."""
    beyond = len(perhaps(there, b)) - len(perhaps(here, a))
    both = patterns(there.code, ("either",))
    either = sum(1 for _ in both.finditer(there.text, *b)) if both else 0
    return len(_own(there, b, here, a, "sure", "also")) + either + max(0, beyond)


def perhaps(side: Side, within: Span) -> list[Span]:
    """What may deny in a stretch and is in no sure negation."""
    sure = negations(side, within, "sure")
    return [p for p in negations(side, within, "perhaps") if not any(p.overlaps(s) for s in sure)]


def negations(side: Side, within: Span, *lists: str) -> list[Span]:
    """Where something of these lists stands in a stretch of the side's text, each place once."""
    found = patterns(side.code, lists)
    return [Span(*m.span()) for m in found.finditer(_plain(side.code, side.text), *within)] if found else []


@lru_cache(8)
def _plain(code: str, text: str) -> str:
    """The text without what is not asked for an answer; every character keeps its place."""
    void = patterns(code, ("void", "either"))
    return void.sub(lambda m: PASSED * len(m[0]), text) if void else text


@cache
def patterns(code: str, lists: tuple[str, ...]) -> re.Pattern[str] | None:
    """The lists as one pattern, the longer entries in the order in which the data has them."""
    told = read_toml(code, "negation")
    entries = [entry for name in lists for entry in told.get(name, ())]
    return re.compile("|".join(entries), re.IGNORECASE) if entries else None


def verdict(measure: Measure) -> Gravity | None:
    return GRAVITY if measure.score >= 1 else None
