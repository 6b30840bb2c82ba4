"""What is drawn on one page, as an engine tells it to `geometry`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.model.document import Glyph, Page

from .piece import Piece, font_of
from .tables import Rule
from .widths import candidates

# Characters that no sound map gives: control codes, private use, U+FFFD, U+FFFE (with which pdfium also marks a hyphen
# at a line's end).
# U+F000-F0FF are left alone: there symbol fonts (bullets, ticks) keep their own codes by convention.
STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uefff\uf100-\uf8ff\ufffd-\uffff]")
FILLER = "\U0010ffff"  # keeps the count where two of an engine's characters are one; never in a line
PRIVATE = 0xF0000  # first of the private-use characters that stand for glyphs without a letter


def plain(char: str) -> str:
    """The letter or figure of which this is Adobe's private code for a small capital or an old-style figure, or "".

    Source: Adobe Glyph List, corporate use: U+F700 and the Latin-1 code (Asmall F761, oneoldstyle F731).

    >>> plain("\uf731"), plain("\uf7e9"), plain("\ue153")
    ('1', 'é', '')
    """
    code = ord(char) - 0xF700
    letter = chr(code) if 0x20 < code <= 0xFF else ""
    return letter if letter.isalnum() else ""


class Drawn(NamedTuple):
    """All text of a page, by the direction in which it reads (degrees, clockwise from left to right).

    `pieces` are in the coordinates of their direction: x along it, y across it (see `geometry.turned`).
    `rules` are the boxes of paths (rulings, frames, shading), (x0, top, x1, bottom) as shown.
    `strange` counts characters without a sound map; `pictures` the images; `drawn` all that is drawn;
    `written` the notes, stamps and filled-in fields that lie over the page, whose text is not among the pieces."""

    width: float
    height: float
    pieces: dict[int, list[Piece]]
    rules: list[Rule]
    strange: int
    pictures: int
    drawn: int
    written: int = 0


class StandIns:
    """Private-use characters that stand for glyphs without a letter: one for each glyph of each font of a file.

    >>> seen = StandIns()
    >>> hex(ord(seen.of("Carlito", "code 3", 0.5))), hex(ord(seen.of("Carlito", "code 4", 0.5)))
    ('0xf0000', '0xf0001')
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self._width: dict[str, tuple[str, float]] = {}
        self._letters: dict[str, dict[str, float]] = {}

    def of(self, font: str, mark: str, width: float, own: str = "") -> str:
        """`font` with its subset tag; `mark` tells the glyphs of a font apart (a code, or a shape); `width` in ems.

        `own`: a private-use character that the file itself gives, which then stands for itself."""
        char = own or self._known.setdefault((font, mark), chr(PRIVATE + len(self._known)))
        self._width.setdefault(char, (font, width))
        return char

    def saw(self, font: str, letter: str, width: float) -> None:
        """A letter that a font does map, and its width in ems."""
        self._letters.setdefault(font, {}).setdefault(letter, width)

    def glyphs(self, pages: Iterable[Page]) -> tuple[Glyph, ...]:
        """The stand-ins that are left in these pages, counted, with what they may be."""
        if not self._width:
            return ()
        times = Counter(c for page in pages for line in page.lines for c in line.text if c in self._width)
        around: dict[str, float] = {}
        for letters in self._letters.values():
            around = {**letters, **around}
        out = []
        for char, count in sorted(times.items()):
            font, width = self._width[char]
            out.append(Glyph(char, font_of(font).name, count, candidates(width, self._letters.get(font, {}), around)))
        return tuple(out)
