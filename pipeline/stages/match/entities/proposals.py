"""Rows of words with capitals, built on a noun of names, that no witness took for a name: asked of the other side.

Where names are title-cased, "Minister responsible for the Northern Bridges Agency" shows a name's whole length; it
counts only when the other side renders it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.languages.names import Grammar, fold, grammar
from pipeline.languages.renderings import WORD, small_words
from pipeline.model.facts import Entity, Label
from pipeline.model.place import Span

from .mentions import Mention, Passage, Sides
from .runs import opening

TITLECASE = "title case"
FEWEST = 3  # words with a capital of a row that is asked for: two are found by the witnesses or are none
SMALL = 2  # small words in a row within a name: "for the"


def proposed(both: Sides, side: int) -> list[Mention]:
    """The rows of a side, as mentions that are not yet of it."""
    told = grammar((both.first, both.second)[side])
    if not told.titlecase:
        return []
    out = []
    for passage in both.passages[side]:
        mine = [m for m in both.mentions[side] if m.paragraph == passage.paragraph]
        for span in _rows(passage, told):
            over = [m for m in mine if m.entity.span.overlaps(span)]
            longer = any(not span.contains(m.entity.span) or m.entity.span == span for m in over)
            if longer or any(span.overlaps(f) for f in passage.figures):
                continue
            text = span.of(passage.text)
            label = _label(text, told)
            if label is not None:
                key = f"{label.lower()}.{'-'.join(fold(m[0]) for m in WORD.finditer(text))}"
                out.append(both.mention(side, passage, Entity("", span, text, label, key, TITLECASE)))
    return out


def _rows(passage: Passage, told: Grammar) -> Iterator[Span]:
    """Words with capitals, small words between some of them, without offices."""
    row: list[re.Match[str]] = []
    for m in (*WORD.finditer(passage.text), None):
        tied = m is not None and bool(row) and passage.text[row[-1].end() : m.start()] in (" ", "-")
        if m is not None and tied and (m[0][0].isupper() or _small(m[0], row, told)):
            row.append(m)
            continue
        while row and (not row[-1][0][0].isupper()):
            row.pop()
        if row and opening(passage.text, row[0].start()) and fold(row[0][0]) in small_words(told.code) | told.openers:
            row = row[1:]
        capitals = [word for word in row if word[0][0].isupper()]
        if len(capitals) >= FEWEST and not any(fold(word[0]) in _offices(told.code) for word in row):
            yield Span(row[0].start(), row[-1].end())
        row = [m] if m is not None and m[0][0].isupper() else []


def _small(word: str, row: list[re.Match[str]], told: Grammar) -> bool:
    last = [w[0] for w in row[-SMALL:]]
    return fold(word) in small_words(told.code) and any(w[0].isupper() for w in last)


def _label(text: str, told: Grammar) -> Label | None:
    """What the row names by its noun: the last word, or one before a small word."""
    words = [fold(m[0]) for m in WORD.finditer(text)]
    ends = [w for w, after in zip(words, [*words[1:], ""], strict=True) if not after or after in small_words(told.code)]
    if any(w in told.heads for w in ends):
        return "ORG"
    return "MISC" if any(w in told.measures for w in ends) else None


@cache
def _offices(code: str) -> frozenset[str]:
    told = grammar(code)
    return frozenset(m[0] for form in (*told.roles, *told.titles) for m in WORD.finditer(form) if " " not in form)
