"""The stretches of text the model is asked about."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.place import Span
from pipeline.stages.find.entities.lexicon import Lexicon
from pipeline.stages.find.entities.tokens import Tokens

from .sheet import Notes, Sheet

WINDOW = 60  # words the model is given at most around an unexplained capital; longer sentences are cut at commas


def questions(notes: Notes) -> Iterator[tuple[int, Span]]:
    """(paragraph, stretch of its text) where a capital stands that no certain witness explains."""
    for n, sheet in enumerate(notes.sheets):
        tokens = sheet.tokens
        if tokens.loud or not len(tokens) or sheet.kind == "table":
            continue
        open_ = _unexplained(notes, sheet)
        if not open_:
            continue
        for start, end in _sentences(tokens, notes.lexicon):
            if any(start <= w < end for w in open_):
                yield n, Span(tokens.starts[start], tokens.ends[end - 1])


def _unexplained(notes: Notes, sheet: Sheet) -> list[int]:
    tokens, told = sheet.tokens, notes.lexicon.grammar
    covered = {w for c in sheet.candidates if c.tier >= 4 for w in range(c.start, c.end)}
    covered |= sheet.blocked | sheet.office
    return [
        i
        for i, cap in enumerate(tokens.caps)
        if cap
        and i not in covered
        and not (tokens.initial(i, told) and (tokens.folds[i] in told.openers or notes.small[tokens.folds[i]]))
        and not (len(tokens.words[i]) == 1 and tokens.folds[i] in told.openers)
    ]


def _sentences(tokens: Tokens, lex: Lexicon) -> Iterator[tuple[int, int]]:
    """Stretches of words, a sentence each; a very long one is cut at a comma."""
    start = 0
    for i in range(1, len(tokens)):
        ends = tokens.words[i - 1] in ".!?;" and tokens.caps[i] and tokens.initial(i, lex.grammar)
        if ends or (i - start >= WINDOW and tokens.words[i - 1] == ","):
            yield start, i
            start = i
    if start < len(tokens):
        yield start, len(tokens)
