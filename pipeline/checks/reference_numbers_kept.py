"""Numbers that are names are the same on both sides: articles, laws, telephones, versions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Final

from pipeline.languages import codes
from pipeline.languages.numbers import numbers
from pipeline.model.place import Span, Spans
from pipeline.model.release import Alignment, Gravity, Release
from pipeline.stages.match.figures import RAISED, SAID_OTHERWISE

from .check import Measure, Side, pairs

GRAVITY: Final[Gravity] = "fault"
RUN = re.compile(r"\d+(?:[./-]\d+)*")
NAME = re.compile(r"[^\W\d_][/-]?$")
PART = re.compile(r"\d+")
ADDRESS = re.compile(r"\S*(?:@|://|www\.|/\w+/)\S*")
MISSING = 0.5  # on one side only: it may be the other language's own telephone
GLUED = 0.2  # on one side only, and part of a word (x86): a name more than a number


def score(release: Release) -> Iterator[Measure]:
    """Runs of digits that belong to no figure, without a counterpart: 1 where another stands in its place."""
    for pair in pairs(release):
        left, right = (list(_runs(side)) for side in (pair.left, pair.right))
        if (not left and not right) or pair.left.text == pair.right.text:
            continue
        rest = {}
        for mine, theirs, there in ((left, right, pair.right), (right, left, pair.left)):
            spare = Counter(_plain(d) for _, d in theirs) + _unlinked(there, pair.alignment)
            here = pair.left if there is pair.right else pair.right
            rest[there.code] = sorted(_over(sorted(mine, key=lambda run: not _glued(here, run[0])), spare))
        gone, added = rest[pair.right.code], rest[pair.left.code]
        for n in range(max(len(gone), len(added))):
            here, there = (pair.left, pair.right) if n < len(gone) else (pair.right, pair.left)
            first = gone[n] if n < len(gone) else added[n]
            second = added[n] if n < min(len(gone), len(added)) else None
            spots = {here.code: here.spot(first[0]), there.code: there.spot(second[0]) if second else there.whole}
            places = {"here": here.code, "there": there.code, "text": first[1], "other": second[1] if second else ""}
            score = 1.0 if second else GLUED if _glued(here, first[0]) else MISSING
            yield Measure(score, "differs" if second else "missing", spots, pair.alignment, places)


def _runs(side: Side) -> Iterator[tuple[Span, str]]:
    """The runs of digits outside figures and addresses, with their spans in the side's text."""
    taken, before = [], 0
    for paragraph, facts in zip(side.paragraphs, side.facts, strict=True):
        taken += [f.span.shifted(before) for f in facts.figures]
        before += len(paragraph.text.mended) + 1
    taken += [Span(*m.span()) for m in ADDRESS.finditer(side.text)]
    if idioms := _idioms(side.code):
        taken += [Span(*m.span()) for m in idioms.finditer(side.text)]
    spans = Spans(taken)
    for m in RUN.finditer(side.text.translate(RAISED)):
        abroad = side.text[m.start() - 1 : m.start()] == "+"  # the country before a telephone number
        if not abroad and not spans.touching(Span(m.start(), m.start() + 1)):
            yield Span(*m.span()), m[0]


@cache
def _idioms(code: str) -> re.Pattern[str] | None:
    """Sayings with a number in them, which the other language says without: 24/7, a 3rd party."""
    told = numbers(code).words("idioms", "phrases") if code in codes() else ()
    found = [re.escape(p) for p in told if RUN.search(p)]
    return re.compile("|".join(found), re.IGNORECASE) if found else None


def _glued(side: Side, span: Span) -> bool:
    """Part of a name: the 86 of x86, the 390 of S/390; matched with its like before the others."""
    return NAME.search(side.text[max(0, span.start - 2) : span.start]) is not None


def _plain(digits: str) -> str:
    """Without leading zeros, whatever stands between the parts."""
    return ".".join(part.lstrip("0") or "0" for part in PART.findall(digits))


def _unlinked(side: Side, alignment: Alignment) -> Counter[str]:
    """The digits of figures that no link holds: said as a figure here, as a name there."""
    held = {i for link in alignment.figures if not link.why.startswith(SAID_OTHERWISE) for i in link.sides.values()}
    loose = [f for facts in side.facts for f in facts.figures if f.id not in held]
    said = [d for f in loose for d in RUN.findall(f.text)] + [f.value for f in loose]
    return Counter(_plain(d) for d in said)


def _over(mine: list[tuple[Span, str]], spare: Counter[str]) -> Iterator[tuple[Span, str]]:
    for span, digits in mine:
        if spare[_plain(digits)] > 0:
            spare[_plain(digits)] -= 1
        else:
            yield span, digits


def verdict(measure: Measure) -> Gravity | None:
    """Another article is a fault; one that is missing a doubt; a name on one side only is worth a note."""
    if measure.score >= 1:
        return GRAVITY
    return "doubt" if measure.score >= MISSING else "note"
