"""The reading order of a page: columns side by side, and what goes over all of them."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from statistics import median

from .slug import Slug

GUTTER = 4.0  # points between two columns, at the least
COLUMN_LINES = 3  # a column has as many lines
MOST_SLUGS = 1500  # on one page: a newspaper's has 800. Where there are more, no columns are looked for
COLUMN_CHARS = 14  # and as many characters a line, half of the time: shorter ones are cells of a table


def columns(sheet: Sequence[Slug], body: float) -> list[list[Slug]]:
    """The slugs of a page as zones in reading order, each from top to bottom."""
    down = sorted(sheet, key=lambda s: (round(s.base, 1), s.x0))
    # lines that share no height are not beside each other, and most that follow each other do not
    level = ((a, b) for a, b in itertools.pairwise(down) if a.bottom > b.top and b.bottom > a.top)
    if len(down) > MOST_SLUGS or not any(a.beside(b) for a, b in level):
        return [down] if down else []
    gutters = _gutters(down)
    if not gutters:
        return [_by_rows(down)]
    return _banded(down, gutters, body)


def _by_rows(down: list[Slug]) -> list[Slug]:
    """Slugs of one row from left to right, though their baselines differ by a little."""
    rows: list[list[Slug]] = []
    for slug in down:
        if rows and any(slug.beside(other) for other in rows[-1]):
            rows[-1].append(slug)
        else:
            rows.append([slug])
    return [s for row in rows for s in sorted(row, key=lambda s: s.x0)]


def _gutters(down: list[Slug]) -> list[float]:
    """The x at which a column begins, for each column but the first."""
    starts = Counter(round(s.x0 / 3) for s in down if not s.line.cells)
    first = min(s.x0 for s in down)
    out: list[float] = []
    for at, _ in sorted(starts.items()):
        if starts[at] + starts[at + 1] + starts[at - 1] < COLUMN_LINES:
            continue
        x = min(s.x0 for s in down if abs(round(s.x0 / 3) - at) <= 1)
        if x <= first + 20 or (out and x < out[-1] + 40):
            continue
        if _parts(down, x):
            out.append(x)
    return out


def _parts(down: list[Slug], x: float) -> bool:
    """Does a gutter before `x` part two columns of text?"""
    left = [s for s in down if s.x1 <= x - GUTTER and not s.line.cells]
    right = [s for s in down if s.x0 >= x - 1 and not s.line.cells]
    if len(left) < COLUMN_LINES or len(right) < COLUMN_LINES:
        return False
    tops = sorted({(s.top, s.bottom) for s in left})
    if sum(_level(tops, s) for s in right) * 2 < min(len(left), len(right)):
        return False
    sides = sorted({(s.top, s.bottom) for s in left + right})
    across = [s for s in down if s.x0 < x - 1 and s.x1 > x - GUTTER and not s.line.cells]
    if sum(_level(sides, s) for s in across) * 10 > len(across):
        return False
    return min(median(len(s.text) for s in left), median(len(s.text) for s in right)) >= COLUMN_CHARS


def _level(tops: list[tuple[float, float]], slug: Slug) -> bool:
    """Does one of these (top, bottom) share more than half of the slug's height?"""
    at = bisect_left(tops, (slug.top - slug.height * 2, 0.0))
    while at < len(tops) and tops[at][0] < slug.bottom:
        if min(tops[at][1], slug.bottom) - max(tops[at][0], slug.top) > 0.5 * slug.height:
            return True
        at += 1
    return False


def _banded(down: list[Slug], gutters: list[float], body: float) -> list[list[Slug]]:
    """Bands from top to bottom; in each band the columns from left to right."""
    out: list[list[Slug]] = []
    band: list[list[Slug]] = [[] for _ in range(len(gutters) + 1)]
    across: list[Slug] = []

    def flush() -> None:
        out.extend(column for column in band if column)
        for n in range(len(band)):
            band[n] = []

    for slug in down:
        spans = any(slug.x0 < g - 1 and slug.x1 > g - GUTTER for g in gutters)
        if spans or _heads(slug, down, gutters, body):
            if any(band):
                flush()
                across = []
            if not across:
                out.append(across := [])
            across.append(slug)
        else:
            across = []
            band[sum(slug.x0 >= g - 1 for g in gutters)].append(slug)
    flush()
    return [zone for zone in out if zone]


def _heads(slug: Slug, down: list[Slug], gutters: list[float], body: float) -> bool:
    """A heading at the left over all columns: larger than the text, nothing beside it, columns above and below."""
    if (slug.size < 1.1 * body and not slug.wholly_bold) or slug.x0 >= gutters[0] - 1:
        return False
    others = [s for s in down if s.x0 >= gutters[0] - 1]
    if any(s.top < slug.bottom + 0.3 * slug.size and s.bottom > slug.top - 0.3 * slug.size for s in others):
        return False
    return any(s.bottom <= slug.top for s in others) and any(s.top >= slug.bottom for s in others)
