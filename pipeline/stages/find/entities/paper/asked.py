"""The stretches of text the model is asked about."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.model.place import Span
from pipeline.stages.find.entities.lexicon import Lexicon
from pipeline.stages.find.entities.tokens import Tokens

from .sheet import Notes, Sheet

# Words the model is given on either side of an unexplained capital. Its letters see four to each side (four layers of
# one word each): on 5,600 words of releases and two sets of sentences 4 finds the names that whole sentences give.
AROUND = 4
# How often a document asks about one word: what the model says of a name in so many places holds in the others too.
ENOUGH = 5


def questions(notes: Notes) -> Iterator[tuple[int, Span]]:
    """(paragraph, stretch of its text) around capitals that no certain witness explains; none runs over a sentence."""
    asked: Counter[str] = Counter()
    for n, sheet in enumerate(notes.sheets):
        tokens = sheet.tokens
        if tokens.loud or not len(tokens) or sheet.kind == "table":
            continue
        open_ = _unexplained(notes, sheet)
        open_ = [i for i in open_ if asked[tokens.words[i]] < ENOUGH or notes.small[tokens.folds[i]]]
        if not open_:
            continue
        asked.update(tokens.words[i] for i in open_)
        ends = _ends(tokens, notes.lexicon)
        for start, end in _stretches(open_, ends):
            yield n, Span(tokens.starts[start], tokens.ends[end - 1])


def _stretches(open_: Sequence[int], ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Words around the open ones, sentence by sentence; stretches that touch are one."""
    start = end = 0
    for w in open_:
        at = bisect_right(ends, w)
        first, last = ends[at - 1] if at else 0, ends[at]
        left, right = max(first, w - AROUND), min(last, w + AROUND + 1)
        if end and left <= end and start >= first:
            end = right
            continue
        if end:
            yield start, end
        start, end = left, right
    if end:
        yield start, end


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
        and not _lone(notes, tokens, i)
    ]


def _lone(notes: Notes, tokens: Tokens, i: int) -> bool:
    """One capital at the head of a sentence, which the word has nowhere else in the document."""
    if not tokens.initial(i, notes.lexicon.grammar) or notes.large[tokens.folds[i]]:
        return False
    return not (i + 1 < len(tokens) and tokens.tied[i + 1] and tokens.caps[i + 1])


def _ends(tokens: Tokens, lex: Lexicon) -> list[int]:
    """The words after the last of each sentence."""
    stops = [
        i
        for i in range(1, len(tokens))
        if tokens.words[i - 1] in ".!?;" and tokens.caps[i] and tokens.initial(i, lex.grammar)
    ]
    return [*stops, len(tokens)]
