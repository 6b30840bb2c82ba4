"""Contacts: a person or an office and the ways to reach them, on short lines that belong together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.languages.layout import Layout
from pipeline.languages.layout import plain as folded
from pipeline.model.document import Line

from .block import EMAIL, HANDLE, WEB, WORD, Block, closes, reached, words

SHORT = 12  # words of a line of an address
# A sentence that names an address is prose: one that closes, with so many words between two commas and so great a share
# of words of the closed classes. "Directrice de la communication et de la presse" has seven, and does not close.
SAID, CLOSED = 7, 0.2
CODE = re.compile(r"[={}\\]|\$[\w( ]|(?<!\w)--\w|^# ")
PIECES = re.compile(r"[,;:|]\s|\s[-–—|]\s")


def prose(text: str, known: Layout) -> bool:
    """Is it a sentence, or a line of a program, with a way to reach somebody in it?"""
    if CODE.search(text):
        return True
    if not closes(text) or words(piece := max(PIECES.split(text), key=words)) < SAID:
        return False
    closed = sum(folded(w[0]) in known.leading or folded(w[0]) in known.starting for w in WORD.finditer(piece))
    return closed >= CLOSED * words(piece)


def listings(blocks: Sequence[Block]) -> bool:
    """Does a face of fixed width mean a listing here: is it not that of the whole text?"""
    return sum(len(b.lines) for b in blocks if b.mono) * 2 < sum(len(b.lines) for b in blocks)


def is_link(text: str, known: Layout) -> bool:
    return folded(text.rstrip(" .:>→")) in known.links


def begins(block: Block, text: str, known: Layout) -> bool:
    """Does a new block begin with this line? One block a person; one for the names in social networks."""
    before = block.lines[-1].text.strip()
    if HANDLE.match(text):
        return block.kind != "boilerplate" or is_link(before, known)
    if folded(before.rstrip(" :")) in known.contact_heads or is_link(text, known) or is_link(before, known):
        return True
    if block.kind == "boilerplate":
        return reached(text)
    if EMAIL.search(text) and any(EMAIL.search(line.text) for line in block.lines):  # two addresses: two persons
        return True
    if text[:1].islower() and not reached(text) and not closes(before):  # a sentence that goes on
        return False
    has_way = any(reached(line.text) for line in block.lines)
    way = reached(text) or bool(WEB.search(text)) or folded(text.rstrip(" :.")) in known.contact_labels
    label = folded(before.rstrip(" :.")) in known.contact_labels
    return has_way and not way and not label


def started(line: Line, page: int, known: Layout) -> Block:
    """A new block of contacts, or of the names that stand among them."""
    text = line.text.strip()
    kind = "boilerplate" if HANDLE.match(text) or is_link(text, known) else "contact"
    return Block([line], [page], kind, sure=True)  # type: ignore[arg-type]


def contacts(blocks: Sequence[Block], known: Layout) -> list[Block]:
    """Blocks of a page of which those that are lines of an address are joined, one block a person."""
    out: list[Block] = []
    n, apart = 0, listings(blocks)
    while n < len(blocks):
        end = _run(blocks, n, known, apart)
        start = next((k for k in range(n, end) if _head(blocks[k], known)), None)
        if start is None:
            start = _first(blocks, n, end, known)
        if start is None:
            out += blocks[n : max(end, n + 1)]
        else:
            out += blocks[n:start]
            out += _grouped(blocks[start:end], known)
        n = max(end, n + 1)
    return out


def _head(block: Block, known: Layout) -> bool:
    return folded(block.text.strip().rstrip(" :")) in known.contact_heads


def _run(blocks: Sequence[Block], start: int, known: Layout, apart: bool) -> int:
    """Behind the last of the short blocks that begin at `start`; `apart`: a listing is none of them."""
    n = start
    while n < len(blocks) and _short(blocks[n]) and not (apart and blocks[n].mono) and not prose(blocks[n].text, known):
        n += 1
    return n


def _short(block: Block) -> bool:
    if block.sure or block.kind != "paragraph" or block.marks or block.size > 1.3:
        return False
    if len(block.lines) > 5 or len(text := block.text.strip()) > 300 or words(text) > 40:
        return False
    return all(words(line.text) <= SHORT for line in block.lines) and (not closes(text) or reached(text))


def _first(blocks: Sequence[Block], start: int, end: int, known: Layout) -> int | None:
    """The first block of the address: up to three lines over the first way to reach somebody, on its page."""
    at = next((k for k in range(start, end) if reached(blocks[k].text)), None)
    if at is None:
        return None
    first = at
    while first > start and at - first < 3 and blocks[first - 1].pages[-1] == blocks[at].pages[0]:
        before = blocks[first - 1]
        if before.size > 1.08 * blocks[at].size or is_link(before.text, known) or known.date_of(before.text.strip()):
            break
        first -= 1
    return first


def _grouped(blocks: Sequence[Block], known: Layout) -> list[Block]:
    """The lines of these blocks, grouped by person; what reaches nobody stays as it was."""
    out: list[Block] = []
    for block in blocks:
        for line, page in zip(block.lines, block.pages, strict=True):
            text = line.text.strip()
            if not out or begins(out[-1], text, known):
                out.append(started(line, page, known))
            else:
                out[-1].lines.append(line)
                out[-1].pages.append(page)
    return out
