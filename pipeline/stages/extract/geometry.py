"""From pieces of text to lines, the same way for both engines.

A line is what stands on one baseline without a gutter in it. Pieces are chained in the order in which they were drawn,
since that is mostly the order in which they are read; what was drawn late, out of order, raised or lowered is then put
where it stands. Lengths are in ems of the text they concern, so that 6 pt notes and 30 pt titles are judged alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from unicodedata import combining

from pipeline.model.document import Line

from .line import line_of
from .piece import ACCENTS, Glyph, Piece
from .row import CAP, CLOSE, RAISED, SAME_BASE, TINY, Row, shifted
from .tables import Rule, arranged

MOST_ROWS = 3000  # on one page: a newspaper's has 800. Where there are more, each is left as it was drawn
TWICE = 0.15  # em, across and along together, within which the same text is drawn over itself
NEAR = 0.6  # em: the gap over which pieces drawn out of order are still brought together


def lines(pieces: dict[int, list[Piece]], page: int, rules: Sequence[Rule] = ()) -> list[Line]:
    """The lines of a page, in the order in which their first pieces were drawn; what reads askew comes last."""
    out: list[Line] = []
    for turn in sorted(pieces, key=lambda t: (t % 90 != 0, min(p.order for p in pieces[t]))):
        rows = joined(capped(chained(pieces[turn])))
        if turn == 0 and len(rows) <= MOST_ROWS:
            rows = arranged(rows, rules)
        out += [line for line in (line_of(row, turn, page) for row in rows) if line.text]
    return out


def chained(pieces: Iterable[Piece]) -> list[Row]:
    """Rows as they were drawn; what was drawn twice in one place, to look bold or to cast a shadow, once."""
    rows: list[Row] = []
    row: Row | None = None
    drawn: dict[str, Piece] = {}
    for piece in pieces:
        twin = drawn.get(piece.text)
        drawn[piece.text] = piece
        if twin and abs(twin.x0 - piece.x0) + abs(twin.base - piece.base) < TWICE * piece.size:
            drawn[piece.text] = twin
        elif row is not None and row.takes(piece):
            row.add(piece)
        elif piece.text.isspace():
            row = None
        else:
            row = Row(piece)
            rows.append(row)
    return rows


def joined(rows: list[Row]) -> list[Row]:
    """Rows of which those that share a line are one: late glyphs in their gaps, runs drawn out of order."""
    if len(rows) > MOST_ROWS:
        return rows
    order = sorted(range(len(rows)), key=lambda k: rows[k].base)
    home = list(range(len(rows)))

    def root(k: int) -> int:
        while home[k] != k:
            k = home[k]
        return k

    levels = [(rows[k].base, rows[k].size) for k in order]
    for n, i in enumerate(order):
        base, size = levels[n]
        for m in range(n + 1, len(order)):
            below = levels[m]
            if below[0] - base > RAISED * (size if size > below[1] else below[1]):
                break
            j = order[m]
            a, b = rows[root(i)], rows[root(j)]
            if a is not b and _together(a, b):
                first, second = sorted((root(i), root(j)))
                home[second] = first
                rows[first] = _merged(rows[first], rows[second])
    return [row for k, row in enumerate(rows) if home[k] == k]


def capped(rows: list[Row]) -> list[Row]:
    """Rows with a large initial put before the first of the lines that stand beside it."""
    if len(rows) > MOST_ROWS:
        return rows
    for cap in [r for r in rows if r.mass <= 2 and len(r.pieces) == 1 and r.pieces[0].text.strip().isalpha()]:
        beside = [
            r
            for r in rows
            if r.size * CAP < cap.size
            and -0.3 * r.size <= r.x0 - cap.x1 <= 1.5 * r.size
            and cap.base - cap.size < r.base <= cap.base + SAME_BASE * r.size
        ]
        if len(beside) > 1:  # beside a single line it is no initial but a large first letter
            first = min(beside, key=lambda r: r.base)
            first.pieces.insert(0, cap.pieces[0])
            first.x0 = cap.x0
            rows = [r for r in rows if r is not cap]
    return rows


def _together(a: Row, b: Row) -> bool:
    size = max(a.size, b.size)
    rise = a.base - b.base
    overlap = min(a.x1, b.x1) - max(a.x0, b.x0)
    level = abs(rise) <= SAME_BASE * size and min(a.size, b.size) >= TINY * size
    if not level and not shifted(rise, a.size, b.size):
        return False
    if overlap <= 0.2 * min(a.size, b.size):
        return -overlap <= (NEAR if level else CLOSE) * size
    return not _collide(a, b)


def _collide(a: Row, b: Row) -> bool:
    """Whether letters of two rows lie on one another, so that they cannot be one line (stamped text, shadows)."""
    left, right = max(a.x0, b.x0), min(a.x1, b.x1)
    few, many = sorted((_inked(row, left, right) for row in (a, b)), key=len)
    hits = sum(any(_covers(g, o) or _covers(o, g) for o in many) for g in few)
    return hits > 0.2 * len(few)


def _covers(one: Glyph, other: Glyph) -> bool:
    """Whether the middle of a character lies well inside another."""
    middle, air = (other.x0 + other.x1) / 2, 0.15 * (one.x1 - one.x0)
    return one.x0 + air < middle < one.x1 - air


def _inked(row: Row, left: float, right: float) -> list[Glyph]:
    """What can be seen of the pieces that reach into this stretch; accents are meant to lie over letters."""
    held = [g for p in row.pieces if p.x1 > left and p.x0 < right for g in p.glyphs()]
    return [g for g in held if not g.char.isspace() and not combining(g.char) and g.char not in ACCENTS]


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


def _stands_at(glyph: Glyph, letters: Sequence[Glyph]) -> float:
    """Where a character is read: an accent just before the letter over which it is drawn."""
    if glyph.char in ACCENTS:
        middle = (glyph.x0 + glyph.x1) / 2
        under = [g.x0 for g in letters if g.x0 <= middle <= g.x1]
        if under:
            return max(under) - 0.01
    return glyph.x0


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
    letters = [g for g, *_ in marks if g.char.isalpha()]
    marks.sort(key=lambda m: (_stands_at(m[0], letters), m[1].order, m[2]))
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
