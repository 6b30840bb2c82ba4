"""A line in the making: pieces on one baseline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .piece import Piece

# Lengths are in ems of the larger text concerned.
SAME_BASE = 0.12  # em between two baselines that count as one: fonts mixed in a line differ by rounding only
RAISED, LOWERED = 0.62, -0.36  # em: TeX raises by .36-.41, word processors by .33-.58 and lower by .08-.33
SHIFTED = 0.30  # em: a fallback glyph of the line's own size that sits off its baseline
SMALL = 0.86  # superscripts are set at .58-.83 of the size; less difference than this is no superscript
BACK = 0.75  # em that a piece may begin before the last one ended: accents, overprinted letters, kerning
FAR = 2.2  # em: the widest gap inside a line; a tab after a number is narrower, a gutter or a table's gap is split
FAR_LABEL = 4.5  # em: the same behind a number or bullet that begins a line
FAR_LEADER = 30.0  # em: the same behind leading dots
TINY = 0.45  # TeX sets superscripts of superscripts at .5; what is smaller beside a letter is text beside an initial
CAP = 1.7  # times the size of the text beside it that an initial is at least; two lines of text are 2.2 sizes high
CLOSE = 0.3  # em: the gap over which a raised or lowered piece still belongs to what stands before it
# What can stand before a heading or an item: 1. 1.2.3 1) (a) IV. • – and the codes of symbol fonts; or without a stop.
LABEL = re.compile(
    r"\d{1,3}(?:\.\d{1,3})+\.?|\(?(?:\d{1,3}|[A-Za-z]|[IVXLC]{1,6}|[ivxlc]{1,6})(?:[.)°]|\.\))|[^\w\s(«\"“]"
)
BARE = re.compile(r"\d{1,3}|[A-Z]|[IVXLC]{1,6}")
LEADER = re.compile(r"(?:[.…_·] ?){3}\s*$")


class Row:
    """A line in the making. `base` and `size` are those of the piece with the most text.

    `cells`, in the row of a table: at which of its pieces each cell begins."""

    __slots__ = ("base", "cells", "mass", "order", "pieces", "size", "x0", "x1")

    def __init__(self, piece: Piece) -> None:
        self.pieces = [piece]
        self.x0, self.x1 = piece.x0, piece.x1
        self.base, self.size, self.mass = piece.base, piece.size, len(piece.text)
        self.order = piece.order
        self.cells: tuple[int, ...] = ()

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> Row:
        """A row of these pieces; it stands in the order of drawing where the first drawn of them does."""
        row = cls(pieces[0])
        for piece in pieces[1:]:
            row.add(piece)
        row.order = min(p.order for p in pieces)
        return row

    def add(self, piece: Piece) -> None:
        self.pieces.append(piece)
        self.x0, self.x1 = min(self.x0, piece.x0), max(self.x1, piece.x1)
        if len(piece.text) > self.mass and not piece.text.isspace():
            self.base, self.size, self.mass = piece.base, piece.size, len(piece.text)

    def takes(self, piece: Piece) -> bool:
        """Whether a piece drawn next goes on with this line."""
        size = self.size if self.size > piece.size else piece.size
        rise = self.base - piece.base
        gap = piece.x0 - self.x1
        if -SAME_BASE * size <= rise <= SAME_BASE * size:
            return -BACK * size <= gap and (gap <= FAR * size or self._reaches(gap / size, piece.text))
        return -CLOSE * size <= gap <= CLOSE * size and shifted(rise, self.size, piece.size)

    def _reaches(self, gap: float, behind: str) -> bool:
        """Whether a gap of so many ems is bridged: behind the label of an item, or by dots that lead over it."""
        return (gap <= FAR_LABEL and self.is_label(behind)) or (gap <= FAR_LEADER and self.leads())

    def leads(self) -> bool:
        """Whether it ends in dots that lead the eye to a page number."""
        return bool(LEADER.search(self.pieces[-1].text))

    def is_label(self, behind: str) -> bool:
        """Whether there is nothing here but the number or the bullet of the heading or item that stands behind it.

        A bare number is one before letters only: before another number it is a figure in a table."""
        if len(self.pieces) != 1:
            return False
        text = self.pieces[0].text.strip()
        return bool(LABEL.fullmatch(text)) or bool(BARE.fullmatch(text) and behind.lstrip()[:1].isalpha())


def shifted(rise: float, one: float, other: float) -> bool:
    """Whether two pieces whose baselines lie `rise` apart can be on one line: a superscript or an odd glyph."""
    large, small = (one, other) if one > other else (other, one)
    if small < TINY * large:
        return False
    if small > SMALL * large:
        return abs(rise) <= SHIFTED * large
    if other > one:  # the larger one is the later: seen from it, what stood before is raised
        rise = -rise
    return LOWERED * large <= rise <= RAISED * large
