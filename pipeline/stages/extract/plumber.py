"""The second engine: pdfplumber, slow and thorough; it follows maps that pdfium gives up on.

It says where each character stands; they are gathered here into the same pieces that pdfium gives, so that `geometry`
makes the same lines of both."""

from __future__ import annotations

import logging
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import Crashed, Encrypted

from .drawn import STRANGE, Drawn, StandIns, plain
from .fontfile import shapes
from .piece import Font, Glyph, Piece, font_of
from .turn import turned

T = TypeVar("T")
_CID = re.compile(r"\(cid:(\d+)\)")
LIGATURES = re.compile("[\ufb00-\ufb06]")  # taken apart here as pdfium takes them apart
# em between two characters of one text object that are two words. Letters are kerned by up to .05; thin spaces begin at
# .12 (TeX before ! and ;), squeezed word spaces at .17: an x_tolerance_ratio of .15 would lose the thin ones.
WORD = 0.10
NO_WIDTH = 0.5  # em given to a character of which pdfminer does not know the width (standard fonts' €)
BACK, JUMP = -0.12, 0.6  # em backwards and onwards at which a new piece begins
LEAST = 0.005  # pt: text of no size is not seen, and pdfium does not tell it
LEVEL = 0.02  # em between baselines of one piece: rounding only


def version() -> str:
    """The engine's name and version, as it is written into `Source.extractor`."""
    from importlib.metadata import version as of

    return f"pdfplumber {of('pdfplumber')}"


class Reader:
    """One open file; the pages asked for are parsed one at a time and closed."""

    def __init__(self, path: Path, stand_ins: StandIns | None = None) -> None:
        """Raises Encrypted or Crashed."""
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect

        self.stand_ins = stand_ins or StandIns()
        _read_programs_right()
        try:
            self.pdf = pdfplumber.open(path)
        except MemoryError:
            raise
        except Exception as error:  # pdfminer raises whatever its parser stumbles on
            if isinstance(error, PDFPasswordIncorrect) or "PasswordIncorrect" in repr(error):
                raise Encrypted() from None
            raise Crashed(f"pdfplumber cannot open it ({type(error).__name__})") from None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        # Not pdf.close(): that walks through all pages of a broken file once more, and raises
        self.pdf.stream.close()

    def page(self, index: int, then: Callable[[Drawn], T]) -> T:
        """`then` of what is drawn on this page (from 0); as `pdfium.Reader.page`. Raises Crashed."""
        try:
            page = self.pdf.pages[index]
            try:
                drawn = self._drawn(page)
            finally:
                page.close()
        except MemoryError:
            raise
        except Exception as error:  # pdfminer raises whatever its parser stumbles on
            raise Crashed(f"pdfplumber cannot read page {index + 1} ({type(error).__name__})") from None
        return then(drawn)

    def _drawn(self, page: Any) -> Drawn:
        sheet = _Sheet(page)
        held = page.chars
        rises = _rises(held, sheet)
        read = [self._char(c, sheet, rise) for c, rise in zip(held, rises, strict=True)]
        pieces: dict[int, list[Piece]] = {}
        for order, group in enumerate(_groups(char for char, _ in read if char.size >= LEAST)):
            pieces.setdefault(group[0].turn, []).append(_piece(group, order))
        shapes = [*page.lines, *page.rects, *page.curves]
        left, top = sheet.left, sheet.top
        rules = [(s["x0"] - left, s["top"] - top, s["x1"] - left, s["bottom"] - top) for s in shapes]
        pictures = len(page.images)
        strange = sum(odd for _, odd in read)
        return Drawn(sheet.width, sheet.height, pieces, rules, strange, pictures, len(held) + len(shapes) + pictures)

    def _char(self, c: dict[str, Any], sheet: _Sheet, rise: float) -> tuple[_Char, bool]:
        """A character as pdfplumber tells it, and whether it has no letter."""
        text = unicodedata.normalize("NFKC", c["text"]) if LIGATURES.search(c["text"]) else c["text"]
        name = str(c["fontname"])
        turn, length, size = _set_in(c)
        width = length / size if size else 0.0
        odd = True
        cid = _CID.fullmatch(text)
        if cid:
            text = self.stand_ins.of(name, f"code {cid[1]}", width)
        elif STRANGE.search(text) or not text:
            own = text if len(text) == 1 and 0xE000 <= ord(text) <= 0xF8FF else ""
            letter = plain(own) if own else ""
            odd = not letter
            text = letter or self.stand_ins.of(name, f"shape {width:.2f}", width, own)
        else:
            odd = False
            if len(text) == 1:
                self.stand_ins.saw(name, text, width)
        x0, base = turned(*sheet.origin(c), turn)
        if length <= 0 and not unicodedata.combining(text[0]):
            length = NO_WIDTH * size
        return _Char(text, x0, x0 + length, base - rise, size, name, turn), odd


@cache
def _read_programs_right() -> None:
    """Puts `fontfile` in the place of pdfminer's reading of font programs, and its warnings to rest, once.

    pdfminer takes the codes of any subtable for Unicode, and a font's glyph numbers for those of the file even where
    the file numbers them otherwise: both give wrong letters without a sign (pdfminer.six 20260107, pdffont.py)."""
    from pdfminer.cmapdb import FileUnicodeMap
    from pdfminer.pdffont import PDFCIDFont, TrueTypeFont
    from pdfminer.pdftypes import PDFStream, resolve1

    # Without a handler its warnings go to stderr; whoever sets up logging gets them still.
    for name in ("pdfminer", "pdfplumber"):
        logging.getLogger(name).addHandler(logging.NullHandler())

    def create_unicode_map(self: Any) -> Any:
        self.fp.seek(0)
        letters = {n: shape.letter for n, shape in shapes(self.fp.read()).items() if shape.letter}
        if not letters:
            raise TrueTypeFont.CMapNotFound
        held = FileUnicodeMap()
        for glyph, letter in letters.items():
            held.add_cid2unichr(glyph, ord(letter))
        return held

    made = PDFCIDFont.__init__

    def make(self: Any, resources: Any, spec: Any, *more: Any, **named: Any) -> None:
        made(self, resources, spec, *more, **named)
        if "ToUnicode" not in spec and isinstance(resolve1(spec.get("CIDToGIDMap")), PDFStream):
            self.unicode_map = None

    TrueTypeFont.create_unicode_map = create_unicode_map  # type: ignore[method-assign]
    PDFCIDFont.__init__ = make  # type: ignore[method-assign, assignment]


class _Sheet:
    """The page as it is shown: what lies outside its crop box is not counted."""

    def __init__(self, page: Any) -> None:
        held, shown = page.mediabox, page.cropbox
        self.left, self.top = max(float(held[0]), float(shown[0])), max(float(held[1]), float(shown[1]))
        self.width = min(float(held[2]), float(shown[2])) - self.left
        self.height = min(float(held[3]), float(shown[3])) - self.top
        self._x, self._y = float(held[0]) - self.left, float(held[3]) - self.top

    def origin(self, c: dict[str, Any]) -> tuple[float, float]:
        """Where the character's baseline begins, from the top left."""
        return self._x + float(c["matrix"][4]), self._y - float(c["matrix"][5])


def _set_in(c: dict[str, Any]) -> tuple[int, float, float]:
    """(direction in degrees clockwise, advance width, size) of a character, lengths in points.

    pdfplumber gives the box around a character that is set askew; its size across the baseline follows from its width
    along it."""
    a, b = float(c["matrix"][0]), float(c["matrix"][1])
    turn = round(math.degrees(math.atan2(-b, a))) % 360
    wide, high = float(c["x1"]) - float(c["x0"]), float(c["bottom"]) - float(c["top"])
    if turn % 180 == 0:
        return turn, wide, high
    if turn % 90 == 0:
        return turn, high, wide
    length = float(c["adv"]) * math.hypot(a, b)
    across, along = abs(math.sin(math.radians(turn))), abs(math.cos(math.radians(turn)))
    return turn, length, max(0.0, (wide - length * along) / across)


def _rises(chars: list[dict[str, Any]], sheet: _Sheet) -> list[float]:
    """How far each character is raised by the text rise (Ts), which pdfplumber shows in the box and not in the matrix.

    The box of a font begins at its descent, the same share of the size below the baseline wherever it is not raised."""
    below: dict[str, Counter[float]] = {}
    shares: list[float] = []
    for c in chars:
        size = float(c["size"])
        level = float(c["matrix"][1]) == 0 and size > 0
        share = round((float(c["bottom"]) - sheet.top - sheet.origin(c)[1]) / size, 2) if level else math.nan
        shares.append(share)
        if level:
            below.setdefault(str(c["fontname"]), Counter())[share] += 1
    usual = {font: count.most_common(1)[0][0] for font, count in below.items()}
    return [
        (usual[str(c["fontname"])] - share) * float(c["size"]) if share == share else 0.0
        for c, share in zip(chars, shares, strict=True)
    ]


class _Char:
    __slots__ = ("base", "font", "size", "text", "turn", "x0", "x1")

    def __init__(self, text: str, x0: float, x1: float, base: float, size: float, font: str, turn: int) -> None:
        self.text, self.x0, self.x1, self.base, self.size, self.font, self.turn = text, x0, x1, base, size, font, turn


def _groups(chars: Iterable[_Char]) -> Iterator[list[_Char]]:
    """Characters that were drawn one after the other in one font, on one baseline, without a jump."""
    group: list[_Char] = []
    for char in chars:
        if group:
            last = group[-1]
            gap = char.x0 - last.x1
            same = char.font == last.font and char.turn == last.turn and abs(char.size - last.size) < 0.01
            if not (
                same and abs(char.base - last.base) <= LEVEL * last.size and BACK * last.size <= gap <= JUMP * last.size
            ):
                yield group
                group = []
        group.append(char)
    if group:
        yield group


def _piece(group: list[_Char], order: int) -> Piece:
    glyphs: list[Glyph] = []
    gap = WORD * group[0].size + _tracking(group)
    for n, char in enumerate(group):
        last = group[n - 1] if n else None
        if last and not char.text.isspace() and not last.text.isspace() and char.x0 - last.x1 > gap:
            glyphs.append(Glyph(" ", last.x1, char.x0, True))
        for letter in char.text:  # a ligature's letters share its place
            glyphs.append(Glyph(letter, char.x0, char.x1, False))
    first = group[0]
    text = "".join(g.char for g in glyphs)
    return Piece(
        text, first.x0, group[-1].x1, first.base, round(first.size, 2), _font(first.font), order, partial(_same, glyphs)
    )


def _tracking(group: list[_Char]) -> float:
    """The air that is put between all letters of a spaced word, in points; 0 in most text."""
    gaps = sorted(b.x0 - a.x1 for a, b in pairwise(group) if not a.text.isspace() and not b.text.isspace())
    return max(0.0, gaps[len(gaps) // 2]) if len(gaps) >= 4 else 0.0


def _same(glyphs: list[Glyph]) -> list[Glyph]:
    return glyphs


_FONTS: dict[str, Font] = {}


def _font(name: str) -> Font:
    return _FONTS.setdefault(name, font_of(name))
