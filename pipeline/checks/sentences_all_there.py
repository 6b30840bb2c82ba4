"""Inside a pair of paragraphs every sentence has its counterpart: none left out, none added.

A sentence that stands alone may only have been joined to its neighbour by the translator, and one that is missing may
hide in a link of two sentences with one. The lengths tell: what the other side is short of is what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.place import Span
from pipeline.model.release import Gravity, Release

from .check import Measure, Pair, Side, pairs, shortened
from .length_in_proportion import weight_of

GRAVITY: Final[Gravity] = "fault"
SHORT = 25  # letters: "See below." is swallowed without harm
FAULT, DOUBT = 0.7, 0.4  # how much of the lone sentence's length the other side is short of
# The same, of the shortest of several sentences linked with fewer: among sound paragraphs of software manuals that were
# linked so none was above .11, among those that had lost a sentence three in four were above .8.
AMONG = 0.6


def score(release: Release) -> Iterator[Measure]:
    """Of each lone sentence's length, the share by which the other side is too short."""
    for pair in pairs(release):
        if not pair.furniture and pair.alignment.sentences:
            for here, there in pair.both:
                yield from _lone(pair, here, there)
                yield from _among(pair, here, there)


def _lone(pair: Pair, here: Side, there: Side) -> Iterator[Measure]:
    """Sentences that are linked with nothing."""
    lone = [link.sides.get(here.code, ()) for link in pair.alignment.sentences if not link.sides.get(there.code)]
    spans = [here.span_of(stretches) for stretches in lone if stretches]
    lengths = [scaled(span.of(here.text), here.code) for span in spans]
    short_of = scaled(here.text, here.code) - scaled(there.text, there.code)
    for span, length in zip(spans, lengths, strict=True):
        if length >= SHORT:
            yield _measure("missing", max(0.0, min(1.0, short_of / sum(lengths))), span, pair, here, there)


def _among(pair: Pair, here: Side, there: Side) -> Iterator[Measure]:
    """Several sentences that are linked with fewer, as long as if one were not there: the one of about that length."""
    for link in pair.alignment.sentences:
        many, few = link.sides.get(here.code, ()), link.sides.get(there.code, ())
        if len(many) > len(few) > 0:
            spans = [here.span_of([stretch]) for stretch in many]
            lengths = [scaled(span.of(here.text), here.code) for span in spans]
            short_of = sum(lengths) - scaled(there.span_of(few).of(there.text), there.code)
            share = short_of / max(1.0, min(lengths))
            if share >= AMONG and short_of >= SHORT:
                nearest = min(range(len(spans)), key=lambda n: abs(lengths[n] - short_of))
                yield _measure("among", min(share, FAULT - 0.01), spans[nearest], pair, here, there)


def _measure(saying: str, share: float, span: Span, pair: Pair, here: Side, there: Side) -> Measure:
    places = {"here": here.code, "there": there.code, "text": shortened(span.of(here.text))}
    return Measure(share, saying, {here.code: here.spot(span), there.code: there.whole}, pair.alignment, places)


def scaled(text: str, code: str) -> float:
    """Its length in characters, white space aside, in a language of weight 1."""
    return sum(not c.isspace() for c in text) / weight_of(code)


def verdict(measure: Measure) -> Gravity | None:
    """A sentence that is surely not there is a fault; one of several, the lengths say, a doubt."""
    return GRAVITY if measure.score >= FAULT else "doubt" if measure.score >= DOUBT else None
