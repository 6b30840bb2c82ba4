"""The text needed few repairs. Where a great part of it was mended, a person should look at the pages.

Joining a word at a line's end is daily bread and is not counted; only what was put that the page did not say so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.model.document import Document
from pipeline.model.release import Gravity, Release, Spot

from .check import Measure

GRAVITY: Final[Gravity] = "doubt"
MANY = 0.03  # of the letters: the French seed, which breaks at each œ, has .003; mojibake throughout has .05 and more
SMALL = 200  # letters: in less, one repair is already many


def score(release: Release) -> Iterator[Measure]:
    """The share of a document's letters that repairs put in place of other letters."""
    for code, reading in release.readings.items():
        document = reading.document
        letters = sum(c.isalpha() for p in document.paragraphs for c in p.text.mended)
        if letters >= SMALL:
            put = changed_letters(document)
            where = {code: Spot(document.paragraphs[0].id, None)}
            places = {"here": code, "n": put, "percent": round(100 * put / letters)}
            yield Measure(put / letters, "many", where, None, places, "extraction")


def changed_letters(document: Document) -> int:
    """How many letters stand in the mended text that did not stand in the raw one at the same repair."""
    total = 0
    for paragraph in document.paragraphs:
        for patch in paragraph.text.patches:
            raw, put = letters_of(patch.span.of(paragraph.text.raw)), letters_of(patch.put)
            total += 0 if raw == put else max(len(raw), len(put))
    return total


def letters_of(text: str) -> str:
    return "".join(c for c in text if c.isalpha())


def verdict(measure: Measure) -> Gravity | None:
    return GRAVITY if measure.score > MANY else None
