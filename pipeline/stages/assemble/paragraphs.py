"""Blocks made into the frozen paragraphs of the model: raw text, places, rows, notes, and the patches of geometry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model.document import Line, Paragraph, Place, Run
from pipeline.model.place import Span
from pipeline.model.text import Patch, Text

from .block import Block

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
OVERLAPPED = {"oe": "œ", "OE": "Œ", "Oe": "Œ", "ae": "æ", "AE": "Æ"}
SMALL = 0.9  # of the line's size: what is raised and no smaller is an odd glyph, not a superscript


def paragraphs(blocks: Sequence[Block], language: str) -> tuple[Paragraph, ...]:
    """One paragraph a block, ids counted from 0; lines are joined by a line feed and stay as the page said them."""
    notes = {b.label: f"{language}.{n}" for n, b in enumerate(blocks) if b.kind == "footnote" and b.label}
    return tuple(_paragraph(b, f"{language}.{n}", notes) for n, b in enumerate(blocks))


def _paragraph(block: Block, id: str, notes: dict[str, str]) -> Paragraph:  # noqa: A002 - the contract's own word
    starts: list[int] = []
    parts: list[str] = []
    places: list[Place] = []
    patches: dict[Span, Patch] = {}
    at = 0
    for line in block.lines:
        said = line.text.strip()
        start = at if line.text.startswith(said) else at - (len(line.text) - len(line.text.lstrip()))
        starts.append(start)
        parts.append(said)
        if line.box:
            places.append(Place(Span(at, at + len(said)), line.box))
        if line.overlaps:
            patches.update((p.span, p) for p in _overlapped(line, start))
        if len(line.runs) > 1:
            for run in line.runs[1:]:
                if run.raised > 0 and (patch := _raised(run, line, start)):
                    patches[patch.span] = patch
        at += len(said) + 1
    raw = "\n".join(parts)
    marks = [(Span(starts[n] + a, starts[n] + b), label) for n, a, b, label in block.marks]
    if block.kind == "footnote" and block.mark:
        marks.append((Span(0, block.mark), ""))
    for span, label in marks:
        if span.of(raw).isdigit():
            room = "" if label or raw[span.end : span.end + 1].isspace() else " "
            patches[span] = Patch(span, span.of(raw).translate(RAISED) + room, ("any.note-marker",))
    text = Text(raw, tuple(sorted(patches.values())))
    return Paragraph(
        id=id,
        kind=block.kind,
        text=text,
        places=tuple(places),
        level=block.level,
        rows=tuple(tuple(text.mended_span(_cell(starts[n], a, b, raw)) for n, a, b in row) for row in block.rows),
        notes=tuple((text.mended_span(span), notes[label]) for span, label in sorted(marks) if label in notes),
    )


def _cell(start: int, a: int, b: int, raw: str) -> Span:
    """A cell's place in the raw text, the white space at the end of its line apart."""
    return Span(min(max(0, start + a), len(raw)), min(max(0, start + b), len(raw)))


def _overlapped(line: Line, start: int) -> Iterator[Patch]:
    """Two letters drawn one over the other to make one ("o" and "e" for œ); repair asks the lexicon if it is so."""
    for span in line.overlaps:
        if one := OVERLAPPED.get(span.of(line.text)):
            yield Patch(span.shifted(start), one, ("any.overlapped-letters",))


def _raised(run: Run, line: Line, start: int) -> Patch | None:
    """Raised figures as the characters they are, so that no figure takes them for its own ("m²", "10⁶")."""
    if run.size >= SMALL * line.size:
        return None
    said = run.span.of(line.text)
    span = Span(start + run.span.start, start + run.span.end)
    if said.isdigit() and said.isascii():
        return Patch(span, said.translate(RAISED), ("any.raised-figure",))
    if said == "o" and line.text[run.span.start - 1] in "Nn":
        return Patch(span, "°", ("any.raised-o",))
    return None
