"""A row as a `Line`: word spaces between pieces, runs of one font, size and height."""

from __future__ import annotations

from itertools import pairwise

from pipeline.model.document import Line, Run
from pipeline.model.place import Span

from .piece import ACCENTS, Piece
from .row import CAP, SAME_BASE, Row
from .turn import upright

# em: a word space between two pieces. Justified lines are squeezed to .14; a fallback glyph that stands alone may have
# up to .15 of air on either side without there being a space.
SPACE, SPACE_LONE, SPACE_RAISED = 0.10, 0.17, 0.22
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
OVER = 0.06  # em by which two letters lie over one another on purpose; kerning pulls them together by .05 at most
ASCENT, DESCENT = 0.75, 0.25  # em of a line's box above and below its baseline


def line_of(row: Row, turn: int, page: int) -> Line:
    """The row as a `Line`; its text is empty where there is nothing to see."""
    if len(row.pieces) == 1 and not row.cells:
        return _single(row.pieces[0], turn, page)
    text, at_end = "", True
    runs: list[Run] = []
    # of each run: start, end, first piece, right edge, and the baseline it is raised above
    kept: list[tuple[int, int, Piece, float, float]] = []
    last: Piece | None = None
    x1, base = row.x0, row.base
    air = _tracking(row)
    starts: list[int] = []
    cells: tuple[Span, ...] = ()
    overlaps: list[Span] = []
    for n, piece in enumerate(row.pieces):
        said = piece.text
        if n in row.cells:
            said = said.lstrip()
            text = text.rstrip() + " " if n else ""
            starts.append(len(text))
            x1, base = piece.x0, piece.base
        elif row.cells and last and piece.base - last.base > 0.6 * piece.size:
            said = said.lstrip()  # the next line of a cell
            text, x1, base = text.rstrip() + "\n", piece.x0, piece.base
        elif at_end:
            said = said.lstrip()
        elif last and not said[0].isspace() and _spaced(last, piece, piece.x0 - x1 - air):
            text += " "
        start = len(text)
        if last and x1 - piece.x0 > OVER * piece.size and _is_letter(text[-1:]) and _is_letter(said[:1]):
            overlaps.append(Span(start - 1, start + 1))
        text += said
        at_end = not text or text[-1].isspace()
        x1 = piece.x1 if last is None or piece.x1 > x1 or n in row.cells else x1
        last = piece
        if not said or said.isspace():
            continue
        end = len(text.rstrip()) if at_end else len(text)
        if kept and n not in row.cells and _alike(kept[-1][2], piece):
            start, _, piece, _, _ = kept.pop()
        kept.append((start, end, piece, x1, base))
    text = _hyphened(text.rstrip())
    bold = 0
    for start, end, piece, right, level in kept:
        base, size, font = piece.base, piece.size, piece.font
        raised = level - base
        raised = round(raised, 2) if abs(raised) > SAME_BASE * row.size else 0.0
        box = upright(piece.x0, base - ASCENT * size, right, base + DESCENT * size, turn, page)
        runs.append(Run(Span(start, end), box, size, font.name, font.bold, font.italic, raised))
        bold += end - start if font.bold else start - end
    top, bottom = row.base - ASCENT * row.size, row.base + DESCENT * row.size
    if row.cells:
        bottom = max(bottom, max(p.base + DESCENT * p.size for p in row.pieces))
        cells = tuple(Span(a, len(text[:b].rstrip())) for a, b in pairwise([*starts, len(text)]))
    box = upright(row.x0, top, row.x1, bottom, turn, page)
    return Line(text, box, row.size, bold > 0, tuple(runs), cells, tuple(overlaps), turn)


def _single(piece: Piece, turn: int, page: int) -> Line:
    """The line of one piece: most lines."""
    text, size, font = _hyphened(piece.text.strip()), piece.size, piece.font
    box = upright(piece.x0, piece.base - ASCENT * size, piece.x1, piece.base + DESCENT * size, turn, page)
    runs = (Run(Span(0, len(text)), box, size, font.name, font.bold, font.italic, 0.0),)
    return Line(text, box, size, font.bold, runs, turn=turn)


def _is_letter(char: str) -> bool:
    return char.isalpha() and char not in ACCENTS


def _hyphened(text: str) -> str:
    """A soft hyphen that ends a line is drawn as a hyphen, and is one: pdfium tells no other."""
    return text[:-1] + "-" if text.endswith(SOFT_HYPHEN) else text


def _tracking(row: Row) -> float:
    """The air between letters that were drawn one by one and spaced on purpose, in points; 0 in most lines."""
    if row.mass > 1 or len(row.pieces) < 6:
        return 0.0
    gaps = sorted(b.x0 - a.x1 for a, b in pairwise(row.pieces))
    return max(0.0, gaps[len(gaps) // 2])


def _alike(one: Piece, other: Piece) -> bool:
    """Whether two pieces of a line that follow each other are one run."""
    return (
        one.font == other.font
        and abs(one.size - other.size) < 0.01
        and abs(one.base - other.base) <= SAME_BASE * one.size
    )


def _spaced(last: Piece, piece: Piece, gap: float) -> bool:
    size = min(last.size, piece.size)
    if last.size > CAP * piece.size and len(last.text) == 1:
        return False  # an initial
    if abs(last.base - piece.base) > SAME_BASE * size:
        return gap > SPACE_RAISED * size
    lone = len(last.text) == 1 or len(piece.text) == 1
    return gap > (SPACE_LONE if lone else SPACE) * size
