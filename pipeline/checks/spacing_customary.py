"""Spaces stand before and after the marks as the language wants it: `typography.toml` says where.

One finding a paragraph, for the first place; its score is how many there are. Only a note: a PDF may have lost them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from pipeline.languages.folder import read_toml
from pipeline.model.document import FURNITURE
from pipeline.model.place import Span
from pipeline.model.release import Gravity, Release, Spot

from .check import Measure, paragraphs

GRAVITY: Final[Gravity] = "note"
TOKEN = re.compile(r"\S+")
ADDRESS = re.compile(r"@|://|www\.|::|\d:\d")  # nothing in an address, a path or a time is a mark


def score(release: Release) -> Iterator[Measure]:
    """How many marks of each paragraph are spaced otherwise than is customary."""
    for alignment, code, paragraph in paragraphs(release):
        if paragraph.kind in FURNITURE:
            continue
        text = paragraph.text.mended
        found = sorted(amiss(text, code))
        if found:
            span, saying = found[0]
            around = text[max(0, span.start - 12) : span.end + 4].strip()
            places = {"here": code, "mark": span.of(text).strip(), "text": around}
            yield Measure(len(found), saying, {code: Spot(paragraph.id, span)}, alignment, places)


def amiss(text: str, code: str) -> Iterator[tuple[Span, str]]:
    """(where, which sentence) for each mark that wants a space and has none, or has one and wants none."""
    skipped = [m.span() for m in TOKEN.finditer(text) if ADDRESS.search(m[0])]
    for pattern, saying in patterns(code):
        for found in pattern.finditer(text):
            if not any(a <= found.start() < b for a, b in skipped):
                yield Span(*found.span()), saying


@cache
def patterns(code: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What is against the language's custom, from its marks: a letter stands before, a space or the end after."""
    told = read_toml(code, "typography")
    before, none, after = (re.escape(told.get(k, "")) for k in ("space_before", "no_space_before", "space_after"))
    out = []
    if before:
        out.append((re.compile(rf"(?<=[^\W_]{{2}})[{before}](?=\s|$)"), "space_before"))
    if none:
        out.append((re.compile(rf"(?<=[^\W_])[ \N{{NO-BREAK SPACE}}][{none}](?=\s|$)"), "no_space_before"))
    if after:
        out.append((re.compile(rf"[{after}](?=[^\W_])"), "space_after"))
    return tuple(out)


def verdict(measure: Measure) -> Gravity | None:
    return GRAVITY if measure.score else None
