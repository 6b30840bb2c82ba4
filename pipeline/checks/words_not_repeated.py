"""No word stands twice in a row by mistake ("the the"). Those that may are in `repeats.txt` of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.languages.folder import read_words
from pipeline.model.document import FURNITURE
from pipeline.model.place import Span
from pipeline.model.release import Gravity, Release, Spot

from .check import Measure, paragraphs

GRAVITY: Final[Gravity] = "doubt"
TWICE = re.compile(r"(?<![\w'’.-])([^\W\d_]{2,})(?:\s+\1)+(?![\w'’-])", re.IGNORECASE)


def score(release: Release) -> Iterator[Measure]:
    """1 for each word said twice; 0.5 for one that is no function word or is in capitals (a label beside its value)."""
    for alignment, code, paragraph in paragraphs(release):
        may = read_words(code, "repeats")
        if paragraph.kind in FURNITURE or paragraph.kind == "table":
            continue
        for found in TWICE.finditer(paragraph.text.mended):
            if found[1].lower() not in may:
                spot = {code: Spot(paragraph.id, Span(*found.span()))}
                slip = found[1].lower() in read_words(code, "function_words") and found[0].split()[-1][0].islower()
                yield Measure(1.0 if slip else 0.5, "twice", spot, alignment, {"here": code, "text": found[0]})


def verdict(measure: Measure) -> Gravity | None:
    return GRAVITY if measure.score >= 1 else "note"
