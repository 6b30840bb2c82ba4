"""One side of what is to be aligned: units (paragraphs or sentences) in order, with all that is asked of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from sys import intern

import numpy as np

from pipeline.encoder import Floats, Pool, pool
from pipeline.model.document import FURNITURE
from pipeline.model.facts import Facts, Reading

_WORD = re.compile(r"\w(?:[\w.@+/-]*\w)?")
_HEADINGS = ("title", "heading")


@dataclass(frozen=True)
class Side:
    """`words` are what both languages may share: words as they are written, figures by value, names by key."""

    texts: Sequence[str]
    words: Sequence[Counter[str]]
    furniture: Sequence[bool]
    heading: Sequence[bool]
    facts: Sequence[Facts]
    pool: Pool

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def lengths(self) -> Floats:
        """Characters of each unit."""
        return np.fromiter((len(t) for t in self.texts), dtype=np.float32, count=len(self))

    def part(self, where: range) -> Side:
        """The units of `where`."""
        if len(where) == len(self):
            return self
        cut = slice(where.start, where.stop)
        rows = self.pool.part(np.arange(where.start, where.stop))
        return Side(self.texts[cut], self.words[cut], self.furniture[cut], self.heading[cut], self.facts[cut], rows)

    def some(self, where: Sequence[int]) -> Side:
        """These units, in this order."""
        return Side(
            [self.texts[i] for i in where],
            [self.words[i] for i in where],
            [self.furniture[i] for i in where],
            [self.heading[i] for i in where],
            [self.facts[i] for i in where],
            self.pool.part(np.array(where, dtype=np.int64)),
        )


def of_reading(reading: Reading) -> Side:
    """The paragraphs of a reading."""
    paragraphs = reading.document.paragraphs
    return _side(
        [p.text.mended for p in paragraphs],
        reading.facts,
        [p.kind in FURNITURE for p in paragraphs],
        [p.kind in _HEADINGS for p in paragraphs],
    )


def of_texts(texts: Sequence[str]) -> Side:
    """Bare texts, sentences for example."""
    none = [False] * len(texts)
    return _side(texts, [Facts()] * len(texts), none, none)


def _side(texts: Sequence[str], facts: Sequence[Facts], furniture: Sequence[bool], heading: Sequence[bool]) -> Side:
    words = [shared(t, f) for t, f in zip(texts, facts, strict=True)]
    return Side(texts, words, furniture, heading, facts, pool(texts))


def shared(text: str, facts: Facts) -> Counter[str]:
    """What a translation is likely to keep of this text, counted."""
    out = Counter(intern(word.casefold()) for word in _WORD.findall(text))
    if facts.figures:
        out.update(figures(facts))
    if facts.entities:
        out.update(names(facts))
    return out


def figures(facts: Facts) -> Counter[str]:
    """The figures of a unit by kind and value."""
    return Counter(f"={f.kind}:{f.value}:{f.to or ''}" for f in facts.figures)


def names(facts: Facts) -> Counter[str]:
    """The names of a unit by key."""
    return Counter(f"@{e.key}" for e in facts.entities)
