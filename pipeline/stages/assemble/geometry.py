"""Pages with places to blocks: furniture out, columns in order, notes aside, lines to paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.languages.layout import Layout
from pipeline.model.document import Dropped, Kind, Pages

from .block import Block
from .columns import MOST_SLUGS, columns
from .contacts import contacts
from .flow import Flow, edges
from .furniture import furniture, goes_on, leaders, lone_feet, lone_heads
from .markers import attach, drop_caps
from .notes import Note, notes, tie
from .slug import Slug, body_size, slugs
from .tables import tables


def read(pages: Pages, known: Layout) -> tuple[list[Block], list[Dropped]]:
    """(blocks in reading order, what was dropped and why)."""
    sheets, askew = [], []
    for page in pages.pages:
        level, other = slugs(page)
        sheets.append(level)
        askew.append(other)
    body = body_size(sheets)
    for sheet in sheets:
        if len(sheet) <= MOST_SLUGS:
            attach(sheet, body)
            drop_caps(sheet, body)
    all_of_it = [list(sheet) for sheet in sheets]
    dropped = furniture(sheets, pages.pages, body, known)
    dropped += lone_heads(sheets, pages.pages, body)
    if dropped and not any(sheets):  # a head has a text to run over: where there is nothing else, it is the text
        sheets, dropped = all_of_it, []
    feet = [lone_feet(sheet, page, body) for sheet, page in zip(sheets, pages.pages, strict=True)]
    dropped += goes_on(sheets, known)
    for sheet in sheets:
        dropped += leaders(sheet)
    zones = [zone for sheet in sheets for zone in columns(sheet, body)]
    for n, zone in enumerate(zones):
        for slug in zone:
            slug.zone = n
    aside = notes(zones, body)
    zones = [zone for zone in zones if zone]
    edges(zones, body)
    flow = [slug for zone in zones for slug in zone]
    blocks: list[Block] = []
    home: dict[int, tuple[Block, int]] = {}
    reader = Flow(flow, body, known)
    for stretch, is_table in tables(flow):
        blocks += [_table(stretch)] if is_table else [_block(b, body) for b in reader.blocks(stretch)]
    at = 0
    for block in blocks:
        for n in range(len(block.lines)):
            home[id(flow[at])] = (block, n)
            at += 1
    called = tie(aside, blocks, home, flow)
    blocks = contacts(blocks, known)
    alone = [[*foot, *stamps] for foot, stamps in zip(feet, askew, strict=True)]
    return _with_furniture(_with_notes(blocks, aside, called), alone), dropped


def _block(held: Sequence[Slug], body: float, kind: Kind = "paragraph") -> Block:
    letters = bold = longest = 0
    size = held[0].size
    for slug in held:
        letters += (length := len(slug.text))
        if slug.bold and slug.wholly_bold:
            bold += length
        if length > longest:
            longest, size = length, slug.size
    return Block(
        lines=[s.line for s in held],
        pages=[s.page for s in held],
        kind="list_item" if held[-1].entry else kind,
        sure=held[-1].entry,
        size=size / body,
        bold=bold * 2 > letters,
        italic=all(r.italic for s in held for r in s.line.runs),
        mono=held[0].mono,
        indent=(held[0].x0 - held[0].left) / body,
        top=held[0].top,
    )


def _table(held: Sequence[Slug]) -> Block:
    """A table: each row the cells of its lines, or its lines."""
    block = _block(held, held[0].size, "table")
    block.sure = True
    row: list[tuple[int, int, int]] = []
    last: Slug | None = None
    for n, slug in enumerate(held):
        cells = slug.line.cells or ()
        spans = [(n, c.start, c.end) for c in cells] or [(n, 0, len(slug.text))]
        if last is None or slug.base - last.base > 0.5 * slug.size or slug.zone != last.zone or slug.x0 < last.x0:
            row = []
            block.rows.append(row)
        row += spans
        last = slug
    return block


def _with_notes(blocks: list[Block], aside: Sequence[Note], called: dict[str, Block]) -> list[Block]:
    """Each note behind the block that calls it, or behind the last block of its page."""
    behind: dict[int, list[Block]] = {}
    first: list[Block] = []
    for note in aside:
        lines = [s.line for s in note.slugs]
        made = Block(lines=lines, pages=[s.page for s in note.slugs], kind="footnote", sure=True, label=note.key)
        made.mark = len(note.label) if note.width == len(note.label) else 0
        host = called.get(note.key) or next((b for b in reversed(blocks) if b.pages[0] <= note.page), None)
        (behind.setdefault(id(host), []) if host else first).append(made)
    return first + [b for block in blocks for b in (block, *behind.get(id(block), ()))]


def _with_furniture(blocks: list[Block], alone: Sequence[Sequence[Slug]]) -> list[Block]:
    """Lone feet and stamps, each behind the last block that begins on its page."""
    for row in alone:
        for slug in row:
            at = next((n for n in range(len(blocks), 0, -1) if blocks[n - 1].pages[0] <= slug.page), 0)
            blocks.insert(at, Block([slug.line], [slug.page], "boilerplate", sure=True))
    return blocks
