"""From pieces of text to lines, the same way for both engines.

A line is what stands on one baseline without a gutter in it. Pieces are chained in the order in which they were drawn,
since that is mostly the order in which they are read; what was drawn late, out of order, raised or lowered is then put
where it stands. Lengths are in ems of the text they concern, so that 6 pt notes and 30 pt titles are judged alike."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from pipeline.model.document import Line, Run
from pipeline.model.place import Box, Span

from .piece import Glyph, Piece
from .row import CLOSE, RAISED, SAME_BASE, Row, shifted
from .tables import Rule, arranged

NEAR = 0.6  # em: the gap over which pieces drawn out of order are still brought together
# em: a word space between two pieces. Justified lines are squeezed to .14; a fallback glyph that stands alone may have
# up to .15 of air on either side without there being a space.
SPACE, SPACE_LONE, SPACE_RAISED = 0.12, 0.17, 0.22
ASCENT, DESCENT = 0.75, 0.25  # em of a line's box above and below its baseline


@cache
def _axes(turn: int) -> tuple[float, float]:
    quarter = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}
    return quarter.get(turn) or (math.cos(math.radians(turn)), math.sin(math.radians(turn)))


def turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """A point of the page in the coordinates of text that reads in direction `turn` (degrees clockwise).

    >>> turned(10, 20, 0), turned(10, 20, 90)
    ((10.0, 20.0), (20.0, -10.0))
    """
    c, s = _axes(turn)
    return x * c + y * s, y * c - x * s


def upright(u0: float, v0: float, u1: float, v1: float, turn: int, page: int) -> Box:
    """The box on the page of a rectangle in the coordinates of turned text."""
    if turn == 0:
        return Box(page, round(u0, 2), round(v0, 2), round(u1, 2), round(v1, 2))
    c, s = _axes(turn)
    xs = [u * c - v * s for u in (u0, u1) for v in (v0, v1)]
    ys = [u * s + v * c for u in (u0, u1) for v in (v0, v1)]
    return Box(page, round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2))


def lines(pieces: dict[int, list[Piece]], page: int, rules: Sequence[Rule] = ()) -> list[Line]:
    """The lines of a page, in the order in which their first pieces were drawn; what reads askew comes last."""
    out: list[Line] = []
    for turn in sorted(pieces, key=lambda t: (t % 90 != 0, min(p.order for p in pieces[t]))):
        rows = joined(chained(pieces[turn]))
        if turn == 0:
            rows = arranged(rows, rules)
        out += [line for line in (_line(row, turn, page) for row in rows) if line.text]
    return out


def chained(pieces: Iterable[Piece]) -> list[Row]:
    """Rows as they were drawn."""
    rows: list[Row] = []
    row: Row | None = None
    for piece in pieces:
        if row is not None and row.takes(piece):
            row.add(piece)
        elif piece.text.isspace():
            row = None
        else:
            row = Row(piece)
            rows.append(row)
    return rows


def joined(rows: list[Row]) -> list[Row]:
    """Rows of which those that share a line are one: late glyphs in their gaps, runs drawn out of order."""
    order = sorted(range(len(rows)), key=lambda k: rows[k].base)
    home = list(range(len(rows)))

    def root(k: int) -> int:
        while home[k] != k:
            k = home[k]
        return k

    for n, i in enumerate(order):
        for j in order[n + 1 :]:
            a, b = rows[root(i)], rows[root(j)]
            if rows[j].base - rows[i].base > RAISED * max(rows[i].size, rows[j].size):
                break
            if a is not b and _together(a, b):
                first, second = sorted((root(i), root(j)))
                home[second] = first
                rows[first] = _merged(rows[first], rows[second])
    return [row for k, row in enumerate(rows) if home[k] == k]


def _together(a: Row, b: Row) -> bool:
    size = max(a.size, b.size)
    rise = a.base - b.base
    overlap = min(a.x1, b.x1) - max(a.x0, b.x0)
    level = abs(rise) <= SAME_BASE * size
    if not level and not shifted(rise, a.size, b.size):
        return False
    if overlap <= 0.2 * min(a.size, b.size):
        return -overlap <= (NEAR if level else CLOSE) * size
    return not _collide(a, b)


def _collide(a: Row, b: Row) -> bool:
    """Whether letters of two rows lie on one another, so that they cannot be one line (stamped text, shadows)."""
    few, many = sorted(([g for p in r.pieces for g in p.glyphs() if not g.char.isspace()] for r in (a, b)), key=len)
    many.sort(key=lambda g: g.x0)
    hits = 0
    for g in few:
        hits += any(min(g.x1, o.x1) - max(g.x0, o.x0) > 0.4 * min(g.x1 - g.x0, o.x1 - o.x0) for o in many)
    return hits > 0.2 * len(few)


def _merged(a: Row, b: Row) -> Row:
    """One row of two, its pieces from left to right; pieces that reach over others are cut where those stand."""
    pieces = sorted([*a.pieces, *b.pieces], key=lambda p: (p.x0, p.order))
    over = any(after.x0 < before.x1 - 0.2 * min(after.size, before.size) for before, after in pairwise(pieces))
    if over:
        pieces = _interleaved(pieces)
    big = a if a.mass >= b.mass else b
    row = Row(pieces[0])
    for piece in pieces[1:]:
        row.add(piece)
    row.base, row.size, row.mass, row.order = big.base, big.size, big.mass, big.order
    return row


def _interleaved(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces cut into stretches that do not reach over one another, from left to right.

    A space that the engine made is kept only where the letters around it are still neighbours."""
    marks: list[tuple[Glyph, Piece, int, bool]] = []  # glyph, its piece, its place in it, a made space before it
    for piece in pieces:
        made = False
        for k, glyph in enumerate(piece.glyphs()):
            if glyph.made:
                made = True
                continue
            marks.append((glyph, piece, k, made))
            made = False
    marks.sort(key=lambda m: (m[0].x0, m[1].order, m[2]))
    cuts: list[tuple[Piece, list[Glyph]]] = []
    last = (-1, -1)
    for glyph, piece, k, made in marks:
        if last == (id(piece), k - 1 - made):
            if made:
                cuts[-1][1].append(Glyph(" ", cuts[-1][1][-1].x1, glyph.x0, True))
            cuts[-1][1].append(glyph)
        elif glyph.char.isspace() and cuts and cuts[-1][1][-1].x1 - glyph.x0 > 0.5 * (glyph.x1 - glyph.x0):
            continue  # a space over which a late glyph was drawn is a gap left for it
        else:
            cuts.append((piece, [glyph]))
        last = (id(piece), k)
    return [piece.cut(glyphs) for piece, glyphs in cuts]


def _line(row: Row, turn: int, page: int) -> Line:
    """The row as a `Line`: spaces between pieces, runs of one font, size and height."""
    text, at_end = "", True
    runs: list[Run] = []
    kept: list[tuple[int, int, Piece, float]] = []  # start, end, first piece and right edge of each run
    last: Piece | None = None
    x1 = row.x0
    starts: list[int] = []
    for n, piece in enumerate(row.pieces):
        said = piece.text
        if n in row.cells:
            said = said.lstrip()
            text = text.rstrip() + " " if n else ""
            starts.append(len(text))
            x1 = piece.x0
        elif row.cells and last and piece.base - last.base > 0.6 * piece.size:
            said = said.lstrip()  # the next line of a cell
            text, x1 = text.rstrip() + "\n", piece.x0
        elif at_end:
            said = said.lstrip()
        elif last and not said[0].isspace() and _spaced(last, piece, piece.x0 - x1):
            text += " "
        start = len(text)
        text += said
        at_end = not text or text[-1].isspace()
        x1 = piece.x1 if last is None or piece.x1 > x1 or n in row.cells else x1
        last = piece
        if not said or said.isspace():
            continue
        end = len(text.rstrip()) if at_end else len(text)
        if kept and n not in row.cells and _alike(kept[-1][2], piece):
            start, _, piece, _ = kept.pop()
        kept.append((start, end, piece, x1))
    text = text.rstrip()
    bold = 0
    for start, end, piece, right in kept:
        base, size, font = piece.base, piece.size, piece.font
        raised = row.base - base
        raised = round(raised, 2) if abs(raised) > SAME_BASE * row.size else 0.0
        box = upright(piece.x0, base - ASCENT * size, right, base + DESCENT * size, turn, page)
        runs.append(Run(Span(start, end), box, round(size, 2), font.name, font.bold, font.italic, raised))
        bold += end - start if font.bold else start - end
    top, bottom = row.base - ASCENT * row.size, row.base + DESCENT * row.size
    if row.cells:
        bottom = max(bottom, max(p.base + DESCENT * p.size for p in row.pieces))
    box = upright(row.x0, top, row.x1, bottom, turn, page)
    cells = tuple(Span(a, len(text[:b].rstrip())) for a, b in pairwise([*starts, len(text)]))
    return Line(text, box, round(row.size, 2), bold > 0, tuple(runs), cells)


def _alike(one: Piece, other: Piece) -> bool:
    """Whether two pieces of a line that follow each other are one run."""
    return (
        one.font == other.font
        and abs(one.size - other.size) < 0.01
        and abs(one.base - other.base) <= SAME_BASE * one.size
    )


def _spaced(last: Piece, piece: Piece, gap: float) -> bool:
    size = min(last.size, piece.size)
    if abs(last.base - piece.base) > SAME_BASE * size:
        return gap > SPACE_RAISED * size
    lone = len(last.text) == 1 or len(piece.text) == 1
    return gap > (SPACE_LONE if lone else SPACE) * size
