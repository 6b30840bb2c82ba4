"""Mends what the way out of the PDF broke: each repair a signed patch, each loss a flag with a suggestion.

The order: glyph codes, the document's own vocabulary and the lexicon for words, rules of text, and last the flags,
which speak of what is left. The rules and their tests are data: `languages/<code>/repairs.toml`."""

from __future__ import annotations

from dataclasses import replace

from pipeline import languages
from pipeline.languages.repairs import repairs
from pipeline.model.document import Document, Paragraph, Tongue

from . import breaks, glyphs, letters, rules
from .addresses import addresses
from .flags import flags
from .glued import glued
from .lexicon import Lexicon
from .sheet import Sheet


def repair(document: Document) -> Document:
    """The document with patches and flags; its paragraphs stay as many and in their order."""
    if not document.paragraphs:
        return document
    code = _spoken(document.language)
    speech = repairs(code)
    sheet = Sheet(p.text for p in document.paragraphs)
    glyphs.shapes(sheet)
    glyphs.mojibake(sheet)
    rules.run("glyph", sheet, speech)
    lexicon = Lexicon(code, sheet, speech)
    glyphs.accents(sheet, speech, lexicon)
    glyphs.unmapped(sheet, document.glyphs, lexicon)
    letters.overlapped(sheet, lexicon)
    letters.lone(sheet, speech, lexicon)
    addresses(sheet, speech)
    breaks.slashes(sheet)
    breaks.hyphens(sheet, speech, lexicon)
    breaks.cuts(sheet, speech, lexicon)
    letters.lost(sheet, speech, lexicon)
    glued(sheet, speech, lexicon)
    rules.run("text", sheet, speech)
    raised = flags(sheet, document.paragraphs, speech, lexicon)
    changed = [new is not old.text for new, old in zip(sheet.texts, document.paragraphs, strict=True)]
    paragraphs = tuple(
        _mended(old, sheet, n, moved) if moved or raised[n] else old
        for n, (old, moved) in enumerate(zip(document.paragraphs, changed, strict=True))
    )
    paragraphs = tuple(
        replace(p, flags=p.flags + tuple(f)) if f else p for p, f in zip(paragraphs, raised, strict=True)
    )
    title = next(
        (
            new.text.mended
            for new, old in zip(paragraphs, document.paragraphs, strict=True)
            if document.title and old.text.mended == document.title
        ),
        document.title,
    )
    return replace(document, paragraphs=paragraphs, title=title)


def _mended(paragraph: Paragraph, sheet: Sheet, n: int, moved: bool) -> Paragraph:
    """The paragraph with its new text; spans of the mended text (rows, notes, flags) are carried over by way of raw."""
    text, old = sheet.texts[n], paragraph.text
    if not moved:
        return paragraph

    return replace(
        paragraph,
        text=text,
        rows=tuple(tuple(text.mended_span(old.raw_span(c)) for c in row) for row in paragraph.rows),
        notes=tuple((text.mended_span(old.raw_span(span)), id_) for span, id_ in paragraph.notes),
        flags=tuple(f._replace(span=text.mended_span(old.raw_span(f.span))) for f in paragraph.flags),
    )


def _spoken(tongue: Tongue) -> str:
    """The language whose rules apply: what the text is found to be in when that is sure, else what was said."""
    sure = tongue.detected if tongue.confidence >= 0.9 else ""
    return next((c for c in (sure, tongue.declared, tongue.detected) if c in languages.codes()), "any")
