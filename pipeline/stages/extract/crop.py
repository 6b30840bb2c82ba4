"""Pictures of pages for the report: a page, or what a box on it shows.

They are drawn in a process of their own: a page whose text was read in a moment may hold a picture of a square
kilometre."""

from __future__ import annotations

import atexit
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from pipeline import pace
from pipeline.config import Limits
from pipeline.errors import Damaged, DocumentError
from pipeline.model.place import Box
from pipeline.pool import Pool

MARGIN = 2.0  # points around a box, so that nothing touches the edge
MOST_PIXELS = 25_000_000  # of one picture: an A4 page at 4 pixels a point is 8 million, a poster is drawn smaller

COLOURS = 64  # of a picture's palette: text and its edges need 16, a logo more; a quarter of the bytes of true colour


# Of one page: an A4 page takes 0.05 s, one of 25 million pixels 3 s and 500 MB.
LIMITS = Limits(seconds=60.0, memory=1_500.0, page_seconds=15.0, page_megabytes=900.0)


class Wanted(NamedTuple):
    """What is to be drawn; see `render`."""

    path: Path
    page: int
    box: Box | None
    scale: float


def render(path: Path, page: int, box: Box | None = None, scale: float = 2.0) -> bytes:
    """A PNG of the page (from 1), or of `box` on it and a small margin; `scale` is pixels per point.

    Boxes are in points from the top left of the page as it is shown. The same file gives the same bytes.
    Raises Damaged when there is no such page or it cannot be drawn, or what else the process that draws ended in."""
    value = _drawer().ask(Wanted(path, page, box, scale))
    if isinstance(value, DocumentError):
        raise value
    return bytes(value)


@cache
def _drawer() -> Pool:
    """The process that draws; it waits for the next page until this process ends."""
    pool = Pool(draw, 1, LIMITS.seconds, LIMITS.memory)
    atexit.register(pool.close)
    return pool


def draw(wanted: Wanted) -> bytes:
    """What `render` does, in this process."""
    import pypdfium2

    path, page, box, scale = wanted
    pace.begin(LIMITS, path.stat().st_size)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        raise Damaged() from None
    try:
        if not 1 <= page <= len(document):
            raise Damaged(f"there is no page {page}")
        sheet = document[page - 1]
        width, height = sheet.get_size()
        crop = _cut_off(box, width, height) if box else (0.0, 0.0, 0.0, 0.0)
        shown = (width - crop[0] - crop[2]) * (height - crop[1] - crop[3])
        scale = min(scale, (MOST_PIXELS / max(shown, 1.0)) ** 0.5)
        picture = sheet.render(scale=scale, crop=crop).to_pil().quantize(COLOURS)
    except pypdfium2.PdfiumError:
        raise Damaged(f"page {page} cannot be drawn") from None
    finally:
        document.close()
    held = BytesIO()
    picture.save(held, "PNG", optimize=False)
    return held.getvalue()


def _cut_off(box: Box, width: float, height: float) -> tuple[float, float, float, float]:
    """What to leave out on the left, below, on the right and above (pdfium's order), so that the box is left."""
    x0, top = max(0.0, box.x0 - MARGIN), max(0.0, box.top - MARGIN)
    x1, bottom = min(width, box.x1 + MARGIN), min(height, box.bottom + MARGIN)
    if x1 - x0 < 1 or bottom - top < 1:  # a box off the page
        return (0.0, 0.0, 0.0, 0.0)
    return (x0, height - bottom, width - x1, top)
