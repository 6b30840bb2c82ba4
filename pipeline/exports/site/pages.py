"""A release as its pages show it: plain values for the templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.harmless import shown
from pipeline.model.document import Paragraph
from pipeline.model.facts import Figure
from pipeline.model.place import Span
from pipeline.model.release import Release
from pipeline.passage import Passage, Side, passages

from . import inline, routes


@dataclass(frozen=True)
class Block:
    """A paragraph: its kind, its text as HTML, its rows when it is a table, the level of a heading from 1."""

    kind: str
    html: Markup
    rows: tuple[tuple[Markup, ...], ...]
    level: int


@dataclass(frozen=True)
class Column:
    """One side of a passage."""

    code: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Pair:
    """A passage on its page; `columns` in the order of the page's languages."""

    id: str
    columns: tuple[Column, ...]
    quiet: bool  # nothing but furniture


@dataclass(frozen=True)
class FigureRow:
    """A line of the table of figures."""

    alignment: str
    kind: str
    value: str
    texts: tuple[str | None, ...]
    status: str


def pairs(release: Release, codes: Sequence[str], at: str) -> list[Pair]:
    """The passages that have text in one of these languages, for the page at the path `at`."""
    out = []
    for passage in passages(release):
        if any(passage.sides[code].text for code in codes):
            columns = tuple(_column(passage, passage.sides[code], at) for code in codes)
            kinds = {p.kind for side in passage.sides.values() for p in side.paragraphs}
            out.append(Pair(passage.id, columns, kinds <= {"boilerplate", "contact"}))
    return out


def _column(passage: Passage, side: Side, at: str) -> Column:
    code = side.language
    links = {f.id: n for n, (sides, _) in enumerate(passage.figures()) if (f := _figure(sides.get(code)))}
    sentences: dict[str, list[inline.Mark]] = {}
    if len(passage.alignment.sentences) > 1:
        for n, link in enumerate(passage.alignment.sentences):
            for stretch in link.sides.get(code, ()):
                span = Span(stretch.start, stretch.end)
                sentences.setdefault(stretch.paragraph, []).append(inline.sentence(span, n))
    blocks = []
    for paragraph in side.paragraphs:
        facts = passage.release.facts(paragraph.id)
        marks = [inline.figure(f.span, f, links.get(f.id, -1)) for f in facts.figures]
        for e in facts.entities:
            if not any(e.span.overlaps(f.span) for f in facts.figures):
                marks.append(inline.name(e.span, e.label, routes.href(routes.entity(e.key, code), at)))
        blocks.append(_block(paragraph, sentences.get(paragraph.id, []), marks))
    return Column(code, tuple(blocks))


def _figure(located: object) -> Figure | None:
    return getattr(located, "figure", None)


def _block(paragraph: Paragraph, sentences: list[inline.Mark], marks: list[inline.Mark]) -> Block:
    text = paragraph.text.mended
    rows = tuple(tuple(_cell(text, cell, marks) for cell in row) for row in paragraph.rows)
    return Block(paragraph.kind, inline.html(text, sentences, marks), rows, max(1, paragraph.level))


def _cell(text: str, cell: Span, marks: Sequence[inline.Mark]) -> Markup:
    inside = [m._replace(span=m.span.shifted(-cell.start)) for m in marks if cell.contains(m.span)]
    return inline.html(cell.of(text), [], inside)


def figure_rows(release: Release, codes: Sequence[str]) -> list[FigureRow]:
    """All figures of a release, a line for each and its counterpart; a moved one comes where it was found first."""
    out, seen = [], set[str]()
    for passage in passages(release):
        for sides, link in passage.figures():
            found = [_figure(sides.get(code)) for code in codes]
            first = next(f for f in found if f) if any(found) else None
            if first is None or first.id in seen:
                continue
            seen.update(f.id for f in found if f)
            texts = tuple(shown(" ".join(f.text.split())) if f else None for f in found)
            out.append(FigureRow(passage.id, first.kind, value(first), texts, link.status))
    return out


def value(figure: Figure) -> str:
    """The canonical value for people: 3 500 000 000 EUR, grouped by narrow spaces.

    >>> value(Figure("", Span(0, 1), "", "money", "3500000000", unit="EUR")).replace("\\u202f", "_")
    '3_500_000_000 EUR'
    """
    parts = [_grouped(v) if figure.kind != "date" else v for v in (figure.value, figure.to) if v]
    unit = "%" if figure.kind == "percent" else (figure.unit or "").replace("_", " ")
    per = f"/ {figure.per.replace('_', ' ')}" if figure.per else ""
    return shown(" ".join(x for x in (figure.comparator, " – ".join(parts), unit, per) if x))


def _grouped(number: str) -> str:
    whole, point, rest = number.partition(".")
    if not whole.lstrip("-").isdigit() or len(whole) < 5:
        return number
    return f"{int(whole):,}".replace(",", "\N{NARROW NO-BREAK SPACE}") + point + rest
