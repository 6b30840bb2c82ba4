"""What an engine hands to the geometry: pieces of text set in one go, and the font they are set in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

ACCENTS = frozenset("`´ˆ¨˜¸˝ˇ˘˙˚¯")  # glyphs of their own in fonts that have no accented letters


class Font(NamedTuple):
    """`name` without its subset tag; bold and italic as the font's own weight, flags or name say."""

    name: str
    bold: bool
    italic: bool


class Glyph(NamedTuple):
    """One character as it is drawn, in the coordinates of its piece; `made` when the engine put a space that is not
    in the file."""

    char: str
    x0: float
    x1: float
    made: bool


class Piece:
    """Characters drawn one after the other in one font and size, on one baseline.

    `x0`, `x1` run along the baseline (advance widths, not ink), `base` across it and downwards, both in points, turned
    so that the text reads from left to right. `size` is the font's size in points as drawn.
    `glyphs` gives the place of each character; it costs, and is asked for only where pieces lie over one another.
    `order` is the place in the content stream."""

    __slots__ = ("base", "font", "glyphs", "order", "size", "text", "x0", "x1")

    def __init__(
        self,
        text: str,
        x0: float,
        x1: float,
        base: float,
        size: float,
        font: Font,
        order: int,
        glyphs: Callable[[], Sequence[Glyph]],
    ) -> None:
        self.text = text
        self.x0 = x0
        self.x1 = x1
        self.base = base
        self.size = size
        self.font = font
        self.order = order
        self.glyphs = glyphs

    def cut(self, glyphs: Sequence[Glyph]) -> Piece:
        """The part of this piece that these of its glyphs are."""
        text = "".join(g.char for g in glyphs)
        return Piece(text, glyphs[0].x0, glyphs[-1].x1, self.base, self.size, self.font, self.order, lambda: glyphs)

    def __repr__(self) -> str:
        return (
            f"Piece({self.text!r}, {self.x0:.1f}-{self.x1:.1f}, base {self.base:.1f}, {self.size:.1f} {self.font.name})"
        )


_TAG = re.compile(r"^[A-Z]{6}\+")
_BOLD = re.compile(
    r"bold|black|heavy|demi(?!light)|semibd|-bd|[-,]b(?:i|$)|\bcmb|\bcmss?bx|sfbx|sfsx|-medi\b", re.IGNORECASE
)
_ITALIC = re.compile(r"ital|obli|slant|-it\b|[-,]b?i$|\bcmti|\bcmsl|\bcmmi|sfti|sfsl", re.IGNORECASE)
BOLD_WEIGHT = 600  # OpenType usWeightClass of a semibold
FIXED, ITALIC, FORCE_BOLD = 1, 1 << 6, 1 << 18  # PDF 32000-1, table 123: bits of a font descriptor's Flags


def font_of(name: str, weight: int = 0, flags: int = 0, angle: float = 0.0) -> Font:
    """A font from what the file says of it; names are trusted first, since weights and flags are often left at 0.

    >>> font_of("ABCDEF+Carlito-BoldItalic")
    Font(name='Carlito-BoldItalic', bold=True, italic=True)
    >>> font_of("ABCDEF+SFRM1000")
    Font(name='SFRM1000', bold=False, italic=False)
    """
    name = _TAG.sub("", name)
    bold = bool(_BOLD.search(name)) or weight >= BOLD_WEIGHT or bool(flags & FORCE_BOLD)
    italic = bool(_ITALIC.search(name)) or bool(flags & ITALIC) or angle != 0
    return Font(name, bold, italic)
