"""What the checks about figures share: the linked figures of a release, and what it is that differs between two."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, NamedTuple

from pipeline.model.facts import Figure
from pipeline.model.place import Span
from pipeline.model.release import Alignment, Cause, FigureLink, Release, Spot
from pipeline.stages.match.figures import LOST_BY_EXTRACTION, SAID_OTHERWISE

from .check import Measure

Difference = Literal["currency", "percent", "scale", "unit", "range", "ordinal", "date", "value"]
POWERS = frozenset(Fraction(10) ** n for n in range(-12, 13) if n)


class Linked(NamedTuple):
    """A link with both figures: `here` and `there` are (language, paragraph id, figure)."""

    alignment: Alignment
    link: FigureLink
    here: tuple[str, str, Figure]
    there: tuple[str, str, Figure]

    @property
    def sides(self) -> dict[str, Spot]:
        return {code: Spot(p, f.span) for code, p, f in (self.here, self.there)}

    @property
    def places(self) -> dict[str, object]:
        """The places that every sentence about two figures has."""
        (here, _, mine), (there, _, theirs) = self.here, self.there
        return {"here": here, "there": there, "text": mine.text, "other": theirs.text}

    def measure(self, score: float, saying: str, **places: object) -> Measure:
        """A measure at both figures."""
        return Measure(score, saying, self.sides, self.alignment, {**self.places, **places})


def linked(release: Release, *statuses: str) -> Iterator[Linked]:
    """Every link with a figure on both sides, of these statuses or of any, in the release's order."""
    for alignment in release.alignments:
        yield from linked_in(release, alignment, *statuses)


def linked_in(release: Release, alignment: Alignment, *statuses: str) -> Iterator[Linked]:
    """The same of one alignment."""
    for link in alignment.figures:
        if statuses and link.status not in statuses:
            continue
        found = [(code, *release.figure(i)) for code, i in link.sides.items() if i is not None]
        if len(found) == 2:
            yield Linked(alignment, link, found[0], found[1])


def differing(release: Release, *wanted: Difference) -> Iterator[Linked]:
    """The links that differ in one of these respects; each link differs in one, the most telling."""
    for pair in linked(release, "different"):
        if difference(pair.here[2], pair.there[2]) in wanted:
            yield pair


def difference(a: Figure, b: Figure) -> Difference:
    """What the difference between two figures is called."""
    one, other = worth(a), worth(b)
    alike = one is not None and other is not None and abs(one) == abs(other)
    kinds: set[str] = {a.kind, b.kind}
    if alike and "money" in kinds and (a.unit != b.unit or len(kinds) == 2):
        return "currency"
    if alike and "percent" in kinds and len(kinds) == 2:
        return "percent"
    if one and other and a.to is None and b.to is None and abs(one / other) in POWERS and not _dated(kinds):
        return "scale"
    if kinds == {"quantity"} and a.unit != b.unit:
        return "unit"
    if a.to is not None or b.to is not None:
        return "range"
    if kinds == {"ordinal"}:
        return "ordinal"
    return "date" if _dated(kinds) else "value"


def _dated(kinds: set[str]) -> bool:
    return bool(kinds & {"date", "duration"})


def worth(f: Figure) -> Fraction | None:
    """The number of a figure that has one; None for dates and durations."""
    if f.kind in ("date", "duration"):
        return None
    try:
        return Fraction(f.value)
    except (ValueError, ZeroDivisionError):
        return None


class Lonely(NamedTuple):
    """A figure without a counterpart: it stands on the side `here`; the other side has nothing of it."""

    alignment: Alignment
    link: FigureLink
    here: str
    there: str
    paragraph: str
    figure: Figure

    @property
    def cause(self) -> Cause:
        return "extraction" if self.link.why.startswith(LOST_BY_EXTRACTION) else ""

    def sides(self) -> dict[str, Spot]:
        spots = {self.here: Spot(self.paragraph, self.figure.span)}
        there = self.alignment.sides.get(self.there, ())
        if there:
            spots[self.there] = Spot(there[0], None)
        return spots


def lonely(release: Release) -> Iterator[Lonely]:
    """Every figure that is missing on one side, and is not said there in other words."""
    for alignment in release.alignments:
        for link in alignment.figures:
            there = [(code, i) for code, i in link.sides.items() if i is not None]
            gone = [code for code, i in link.sides.items() if i is None]
            if link.status == "missing" and there and gone and not link.why.startswith(SAID_OTHERWISE):
                code, i = there[0]
                paragraph, figure = release.figure(i)
                yield Lonely(alignment, link, code, gone[0], paragraph, figure)


def around(text: str, span: Span, reach: int) -> str:
    """The text around a figure, so many characters on either side."""
    return text[max(0, span.start - reach) : span.end + reach]
