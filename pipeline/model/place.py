"""Where a thing stands: in a string (`Span`) or on a page (`Box`)."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """Half-open interval of code points, `start` in, `end` out.

    >>> Span(2, 5).of("bonjour")
    'njo'
    >>> Span(2, 5).overlaps(Span(5, 9))
    False
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def shifted(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)

    @property
    def length(self) -> int:
        return self.end - self.start


class Spans:
    """Spans of one text that can be asked which of them another touches, without going through them all.

    >>> told = Spans([Span(0, 4), Span(9, 12)])
    >>> told.add(Span(6, 8))
    >>> told.touching(Span(7, 10))
    [Span(start=6, end=8), Span(start=9, end=12)]
    """

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans = sorted(spans)
        self._longest = max((s.length for s in self._spans), default=0)

    def add(self, span: Span) -> None:
        insort(self._spans, span)
        self._longest = max(self._longest, span.length)

    def touching(self, span: Span) -> list[Span]:
        """Those that overlap `span`, in the order in which they stand."""
        first = bisect_left(self._spans, (span.start - self._longest, 0))
        last = bisect_left(self._spans, (span.end, 0), first)
        return [s for s in self._spans[first:last] if s.overlaps(span)]


class Box(NamedTuple):
    """Rectangle on a page in PDF points (1/72 inch), origin top left as the page is shown, pages from 1.

    `top < bottom`: the y axis points down, as in pdfplumber and unlike PDF user space.
    """

    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def joined(self, other: Box) -> Box:
        """The smallest box around both; both on one page."""
        return Box(
            self.page,
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )
