"""Inside a pair of paragraphs every sentence has its counterpart: none left out, none added.

A sentence that stands alone may only have been joined to its neighbour by the translator. The lengths tell: when the
sides are in better proportion without it, it is missing; when they are in proportion with it, it was joined."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.release import Gravity, Release

from .check import Measure, Pair, Side, pairs, shortened
from .length_in_proportion import weight_of

GRAVITY: Final[Gravity] = "fault"
SHORT = 25  # letters: "See below." is swallowed without harm
FAULT, DOUBT = 0.8, 0.4  # how much of the sentence's length the other side is short of


def score(release: Release) -> Iterator[Measure]:
    """Of each lone sentence's length, the share by which the other side is too short."""
    for pair in pairs(release):
        if not pair.furniture and pair.alignment.sentences:
            for here, there in pair.both:
                yield from _lone(pair, here, there)


def _lone(pair: Pair, here: Side, there: Side) -> Iterator[Measure]:
    lone = [link.sides.get(here.code, ()) for link in pair.alignment.sentences if not link.sides.get(there.code)]
    spans = [here.span_of(stretches) for stretches in lone if stretches]
    lengths = [letters(span.of(here.text)) / weight_of(here.code) for span in spans]
    short_of = letters(here.text) / weight_of(here.code) - letters(there.text) / weight_of(there.code)
    for span, length in zip(spans, lengths, strict=True):
        if length >= SHORT:
            share = max(0.0, min(1.0, short_of / sum(lengths)))
            places = {"here": here.code, "there": there.code, "text": shortened(span.of(here.text))}
            spots = {here.code: here.spot(span), there.code: there.whole}
            yield Measure(share, "missing", spots, pair.alignment, places)


def letters(text: str) -> int:
    return sum(not c.isspace() for c in text)


def verdict(measure: Measure) -> Gravity | None:
    return GRAVITY if measure.score >= FAULT else "doubt" if measure.score >= DOUBT else None
