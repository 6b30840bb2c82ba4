"""Gutters and tables: which gaps inside a baseline part two columns, and which part the cells of a table's row.

Three witnesses: rulings (a grid says where rows and cells are), the order of drawing (a table is drawn row by row,
columns of text one after the other), and alignment (cells stand under one another, and are short)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from .piece import Piece
from .row import LEADER, Row

Rule = tuple[float, float, float, float]  # x0, top, x1, bottom

GAP = 0.85  # em: a gap that may part cells or columns; justified text rarely opens so far
THIN = 2.6  # pt: a ruling is no thicker
SHORTEST = 12.0  # pt: a ruling is no shorter; underlines of a word and ticks are
TOUCH = 3.0  # pt: rulings nearer than this belong to one frame
CELL_LINES = 10  # lines in a cell above which a frame is layout and not a table
PROSE = 34  # letters a segment has on average in columns of text; cells have fewer
RIVER = 3  # lines one under the other that a gutter runs through at least
LEVEL = 0.3  # em between baselines of one band


class Grid(NamedTuple):
    """A ruled frame: where its rows and its columns are parted, outer edges included."""

    ys: list[float]
    xs: list[float]


class Gutter(NamedTuple):
    """White between two columns: its sides, and the baselines of the first and the last line beside it."""

    x0: float
    top: float
    x1: float
    bottom: float


def arranged(rows: list[Row], rules: Sequence[Rule]) -> list[Row]:
    """The rows of a page with gutters cut and the rows of tables put together; the order of drawing is kept."""
    rows = _in_grids(rows, grids(rules)) if len(rules) >= 4 else rows
    parts: list[Row] = []
    for row in rows:
        if len(row.pieces) == 1:
            parts.append(row)
        elif not row.cells:
            parts += _parted(row)
    parts.sort(key=_base)
    if not any(b.base - a.base <= LEVEL * a.size for a, b in pairwise(parts)):
        return rows
    bands = _bands(parts)
    tabled = _aligned(bands)
    gutters = _gutters(bands, tabled)
    if not tabled and not gutters:
        return rows
    out = [r for r in rows if r.cells] + [_table_row(band) for band in tabled]
    taken = {id(p) for band in tabled for part in band for p in part.pieces}
    for row in rows:
        left = [p for p in row.pieces if id(p) not in taken]
        if left and not row.cells:
            rest = row if len(left) == len(row.pieces) else Row.of(left)
            out += _parted(rest, gutters) if gutters else [rest]
    return sorted(out, key=lambda r: r.order)


def _base(row: Row) -> float:
    return row.base


def _parted(row: Row, gutters: Sequence[Gutter] | None = None) -> list[Row]:
    """The row cut at its wide gaps, or at those that lie in one of `gutters`; itself when there are none.

    Neither what leads to a page number nor what follows the number or bullet of an item is cut off."""
    pieces, cuts = row.pieces, []
    end, wide = pieces[0].x1, GAP * row.size
    for n, piece in enumerate(pieces[1:], 1):  # not the first: one set backwards ends before it begins
        apart = piece.x0 - end > wide and not piece.text.isspace() and not LEADER.search(pieces[n - 1].text)
        if apart and (gutters is None or any(_lies_in(row, end, piece.x0, gutter) for gutter in gutters)):
            cuts.append(n)
        if piece.x1 > end:
            end = piece.x1
    if not cuts or (len(cuts) == 1 and Row.of(pieces[: cuts[0]]).is_label(pieces[cuts[0]].text)):
        return [row]
    return [Row.of(pieces[a:b]) for a, b in pairwise([0, *cuts, len(pieces)])]


def _bands(parts: list[Row]) -> list[list[Row]]:
    """Parts, from top to bottom, by the baseline on which they stand, each band from left to right."""
    out: list[list[Row]] = []
    for part in parts:
        if out and part.base - out[-1][0].base <= LEVEL * min(part.size, out[-1][0].size):
            out[-1].append(part)
        else:
            out.append([part])
    for band in out:
        band.sort(key=lambda r: r.x0)
    return out


# ---------------------------------------------------------------- tables without a grid


def _aligned(bands: list[list[Row]]) -> list[list[Row]]:
    """The bands that are rows of tables: drawn row by row, their cells aligned, three or more one under the other (two
    of three columns)."""
    out: list[list[Row]] = []
    run: list[list[Row]] = []
    for band in [*bands, []]:
        fits = len(band) > 1 and _drawn_together(band)
        if fits and run and (_under(run[-1], band) and _near(run[-1], band)):
            run.append(band)
            continue
        if len(run) > 1 and (len(run) > 2 or len(run[0]) > 2) and not _prose(run):
            out += run
        run = [band] if fits else []
    return out


def _drawn_together(band: list[Row]) -> bool:
    """Whether nothing else was drawn between the parts of the band."""
    orders = sorted((min(p.order for p in r.pieces), max(p.order for p in r.pieces)) for r in band)
    return all(after[0] - before[1] <= 2 for before, after in pairwise(orders))


def _under(above: list[Row], below: list[Row]) -> bool:
    """Whether each part of the shorter band shares an edge or its middle with one of the other, none across a gap."""
    few, many = (above, below) if len(above) <= len(below) else (below, above)
    slack = 0.35 * few[0].size
    for a in few:
        marks = (a.x0, (a.x0 + a.x1) / 2, a.x1)
        if not any(
            any(abs(m - n) <= slack for m, n in zip(marks, (b.x0, (b.x0 + b.x1) / 2, b.x1), strict=True)) for b in many
        ):
            return False
        if sum(min(a.x1, b.x1) - max(a.x0, b.x0) > slack for b in many) > 1:
            return False
    return True


def _near(above: list[Row], below: list[Row]) -> bool:
    return below[0].base - above[0].base <= 3.2 * max(above[0].size, below[0].size)


def _prose(run: list[list[Row]]) -> bool:
    """Whether these bands are columns of text that were drawn across: long lines on both sides of one gutter."""
    lengths = sorted(sum(len(p.text) for p in part.pieces) for band in run for part in band)
    return len(run[0]) <= 3 and lengths[len(lengths) // 2] >= PROSE


def _table_row(band: list[Row]) -> Row:
    row = Row.of([p for part in band for p in part.pieces])
    starts, at = [], 0
    for part in band:
        starts.append(at)
        at += len(part.pieces)
    row.cells = tuple(starts)
    row.base, row.size = band[0].base, max(part.size for part in band)
    return row


# ---------------------------------------------------------------- gutters


def _gutters(bands: list[list[Row]], tabled: list[list[Row]]) -> list[Gutter]:
    """White that runs down between parts of `RIVER` bands or more that are no table."""
    held = {id(b) for b in tabled}
    rivers: list[tuple[Gutter, int]] = []
    for band in bands:
        if id(band) in held:
            continue
        for left, right in pairwise(band):
            if right.x0 - left.x1 < GAP * left.size:
                continue
            for n, (river, times) in enumerate(rivers):
                x0, x1 = max(river.x0, left.x1), min(river.x1, right.x0)
                if x1 - x0 > 0.5 * left.size and left.base - river.bottom <= 2.5 * left.size:
                    rivers[n] = (Gutter(x0, river.top, x1, left.base), times + 1)
                    break
            else:
                rivers.append((Gutter(left.x1, left.base, right.x0, left.base), 1))
    return [river for river, times in rivers if times >= RIVER]


def _lies_in(row: Row, end: float, start: float, gutter: Gutter) -> bool:
    """Whether the gap of this row from `end` to `start` is a stretch of the gutter."""
    level = gutter.top - row.size <= row.base <= gutter.bottom + row.size
    return level and end <= (gutter.x0 + gutter.x1) / 2 <= start


# ---------------------------------------------------------------- grids


def grids(rules: Sequence[Rule]) -> list[Grid]:
    """The ruled frames of two rows and two columns or more."""
    flat, tall = _edges(rules)
    out: list[Grid] = []
    for group in _touching([*flat, *tall]):
        ys = _levels([(e[1] + e[3]) / 2 for e in group if e[2] - e[0] > e[3] - e[1]])
        xs = _levels([(e[0] + e[2]) / 2 for e in group if e[2] - e[0] <= e[3] - e[1]])
        if len(ys) >= 3 and len(xs) >= 3:
            out.append(Grid(ys, xs))
    return out


def _edges(rules: Sequence[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical rulings; a box gives its four edges."""
    flat: list[Rule] = []
    tall: list[Rule] = []
    for x0, top, x1, bottom in rules:
        width, height = x1 - x0, bottom - top
        if height <= THIN and width >= SHORTEST:
            flat.append((x0, top, x1, bottom))
        elif width <= THIN and height >= SHORTEST / 2:
            tall.append((x0, top, x1, bottom))
        elif width >= SHORTEST and height >= SHORTEST / 2:
            flat += [(x0, top, x1, top), (x0, bottom, x1, bottom)]
            tall += [(x0, top, x0, bottom), (x1, top, x1, bottom)]
    return flat, tall


def _touching(edges: list[Rule]) -> list[list[Rule]]:
    """Edges that meet, directly or through others."""
    groups: list[tuple[list[float], list[Rule]]] = []
    for edge in edges:
        box, held = list(edge), [edge]
        rest = []
        for other, members in groups:
            meets = (
                other[0] - TOUCH <= box[2]
                and box[0] - TOUCH <= other[2]
                and other[1] - TOUCH <= box[3]
                and box[1] - TOUCH <= other[3]
            )
            if meets:
                box = [min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3])]
                held += members
            else:
                rest.append((other, members))
        groups = [*rest, (box, held)]
    return [members for _, members in groups]


def _levels(values: list[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > TOUCH:
            out.append(value)
    return out


def _in_grids(rows: list[Row], frames: list[Grid]) -> list[Row]:
    for frame in frames:
        rows = _in_grid(rows, frame)
    return rows


def _in_grid(rows: list[Row], frame: Grid) -> list[Row]:
    """The rows with those inside the frame put together by its cells, unless the frame holds text and not a table."""
    inside = [r for r in rows if not r.cells and _holds(frame, r)]
    cells: dict[tuple[int, int], list[Row]] = {}
    for row in inside:
        for part in _at_rulings(row, frame):
            middle, height = (part.x0 + part.x1) / 2, part.base - 0.3 * part.size
            column = sum(x < max(part.x0 + 1, min(middle, part.x0 + part.size)) for x in frame.xs) - 1
            line = sum(y < height for y in frame.ys) - 1
            cells.setdefault((line, column), []).append(part)
    lines = {line for line, _ in cells}
    if len({column for _, column in cells}) < 2 or len(lines) < 2 or max(map(len, cells.values())) > CELL_LINES:
        return rows
    out = [r for r in rows if r not in inside]
    for line in sorted(lines):
        held = [sorted(cells[key], key=lambda r: (r.base, r.x0)) for key in sorted(cells) if key[0] == line]
        for level in _levels_of(held):
            out.append(_table_row([Row.of([p for part in parts for p in part.pieces]) for parts in level]))
    return sorted(out, key=lambda r: r.order)


def _levels_of(held: list[list[Row]]) -> list[list[list[Row]]]:
    """The rows that stand between two rulings: one, or several without a ruling where all cells have as many lines, on
    the same baselines."""
    many = len(held[0])
    if many > 1 and len(held) > 1 and all(len(parts) == many for parts in held):
        first = held[0]
        if all(abs(p.base - q.base) <= LEVEL * p.size for parts in held for p, q in zip(parts, first, strict=True)):
            return [[[parts[n]] for parts in held] for n in range(many)]
    return [held]


def _holds(frame: Grid, row: Row) -> bool:
    middle = row.base - 0.3 * row.size
    return frame.ys[0] <= middle <= frame.ys[-1] and frame.xs[0] - TOUCH <= row.x0 and row.x1 <= frame.xs[-1] + TOUCH


def _at_rulings(row: Row, frame: Grid) -> list[Row]:
    """The row cut where a vertical ruling stands between two of its pieces, or at a space inside one."""
    pieces = [part for piece in row.pieces for part in _split(piece, frame.xs)]
    cuts = []
    for n, (before, after) in enumerate(pairwise(pieces), 1):
        if any(before.x1 - 1 <= x <= after.x0 + 1 for x in frame.xs):
            cuts.append(n)
    return [Row.of(pieces[a:b]) for a, b in pairwise([0, *cuts, len(pieces)])]


def _split(piece: Piece, xs: Sequence[float]) -> list[Piece]:
    """The piece cut at the spaces over which these rulings stand: cells that were set with one operator."""
    inside = [x for x in xs if piece.x0 + 1 < x < piece.x1 - 1]
    if not inside or " " not in piece.text:
        return [piece]
    glyphs, parts = list(piece.glyphs()), [0]
    for n in range(1, len(glyphs) - 1):
        left, right = glyphs[n - 1].x1 - 1, glyphs[n + 1].x0 + 1
        if glyphs[n].char.isspace() and any(left <= x <= right for x in inside):
            parts.append(n + 1)
    held = [glyphs[a:b] for a, b in pairwise([*parts, len(glyphs)])]
    inked = (g[:-1] if g and g[-1].char.isspace() else g for g in held)
    return [piece.cut(g) for g in inked if g]
