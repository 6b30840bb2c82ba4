"""Which engine reads which page: pdfium, and pdfplumber where pdfium is in doubt and pdfplumber is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.errors import Empty, NoTextLayer, TooLarge, Undecodable
from pipeline.model.document import Doubt, Page, Pages, Source

from . import geometry, pdfium

# Share of a file's characters without a letter above which reading on is no use: a simple font's accents and ligatures
# are under .15 of a French text, a font without any map is 1.
LOST = 0.5


def read_pdf(source: Source, path: Path, engine: str, most_pages: int) -> Pages:
    """All pages of a PDF. Raises as `extract` does."""
    pages, doubts, pictures, drawn, odd, letters = [], [], 0, 0, 0, 0
    with pdfium.Reader(path) as reader:
        if reader.count == 0:
            raise Empty("the PDF has no pages")
        if most_pages and reader.count > most_pages:
            raise TooLarge(f"the file has {reader.count} pages, the limit is {most_pages}")
        for index in range(reader.count):
            page, seen = reader.page(index, lambda d, n=index + 1: (_page(d, n), d))  # type: ignore[misc]
            pages.append(page)
            pictures += seen.pictures
            drawn += seen.drawn
            odd += seen.strange
            letters += sum(len(line.text) for line in page.lines)
            if seen.strange:
                says = f"{seen.strange} characters have no sound map to letters"
                doubts.append(Doubt(index + 1, "unmapped-glyphs", seen.strange, says))
        title = reader.title
    if not letters:
        if pictures or drawn:
            raise NoTextLayer()
        raise Empty("nothing is drawn on its pages")
    if odd > LOST * letters:
        raise Undecodable(f"{odd} of {letters} characters have no letter")
    filled = replace(source, media_type="application/pdf", pages=len(pages), extractor=pdfium.version())
    return Pages(filled, tuple(pages), tuple(doubts), title)


def _page(drawn: pdfium.Drawn, number: int) -> Page:
    found = geometry.lines(drawn.pieces, number)
    return Page(number, round(drawn.width, 2), round(drawn.height, 2), tuple(found), "pdfium")
