"""What kind of thing each block is: title, dateline, heading, list item, caption, contact, masthead ..."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.languages.layout import Layout
from pipeline.languages.layout import plain as folded

from .block import HANDLE, NUMBERING, WORD, Block, bullet, closes, reached, upper, words
from .contacts import listings, prose

HEADING_WORDS = 26
HEAD_BLOCKS = 12  # the title stands among the first blocks, or there is none
MASTHEAD_WORDS = 14
ALONE = 320  # characters: what is longer is no dateline, rubric, address or caption
LARGER = 1.08  # times the body's size: a heading; 1.14 and more in Typst, Word and TeX
CAPTION = re.compile(r"([^\W\d_]+)\s*(?:n\s?[°ºo]\s*)?(?:\d{1,3}|[IVX]{1,5}|[A-Z])(?:[.\-]\d{1,2})*\s*(?:[.:–—|\-]|$)")
DIVISION = re.compile(r"([^\W\d_]+)\s+(?:\d{1,3}|[IVXLC]{1,6}|[A-Z])\s?[.:–—-]?")
DECIMAL = re.compile(r"\d{1,2}((?:\.\d{1,2})+)\.?\s")


def kinds(blocks: list[Block], known: Layout) -> None:
    """Sets `kind` and `level` of every block that is not sure already."""
    apart = listings(blocks)
    for block in blocks:
        if not block.sure:
            _alone(block, known, apart and block.mono)
    styled = any(b.size > LARGER or b.bold for b in blocks)
    _headings(blocks, styled)
    _divisions(blocks, known)
    _title(blocks, known)
    _levels(blocks)


def _alone(block: Block, known: Layout, listing: bool) -> None:
    """What a block tells by itself."""
    text = block.text.strip()
    if len(text) > 1 and bullet(text, known.bullets):
        block.kind, block.sure = "list_item", True
        return
    if len(text) > ALONE:
        return
    phrase = folded(text.rstrip(" :.>→"))
    if known.date_of(text):
        block.kind, block.sure = "dateline", True
    elif (
        phrase in known.rubrics or phrase in known.links or (text[0] == "@" and HANDLE.match(text) and words(text) < 12)
    ):
        block.kind, block.sure = "boilerplate", True
    elif phrase in known.contact_heads or (not listing and _reaches(text, known)):
        block.kind, block.sure = "contact", True
    elif _caption(block, text, known):
        block.kind, block.sure = "caption", True


def _reaches(text: str, known: Layout) -> bool:
    """A line of contact data: neither a sentence nor the head of one."""
    said = closes(text) or text[-1] == ":" or ". " in text
    return not said and reached(text) and not prose(text, known)


def _caption(block: Block, text: str, known: Layout) -> bool:
    """ "Table 1. – Charges": a caption's word, its number, and a stop behind it or nothing."""
    found = CAPTION.match(text)
    return found is not None and folded(found[1]) in known.captions and not (block.bold and block.size > LARGER)


def _headings(blocks: Sequence[Block], styled: bool) -> None:
    """A block that is set larger, bold or in capitals - or, in text without faces, short and without a full stop."""
    for n, block in enumerate(blocks):
        behind = blocks[n + 1] if n + 1 < len(blocks) else None
        if block.sure or block.kind != "paragraph":
            continue
        text = block.text.strip()
        numbered = NUMBERING.match(text)
        body = text[numbered.end() :].strip() if numbered else text
        most = HEADING_WORDS * (2 if block.size > LARGER else 1)
        short = (
            len(block.lines) <= 5 and not closes(body.rstrip("?!")) and body[-1:] not in ";,–-" and words(body) <= most
        )
        if block.mono or not (short or numbered) or not WORD.search(body):
            continue
        decimal = DECIMAL.match(text) is not None
        before_text = behind is not None and behind.kind in ("paragraph", "list_item", "table") and body[-1] not in ".:"
        if styled:
            set_apart = block.size > LARGER or block.bold or upper(body) or (decimal and body[-1] != ":")
            set_apart = set_apart or (block.italic and before_text and len(block.lines) == 1 and body[0].isupper())
        else:
            set_apart = before_text and not body[0].islower() and not (numbered and not _alone_numbered(blocks, n))
        if short and set_apart:
            block.kind = "heading"
        elif numbered and not decimal:
            block.kind = "list_item"


def _divisions(blocks: list[Block], known: Layout) -> None:
    """ "Chapter 2" over its name is one heading with it."""
    for n in range(len(blocks) - 2, -1, -1):
        block, named = blocks[n], blocks[n + 1]
        found = DIVISION.fullmatch(block.text.strip()) if block.kind == named.kind == "heading" else None
        if found and folded(found[1]) in known.divisions and block.pages == named.pages[:1] and not block.marks:
            named.marks = [(line + len(block.lines), *rest) for line, *rest in named.marks]  # type: ignore[misc]
            named.lines, named.pages = block.lines + named.lines, block.pages + named.pages
            del blocks[n]


def _alone_numbered(blocks: Sequence[Block], n: int) -> bool:
    """Is a numbered line a heading, with text behind it, and not one of a list's?"""
    behind = blocks[n + 1] if n + 1 < len(blocks) else None
    return behind is not None and not NUMBERING.match(behind.text.strip())


def _title(blocks: Sequence[Block], known: Layout) -> None:
    """The title is the heading in the head of the first page that weighs most; what stands over it is the masthead."""
    head: list[Block] = []
    for block in blocks[:HEAD_BLOCKS]:
        text = block.text
        if block.pages[0] != blocks[0].pages[0] or block.kind in ("table", "list_item"):
            break
        if block.kind not in ("heading", "dateline", "boilerplate", "contact") and (
            words(text) > HEADING_WORDS or closes(text)
        ):
            break
        head.append(block)
    able = [b for b in head if not b.sure and b.kind in ("heading", "paragraph") and words(b.text) > 1]
    if (len(head) == min(len(blocks), HEAD_BLOCKS) > 3 and not any(b.size > LARGER for b in able)) or not able:
        return
    largest = max(b.size for b in able)
    if largest > LARGER:
        title = next(b for b in able if b.size > 0.98 * largest)
    elif any(b.kind in ("dateline", "boilerplate") for b in head):
        title = max(able, key=lambda b: (b.bold, upper(b.text), words(b.text)))
    else:
        title = able[0]
    if title.kind == "paragraph" and largest <= LARGER and not title.bold:
        return
    title.kind, title.sure = "title", True
    for block in head[: head.index(title)]:
        if not block.sure and words(block.text) <= MASTHEAD_WORDS:
            block.kind, block.sure = "boilerplate", True


def _levels(blocks: Sequence[Block]) -> None:
    """Headings by numbering, else by size and weight; list items by indent."""
    styles = sorted({(round(b.size, 1), b.bold) for b in blocks if b.kind == "heading"}, reverse=True)
    indents: list[float] = []
    for block in blocks:
        if block.kind == "heading":
            decimal = DECIMAL.match(block.text.strip())
            block.level = decimal[1].count(".") + 1 if decimal else styles.index((round(block.size, 1), block.bold)) + 1
        if block.kind == "list_item":
            indents = [i for i in indents if i < block.indent - 0.4]
            indents.append(block.indent)
            block.level = len(indents)
        elif block.kind not in ("footnote", "caption"):
            indents = []
