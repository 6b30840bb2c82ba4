"""Where a thing stands: in a string (`Span`) or on a page (`Box`)."""

from __future__ import annotations

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
