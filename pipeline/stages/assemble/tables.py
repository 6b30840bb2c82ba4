"""Tables: lines whose cells the engine told, and lines side by side that are no columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .slug import Slug


def tables(flow: Sequence[Slug]) -> Iterator[tuple[list[Slug], bool]]:
    """The flow cut into (stretch, is a table), nothing left out."""
    rows = _rows(flow)
    stretch: list[Slug] = []
    n = 0
    while n < len(rows):
        end = _table_end(rows, n)
        if end > n:
            if stretch:
                yield stretch, False
                stretch = []
            yield [s for row in rows[n:end] for s in row], True
            n = end
        else:
            stretch += rows[n]
            n += 1
    if stretch:
        yield stretch, False


def _rows(flow: Sequence[Slug]) -> list[list[Slug]]:
    """Slugs that stand side by side, together."""
    rows: list[list[Slug]] = []
    for slug in flow:
        if rows and rows[-1][-1].zone == slug.zone and rows[-1][-1].beside(slug):
            rows[-1].append(slug)
        else:
            rows.append([slug])
    return rows


def _wide(row: Sequence[Slug]) -> bool:
    return (len(row) > 1 and not row[0].mono) or len(row[0].line.cells) > 1


def _table_end(rows: Sequence[Sequence[Slug]], start: int) -> int:
    """Behind the last row of the table that begins at `start`; `start` itself when none does.

    Two rows of two cells or more make a table; a row of one cell may stand between them when it is set as near."""
    if not _wide(rows[start]):
        return start
    end, wide = start + 1, 1
    n = start + 1
    while n < len(rows):
        last, row = rows[n - 1][0], rows[n][0]
        if row.zone != last.zone or row.top - last.bottom > 2.2 * row.size:
            break
        if _wide(rows[n]):
            wide += 1
            end = n + 1
        elif n - end >= 2 or (not row.line.cells and len(row.text) > 60):
            break
        n += 1
    ruled = any(s.line.cells for row in rows[start:end] for s in row)
    return end if wide >= 2 or ruled else start
