"""Every bracket and quotation mark that opens also closes.

Quotation marks are those of each language's `typography.toml`; brackets are everybody's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.languages.folder import read_toml
from pipeline.model.place import Span
from pipeline.model.release import Gravity, Release

from .check import Measure, pairs

GRAVITY: Final[Gravity] = "fault"
BRACKETS = ("()", "[]", "{}")
BRACKET_MARKS = frozenset("".join(BRACKETS))
ITEM = re.compile(r"(?:^|(?<=[\s,;:(]))(?:\w{1,3}|[ivxlc]+)\)")  # a) 1) iv): closes nothing
FACE = re.compile(r"[:;]-?[()]")


def score(release: Release) -> Iterator[Measure]:
    """1 for a bracket alone on its side only, 0.8 for a quotation mark; 0.5 when the other side lacks one too."""
    for pair in pairs(release):
        alone = {side.code: [(s, m) for s, m in lonely(side.text, side.code)] for side in (pair.left, pair.right)}
        for here, there in pair.both:
            for span, mark in alone[here.code]:
                spots = {here.code: here.spot(span), there.code: there.whole}
                weight = 0.5 if alone[there.code] else 1.0 if mark in BRACKET_MARKS else 0.8
                yield Measure(weight, "alone", spots, pair.alignment, {"here": here.code, "mark": mark})


def lonely(text: str, code: str) -> Iterator[tuple[Span, str]]:
    """Where a mark opens and does not close, or closes what was not open."""
    text = FACE.sub("  ", text)
    items = {m.end() - 1 for m in ITEM.finditer(text)}
    pairs_of_marks = (*BRACKETS, *read_toml(code, "typography").get("quotes", ()))
    for opening, closing in pairs_of_marks:
        used = [char for char in text if char in (opening, closing)]
        if opening + closing not in BRACKETS and len(set(used)) == 1 and len(used) % 2 == 0:
            continue  # ”so” or «so«: one sign for both, as some typesetters and some fonts have it
        open_at: list[int] = []
        for at, char in enumerate(text):
            if char == opening:
                open_at.append(at)
            elif char == closing and open_at:
                open_at.pop()
            elif char == closing and at not in items:
                yield Span(at, at + 1), closing
        for at in open_at:
            yield Span(at, at + 1), opening


def verdict(measure: Measure) -> Gravity | None:
    """Both sides out of balance is the author's way of writing; a quotation may go on in the next paragraph."""
    return GRAVITY if measure.score >= 1 else "doubt" if measure.score > 0.5 else "note"
