"""Lines to paragraphs: what belongs together, in which order it is read, and what kind of thing it is."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import languages
from pipeline.languages.layout import Layout, layout
from pipeline.model.document import Document, Dropped, Pages, Tongue

from .block import Block, words
from .furniture import furniture_of_text
from .kinds import kinds
from .paragraphs import paragraphs
from .plain import blocks_of


def assemble(pages: Pages, tongue: Tongue) -> Document:
    """The document of these pages: paragraphs with kinds, in reading order, raw or with patches of geometry.

    Every character of the pages but white space stands in the raw text of a paragraph or in `dropped`."""
    known = layout(spoken(tongue))
    dropped: list[Dropped] = []
    if any(line.box for page in pages.pages for line in page.lines):
        from .geometry import read

        blocks, dropped = read(pages, known)
    else:
        lines, dropped = furniture_of_text(pages.pages, known)
        blocks = blocks_of(lines, known)
    kinds(blocks, known)
    made = paragraphs(blocks, pages.source.language or spoken(tongue))
    title = next((p.text.mended for p in made if p.kind == "title"), "")
    date = next((d for b in blocks if b.kind == "dateline" and (d := known.date_of(b.text))), "") or _date(
        blocks, known
    )
    return Document(
        source=pages.source,
        language=tongue,
        paragraphs=made,
        dropped=tuple(dropped),
        doubts=pages.doubts,
        title=title,
        date=date,
        glyphs=pages.glyphs,
    )


def _date(blocks: Sequence[Block], known: Layout) -> str:
    """The date that stands among other words in the masthead, when no line of its own tells it."""
    head = [b.text for b in blocks[:8] if b.kind in ("boilerplate", "heading", "paragraph") and words(b.text) <= 12]
    return next((d for text in head if (d := known.date_in(text))), "")


def spoken(tongue: Tongue) -> str:
    """The language to read by: what it was said to be in, else what it is found to be in."""
    return next(
        (c for c in (tongue.declared, tongue.detected) if c in languages.codes()), tongue.declared or tongue.detected
    )
