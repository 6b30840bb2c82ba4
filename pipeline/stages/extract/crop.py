"""Pictures of pages for the report: a page, or what a box on it shows."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from pipeline.errors import Damaged
from pipeline.model.place import Box

MARGIN = 2.0  # points around a box, so that nothing touches the edge
MOST_PIXELS = 25_000_000  # of one picture: an A4 page at 4 pixels a point is 8 million, a poster is drawn smaller

COLOURS = 64  # of a picture's palette: text and its edges need 16, a logo more; a quarter of the bytes of true colour


def render(path: Path, page: int, box: Box | None = None, scale: float = 2.0) -> bytes:
    """A PNG of the page (from 1), or of `box` on it and a small margin; `scale` is pixels per point.

    Boxes are in points from the top left of the page as it is shown. The same file gives the same bytes.
    Raises Damaged when there is no such page or it cannot be drawn."""
    import pypdfium2

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
