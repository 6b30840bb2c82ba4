"""Pieces of a page as pdfium draws them: a text object each, found without asking for every character."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from ctypes import addressof, c_double, c_float, c_int
from functools import partial
from itertools import pairwise, repeat
from typing import Any

from .drawn import FILLER
from .piece import Font, Glyph, Piece, font_of
from .sheet import Sheet

# em a character of a piece takes on average above which its spaces are looked at one by one: lower-case text takes
# .42-.50, capitals .62, typewriters .60.
LOOSE = 0.57
LOOSE_SHORT, SHORT = 0.45, 40  # the same for pieces of so many characters: rows of tables, heads, spaced words
WORD = 0.10  # em behind a stop that is a word space; see plumber.WORD
WIDE = 0.8  # em of a made space at which the piece is cut in two
exhaust = deque[Any](maxlen=0).extend  # runs an iterator for what it does
# Stops without a space behind them; each a pattern of its own, since one that begins with a fixed letter is found fast
_STOPS = tuple(re.compile(p) for p in (r",(?=[^\W\d_])", r";(?=[^\W\d_])", r"\.(?=[A-ZÀ-Ý])"))
_SPACE = re.compile(r"(?<=\S) (?=\S)")
_SEGMENT = re.compile(r"[^\r\n]+")


class Runs:
    """The text objects of a page."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def spans(self, said: str, count: int) -> list[tuple[int, int, int]]:
        """(first, end, text object) for each stretch of characters of one text object, in pdfium's order.

        Spaces that pdfium made between objects are left out: whether there is one is for `geometry` to say.
        The ends are found by halving: an object's characters stand together. Where pdfium itself counts more stretches
        than were found so, each character is asked."""
        lib, text, at = self.sheet.lib, self.sheet.text, self.sheet.lib.text_object
        out: list[tuple[int, int, int]] = []
        made = lib.is_made
        for match in _SEGMENT.finditer(said):
            start, end = match.span()
            while start < end and not at(text, end - 1):
                end -= 1
            last = at(text, end - 1) if start < end else 0
            while start < end:
                first = at(text, start)
                if not first:
                    start += 1
                    continue
                if first == last:
                    out.append((start, end - (said[end - 1] == " " and made(text, end - 1)), first))
                    break
                low, high = start, end - 1
                while high - low > 1:
                    middle = (low + high) >> 1
                    probe = middle
                    while probe > low and not (found := at(text, probe)):
                        probe -= 1
                    if probe == low or found == first:
                        low = middle
                    else:
                        high = probe
                out.append((start, high - (said[high - 1] == " " and made(text, high - 1)), first))
                start = high
        if lib.count_rects(text, 0, count) > len(out):
            return self._slowly(said, count)
        return [span for span in out if span[0] < span[1]]

    def _slowly(self, said: str, count: int) -> list[tuple[int, int, int]]:
        out: list[tuple[int, int, int]] = []
        for i in range(count):
            obj = self.sheet.lib.text_object(self.sheet.text, i)
            if not obj or (said[i] == " " and self.sheet.lib.is_made(self.sheet.text, i)):
                continue
            if out and out[-1][2] == obj and not (set(said[out[-1][1] : i]) & {"\r", "\n"}):
                out[-1] = (out[-1][0], i + 1, obj)
            else:
                out.append((i, i + 1, obj))
        return out

    def pieces(self, said: str, spans: list[tuple[int, int, int]]) -> dict[int, list[Piece]]:
        lib, text, many = self.sheet.lib, repeat(self.sheet.text), len(spans)
        starts, objects = [s[0] for s in spans], [s[2] for s in spans]
        head, tail = (c_float * (4 * many))(), (c_float * (4 * many))()  # FS_RECTF: left, top, right, bottom
        origin, matrix = (c_double * (2 * many))(), (c_float * (6 * many))()
        h, t, o, m = addressof(head), addressof(tail), addressof(origin), addressof(matrix)
        # The calls are driven from C, by map: a third faster than a loop of Python
        exhaust(map(lib.loose_box, text, starts, range(h, h + 16 * many, 16)))
        exhaust(map(lib.loose_box, text, [s[1] - 1 for s in spans], range(t, t + 16 * many, 16)))
        exhaust(map(lib.origin, text, starts, range(o, o + 16 * many, 16), range(o + 8, o + 8 + 16 * many, 16)))
        exhaust(map(lib.matrix, text, starts, range(m, m + 24 * many, 24)))
        sizes, pointers = list(map(lib.font_size, text, starts)), list(map(lib.object_font, objects))
        fonts = {pointer: self._font(pointer) for pointer in dict.fromkeys(pointers)}
        if self.sheet.frame.a != 1 or self.sheet.frame.d != -1 or any(matrix[1::6]) or min(matrix[0::6]) <= 0:
            set_in = [(fonts[p], size) for p, size in zip(pointers, sizes, strict=True)]
            out = self._askew(said, spans, tail[:], origin[:], matrix[:], set_in)
        else:
            out = {0: self._level(said, spans, head, tail, origin, matrix, sizes, [fonts[p] for p in pointers])}
        if FILLER in said:
            out = {turn: [_without_filler(p) for p in held] for turn, held in out.items()}
        if 0 in out and self.sheet.frame.d == -1:
            out[0] = self._at_gaps(said, [spans[p.order][0] for p in out[0]], out[0])
        return out

    def _level(
        self,
        said: str,
        spans: list[tuple[int, int, int]],
        head: Any,
        tail: Any,
        origin: Any,
        matrix: Any,
        sizes: list[float],
        fonts: list[Font],
    ) -> list[Piece]:
        """The pieces of a page on which all text is level: most pages."""
        e, f = self.sheet.frame.e, self.sheet.frame.f
        scales = map(abs, matrix[3::6])
        glyphs = self._glyphs
        return [
            Piece(said[a:b], x0 + e, x1 + e, f - y, round(size * d, 2), font, k, partial(glyphs, said, a, b))
            for k, ((a, b, _), x0, x1, y, size, d, font) in enumerate(
                zip(spans, head[0::4], tail[2::4], origin[1::2], sizes, scales, fonts, strict=True)
            )
        ]

    def _askew(
        self,
        said: str,
        spans: list[tuple[int, int, int]],
        tails: list[float],
        origins: list[float],
        matrices: list[float],
        set_in: list[tuple[Font, float]],
    ) -> dict[int, list[Piece]]:
        """The pieces of a page that is turned, or on which some text is, by direction."""
        a, b, c, d, _, _ = self.sheet.frame
        out: dict[int, list[Piece]] = {}
        for k, (start, end, _) in enumerate(spans):
            ma, mb, mc, md = matrices[6 * k : 6 * k + 4]
            font, size = set_in[k]
            dx, dy = a * ma + c * mb, b * ma + d * mb
            turn = round(math.degrees(math.atan2(dy, dx))) % 360
            x0, base = self.sheet.turned(origins[2 * k], origins[2 * k + 1], turn)
            left, top, right, bottom = tails[4 * k : 4 * k + 4]
            x1 = max(self.sheet.turned(x, y, turn)[0] for x in (left, right) for y in (top, bottom))
            size = round(size * math.hypot(mc, md), 2)
            glyphs = partial(self._glyphs, said, start, end, turn)
            out.setdefault(turn, []).append(Piece(said[start:end], x0, x1, base, size, font, k, glyphs))
        return out

    def _at_gaps(self, said: str, starts: list[int], level: list[Piece]) -> list[Piece]:
        """The pieces with those cut that hold a gap wider than the text says: suspiciously wide ones, and those that
        have a stop without a space behind it."""
        odd = {
            k
            for k, p in enumerate(level)
            if p.x1 - p.x0 > (LOOSE if len(p.text) > SHORT else LOOSE_SHORT) * p.size * len(p.text) and " " in p.text
        }
        odd.update(bisect_right(starts, m.start()) - 1 for stop in _STOPS for m in stop.finditer(said))
        if not odd:
            return level
        out: list[Piece] = []
        for k, piece in enumerate(level):
            if k in odd and 5 * piece.text.count(" ") > 2 * len(piece.text):
                piece = _closed(piece)
            gaps = self._gaps(piece, starts[k]) if k in odd and piece is level[k] else ()
            out += _cut_at(piece, gaps) if gaps else (piece,)
        return out

    def _gaps(self, piece: Piece, start: int) -> list[tuple[int, float]]:
        """(place in the text, width) of the wide spaces of a level piece and of gaps behind its stops."""
        text, size = piece.text, piece.size
        places = [m.end() for stop in _STOPS for m in stop.finditer(text)]
        places += [m.start() for m in _SPACE.finditer(text)]
        found = []
        box = (c_float * 4)()
        at = addressof(box)
        for place in sorted(places):
            self.sheet.lib.loose_box(self.sheet.text, start + place - 1, at)
            end = box[2]
            self.sheet.lib.loose_box(self.sheet.text, start + place + (text[place] == " "), at)
            if box[0] - end > (WIDE if text[place] == " " else WORD) * size:
                found.append((place, box[0] - end))
        return found

    def _glyphs(self, said: str, start: int, end: int, turn: int = -1) -> list[Glyph]:
        lib, text, out = self.sheet.lib, self.sheet.text, []
        box = (c_float * 4)()
        at = addressof(box)
        left0 = self.sheet.frame.e
        for i in range(start, end):
            lib.loose_box(text, i, at)
            if turn < 0:  # level, on a page that is not turned
                out.append(Glyph(said[i], box[0] + left0, box[2] + left0, bool(lib.is_made(text, i))))
                continue
            left, top, right, bottom = box
            ends = [self.sheet.turned(px, py, turn)[0] for px in (left, right) for py in (top, bottom)]
            out.append(Glyph(said[i], min(ends), max(ends), bool(lib.is_made(text, i))))
        return out

    def _font(self, pointer: int) -> Font:
        lib, angle = self.sheet.lib, c_int()
        lib.font_angle(pointer, addressof(angle))
        return font_of(self.sheet.font_name(pointer), lib.font_weight(pointer), lib.font_flags(pointer), angle.value)


def _without_filler(piece: Piece) -> Piece:
    if FILLER not in piece.text:
        return piece
    return piece.cut([g for g in piece.glyphs() if g.char != FILLER])


def _closed(piece: Piece) -> Piece:
    """A piece whose letters are spaced on purpose, without the spaces that pdfium took that for."""
    glyphs = list(piece.glyphs())
    drawn = [g for g in glyphs if not g.made]
    gaps = sorted(b.x0 - a.x1 for a, b in pairwise(drawn))
    if len(gaps) < 4 or gaps[len(gaps) // 4] <= WORD * piece.size:
        return piece
    usual = gaps[len(gaps) // 2]
    held = [drawn[0]]
    for before, after in pairwise(drawn):
        if after.x0 - before.x1 > usual + 2 * WORD * piece.size and not (before.char.isspace() or after.char.isspace()):
            held.append(Glyph(" ", before.x1, after.x0, True))
        held.append(after)
    return piece.cut(held)


def _cut_at(piece: Piece, gaps: Sequence[tuple[int, float]]) -> list[Piece]:
    """The piece cut at these gaps (place in its text, width in points): a line set with one operator over a gutter.

    Behind a stop the narrow ones are word spaces that pdfium misses."""
    glyphs, cuts, made = list(piece.glyphs()), [0], 0
    for at, width in gaps:
        at += made
        if glyphs[at].char != " ":
            glyphs.insert(at, Glyph(" ", glyphs[at - 1].x1, glyphs[at].x0, True))
            made += 1
        if width > WIDE * piece.size:
            cuts.append(at + 1)
    parts = [glyphs[a:b] for a, b in pairwise([*cuts, len(glyphs)])]
    return [piece.cut(part[:-1] if part[-1].char == " " else part) for part in parts if part]
