"""What is known of a document under reading: its paragraphs as words, and what it says of its own names."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.languages import codes
from pipeline.model.document import Document
from pipeline.model.facts import Figure, Label
from pipeline.stages.find.entities.candidate import Candidate
from pipeline.stages.find.entities.lexicon import Lexicon, lexicon
from pipeline.stages.find.entities.offices import Office
from pipeline.stages.find.entities.tokens import Tokens


@dataclass
class Sheet:
    """One paragraph: its words, what is a figure in it, what the witnesses said."""

    id: str
    kind: str
    tokens: Tokens
    blocked: set[int]  # words inside figures, and of what is explained to be a kind of things
    candidates: list[Candidate] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    denied: set[tuple[int, int]] = field(default_factory=set)  # words that are a name of the tables, but not here
    office: set[int] = field(default_factory=set)  # words inside an office, its matter too


@dataclass
class Notes:
    """The sheets of a document, and what counts in all of them."""

    lexicon: Lexicon
    sheets: list[Sheet]
    acronyms: dict[str, tuple[str, Label]] = field(default_factory=dict)  # as the document explains them
    words: set[str] = field(default_factory=set)  # acronyms that the document explains by words that name nothing
    small: Counter[str] = field(default_factory=Counter)  # words seen in small letters
    large: Counter[str] = field(default_factory=Counter)  # words seen with a capital that no sentence gave them


def notes(document: Document, figures: Sequence[tuple[Figure, ...]]) -> Notes:
    """A document's paragraphs as words; `figures` are those of each paragraph."""
    code = document.language.declared or document.language.detected
    code = code if code in codes() else codes()[0]
    sheets = []
    for paragraph, found in zip(document.paragraphs, figures, strict=True):
        tokens = Tokens(paragraph.text.mended)
        sheets.append(Sheet(paragraph.id, paragraph.kind, tokens, _within(tokens, found)))
    told = Notes(lexicon(code), sheets)
    for sheet in sheets:
        told.small.update(f for f, c in zip(sheet.tokens.folds, sheet.tokens.caps, strict=True) if not c)
        if not sheet.tokens.loud:
            told.large.update(f for i, f in enumerate(sheet.tokens.folds) if _large(sheet.tokens, i, told))
    return told


def _large(tokens: Tokens, i: int, told: Notes) -> bool:
    return tokens.caps[i] and not tokens.initial(i, told.lexicon.grammar)


def _within(tokens: Tokens, figures: Sequence[Figure]) -> set[int]:
    """The words that stand in a figure, if only with a letter."""
    out: set[int] = set()
    for f in figures:
        i = bisect_left(tokens.ends, f.span.start + 1)
        while i < len(tokens) and tokens.starts[i] < f.span.end:
            out.add(i)
            i += 1
    return out
