"""What is said by the year is said by the year on both sides: 3 M€ par an, an annual €3 million."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from pipeline.languages import codes
from pipeline.languages.numbers import numbers
from pipeline.model.release import Gravity, Release

from .check import Measure
from .figure_links import around, linked

GRAVITY: Final[Gravity] = "fault"
REACH = 120  # characters in which « annuel » may stand for "per year"; two clauses of a press release


def score(release: Release) -> Iterator[Measure]:
    """1 where two periods differ, or one side has none and no word near the figure says it."""
    for pair in linked(release, "same", "different"):
        (_, _, a), (_, _, b) = pair.here, pair.there
        if a.per == b.per:
            continue
        if a.per and b.per:
            yield pair.measure(1.0, "differs")
            continue
        said, unsaid = (pair.here, pair.there) if a.per else (pair.there, pair.here)
        code, paragraph, figure = unsaid
        words = _words(code, said[2].per or "")
        text = release.paragraph(paragraph).text.mended
        if words is None or words.search(around(text, figure.span, REACH)):
            continue
        flipped = pair._replace(here=said, there=unsaid)
        yield flipped.measure(1.0, "lost")


@cache
def _words(code: str, period: str) -> re.Pattern[str] | None:
    """What says this period in this language; None when nothing is known of it."""
    phrases = numbers(code).words("periods", period) if code in codes() else ()
    if not phrases:
        return None
    return re.compile("|".join(rf"(?<!\w){re.escape(p)}(?!\w)" for p in phrases), re.IGNORECASE)


def verdict(measure: Measure) -> Gravity | None:
    """Three million once and three million a year are not the same."""
    return GRAVITY if measure.score else None
