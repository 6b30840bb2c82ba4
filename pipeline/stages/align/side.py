"""One side of what is to be aligned: units (paragraphs or sentences) in order, with all that is asked of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.encoder import Pool, pool
from pipeline.model.document import FURNITURE
from pipeline.model.facts import Facts, Reading

_WORD = re.compile(r"\w(?:[\w.@+/-]*\w)?")


@dataclass(frozen=True)
class Side:
    """`words` are what both languages may share: words as they are written, figures by value, names by key."""

    texts: Sequence[str]
    words: Sequence[Counter[str]]
    furniture: Sequence[bool]
    heading: Sequence[bool]
    pool: Pool

    def __len__(self) -> int:
        return len(self.texts)


def of_reading(reading: Reading) -> Side:
    """The paragraphs of a reading."""
    paragraphs = reading.document.paragraphs
    texts = [p.text.mended for p in paragraphs]
    words = [shared(t, f) for t, f in zip(texts, reading.facts, strict=True)]
    furniture = [p.kind in FURNITURE for p in paragraphs]
    heading = [p.kind in ("title", "heading") for p in paragraphs]
    return Side(texts, words, furniture, heading, pool(texts))


def of_texts(texts: Sequence[str]) -> Side:
    """Bare texts, sentences for example."""
    none = [False] * len(texts)
    return Side(texts, [shared(t, Facts()) for t in texts], none, none, pool(texts))


def shared(text: str, facts: Facts) -> Counter[str]:
    """What a translation is likely to keep of this text, counted."""
    out = Counter(word.casefold() for word in _WORD.findall(text))
    out.update(f"={f.kind}:{f.value}" for f in facts.figures)
    out.update(f"@{e.key}" for e in facts.entities)
    return out
