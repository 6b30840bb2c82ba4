"""The second engine: pdfplumber, slow and thorough; it follows maps that pdfium gives up on.

It says where each character stands; they are gathered here into the same pieces that pdfium gives, so that `geometry`
makes the same lines of both."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import Crashed, DocumentError, Encrypted

from .drawn import STRANGE, Drawn, StandIns
from .piece import Font, Glyph, Piece, font_of
from .turn import turned

T = TypeVar("T")
_CID = re.compile(r"\(cid:(\d+)\)")
LIGATURES = re.compile("[\ufb00-\ufb06]")  # taken apart here as pdfium takes them apart
# em between two characters of one text object that are two words. Letters are kerned by up to .05; thin spaces begin at
# .12 (TeX before ! and ;), squeezed word spaces at .17: an x_tolerance_ratio of .15 would lose the thin ones.
WORD = 0.10
JUMP = 0.6  # em backwards or onwards at which a new piece begins
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
        try:
            self.pdf = pdfplumber.open(path)
        except DocumentError:
            raise
        except Exception as error:  # pdfminer raises whatever its parser stumbles on
            if isinstance(error, PDFPasswordIncorrect) or "PasswordIncorrect" in repr(error):
                raise Encrypted() from None
            raise Crashed(f"pdfplumber cannot open it ({type(error).__name__})") from None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.pdf.close()

    def page(self, index: int, then: Callable[[Drawn], T]) -> T:
        """`then` of what is drawn on this page (from 0); as `pdfium.Reader.page`. Raises Crashed."""
        page = self.pdf.pages[index]
        try:
            drawn = self._drawn(page)
        except DocumentError:
            raise
        except Exception as error:  # the same
            raise Crashed(f"pdfplumber cannot read page {index + 1} ({type(error).__name__})") from None
        finally:
            page.close()
        return then(drawn)

    def _drawn(self, page: Any) -> Drawn:
        strange = [0]
        pieces: dict[int, list[Piece]] = {}
        left, top = page.bbox[:2]
        chars = [c for c in (self._char(c, page, left, top, strange) for c in page.chars) if c]
        for order, group in enumerate(_groups(chars)):
            piece = _piece(group, order)
            pieces.setdefault(group[0].turn, []).append(piece)
        shapes = [*page.lines, *page.rects, *page.curves]
        rules = [(s["x0"] - left, s["top"] - top, s["x1"] - left, s["bottom"] - top) for s in shapes]
        pictures = len(page.images)
        drawn = len(chars) + len(shapes) + pictures
        return Drawn(float(page.width), float(page.height), pieces, rules, strange[0], pictures, drawn)

    def _char(self, c: dict[str, Any], page: Any, left: float, top: float, strange: list[int]) -> _Char | None:
        text = unicodedata.normalize("NFKC", c["text"]) if LIGATURES.search(c["text"]) else c["text"]
        name = str(c["fontname"])
        a, b, cc, d, e, f = c["matrix"]
        size = float(c["size"]) if c["upright"] else float(c["width"])
        if math.hypot(cc, d) and a and b:  # askew: pdfplumber measures the box around the character
            size = float(c["adv"]) if size <= 0 else size
        width = float(c["adv"]) / size if size else 0.0
        cid = _CID.fullmatch(text)
        if cid:
            strange[0] += 1
            text = self.stand_ins.of(name, f"code {cid[1]}", width)
        elif STRANGE.search(text) or not text:
            strange[0] += 1
            own = text if len(text) == 1 and 0xE000 <= ord(text) <= 0xF8FF else ""
            text = self.stand_ins.of(name, f"shape {width:.2f}", width, own)
        elif len(text) == 1:
            self.stand_ins.saw(name, text, width)
        turn = round(math.degrees(math.atan2(-b, a))) % 360
        height = (
            float(page.mediabox[3] - page.mediabox[1])
            if page.rotation % 180 == 0
            else float(page.mediabox[2] - page.mediabox[0])
        )
        base = turned(e - left, height - f - top, turn)[1]
        along = [turned(x - left, y - top, turn)[0] for x in (c["x0"], c["x1"]) for y in (c["top"], c["bottom"])]
        return _Char(text, min(along), max(along), base, size, name, turn)


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
            if not (same and abs(char.base - last.base) <= LEVEL * last.size and abs(gap) <= JUMP * last.size):
                yield group
                group = []
        group.append(char)
    if group:
        yield group


def _piece(group: list[_Char], order: int) -> Piece:
    glyphs: list[Glyph] = []
    for n, char in enumerate(group):
        if (
            n
            and not char.text.isspace()
            and not group[n - 1].text.isspace()
            and char.x0 - group[n - 1].x1 > WORD * char.size
        ):
            glyphs.append(Glyph(" ", group[n - 1].x1, char.x0, True))
        for letter in char.text:  # a ligature's letters share its place
            glyphs.append(Glyph(letter, char.x0, char.x1, False))
    first = group[0]
    text = "".join(g.char for g in glyphs)
    return Piece(
        text, first.x0, group[-1].x1, first.base, round(first.size, 2), _font(first.font), order, partial(_same, glyphs)
    )


def _same(glyphs: list[Glyph]) -> list[Glyph]:
    return glyphs


_FONTS: dict[str, Font] = {}


def _font(name: str) -> Font:
    return _FONTS.setdefault(name, font_of(name))
