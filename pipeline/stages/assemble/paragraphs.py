"""Blocks made into the frozen paragraphs of the model: raw text, places, rows and notes."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.document import Paragraph, Place
from pipeline.model.place import Span
from pipeline.model.text import Text

from .block import Block


def paragraphs(blocks: Sequence[Block], language: str) -> tuple[Paragraph, ...]:
    """One paragraph a block, ids counted from 0; lines are joined by a line feed and stay as the page said them."""
    notes = {b.label: f"{language}.{n}" for n, b in enumerate(blocks) if b.kind == "footnote" and b.label}
    return tuple(_paragraph(b, f"{language}.{n}", notes) for n, b in enumerate(blocks))


def _paragraph(block: Block, id: str, notes: dict[str, str]) -> Paragraph:  # noqa: A002 - the contract's own word
    starts, raw, places = [], "", []
    for line in block.lines:
        text = line.text.strip()
        raw += "\n" if raw else ""
        starts.append(len(raw) - (len(line.text) - len(line.text.lstrip())))
        if line.box:
            places.append(Place(Span(len(raw), len(raw) + len(text)), line.box))
        raw += text
    spans = [[Span(starts[n] + a, starts[n] + b) for n, a, b in row] for row in block.rows]
    marks = [(Span(starts[n] + a, starts[n] + b), label) for n, a, b, label in block.marks]
    return Paragraph(
        id=id,
        kind=block.kind,
        text=Text(raw),
        places=tuple(places),
        level=block.level,
        rows=tuple(tuple(row) for row in spans),
        notes=tuple((span, notes[label]) for span, label in marks if label in notes),
    )
