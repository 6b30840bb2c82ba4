"""What kind of thing each block is: title, dateline, heading, contact, masthead ..."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.languages.layout import Layout
from pipeline.languages.layout import plain as folded

from .block import EMAIL, END, HANDLE, NUMBERING, WORD, Block, phone, upper, words

HEADING_WORDS = 26
HEAD_BLOCKS = 12  # the title stands among the first blocks, or there is none


def kinds(blocks: Sequence[Block], known: Layout) -> None:
    """Sets `kind` and `level` of every block that is not sure already."""
    for block in blocks:
        if not block.sure:
            _alone(block, known)
    _headings(blocks)
    _title(blocks, known)


def _alone(block: Block, known: Layout) -> None:
    """What a block tells by itself."""
    text = block.text.strip()
    phrase = folded(text.rstrip(" :.>→"))
    if known.date_of(text):
        block.kind, block.sure = "dateline", True
    elif phrase in known.rubrics or phrase in known.links or (HANDLE.match(text) and words(text) < 12):
        block.kind, block.sure = "boilerplate", True
    elif phrase in known.contact_heads or _reaches(text):
        block.kind, block.sure = "contact", True
    elif text and text[0] in known.bullets and len(text) > 1 and text[1].isspace():
        block.kind, block.sure, block.level = "list_item", True, block.level or 1


def _reaches(text: str) -> bool:
    """A person or an office and how to reach it: an address or a number, few words and no sentence."""
    return bool(EMAIL.search(text) or phone(text)) and words(text) <= 30 and ". " not in text and not text.endswith(".")


def _headings(blocks: Sequence[Block]) -> None:
    """A short block without a full stop, and running text behind it: a heading."""
    for block, behind in zip(blocks, [*blocks[1:], None], strict=False):
        if block.sure or block.kind != "paragraph" or behind is None:
            continue
        text = block.text.strip()
        numbered = NUMBERING.match(text)
        body = text[numbered.end() :].strip() if numbered else text
        if (
            not body
            or words(body) > HEADING_WORDS
            or END.search(body.rstrip("?!"))
            or body[-1] in ".;:,–-"
            or body[0].islower()
        ):
            continue
        if len(block.lines) <= 4 and WORD.search(body) and behind.kind in ("paragraph", "list_item", "table"):
            block.kind, block.level = "heading", block.level or 1


def _title(blocks: Sequence[Block], known: Layout) -> None:
    """The title is the heading in the head of the first page that weighs most; what stands over it is the masthead."""
    head: list[Block] = []
    for block in blocks[:HEAD_BLOCKS]:
        text = block.text
        if block.kind not in ("heading", "dateline", "boilerplate", "contact") and (
            words(text) > HEADING_WORDS or END.search(text)
        ):
            break
        head.append(block)
    able = [b for b in head if not b.sure and b.kind in ("heading", "paragraph") and words(b.text) > 1]
    if len(head) == min(len(blocks), HEAD_BLOCKS) or not able:
        return
    dated = any(b.kind == "dateline" or b.kind == "boilerplate" for b in head)
    title = max(able, key=lambda b: (upper(b.text), words(b.text))) if dated else able[0]
    title.kind, title.level, title.sure = "title", 0, True
