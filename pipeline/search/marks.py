"""What corresponds to what inside a passage, kept with it, so that a hit lights up on both sides.

Marks are JSON: {"f": figures, "e": names, "s": sentences}, each a list of links, a link a list with one entry for each
language of the index: [start, end] in that side's text, or 0. A figure's entry has its words (numbers.py) third."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.model.place import Span
from pipeline.passage import Passage

from . import numbers

Sides = list[Any]
Marks = dict[str, list[Sides]]


def marked(passage: Passage, codes: Sequence[str]) -> str:
    """The marks of a passage as JSON."""
    figures = []
    for sides, _ in passage.figures():
        row: Sides = []
        for code in codes:
            found = sides.get(code)
            row.append([*found.span, " ".join(numbers.tokens(found.figure))] if found and found.span else 0)
        figures.append(row)
    entities = [_row({c: m.span for c, m in sides.items() if m}, codes) for sides, _ in passage.entities()]
    sentences = []
    for link in passage.alignment.sentences:
        spans = {}
        for code, pieces in link.sides.items():
            if code in passage.sides:
                places = [passage.sides[code].span(p.paragraph, Span(p.start, p.end)) for p in pieces]
                if found_places := [p for p in places if p]:
                    spans[code] = Span(min(p.start for p in found_places), max(p.end for p in found_places))
        sentences.append(_row(spans, codes))
    marks = {"f": figures, "e": [r for r in entities if sum(map(bool, r)) > 1], "s": sentences}
    return json.dumps(marks, separators=(",", ":"))


def _row(spans: Mapping[str, Span | None], codes: Sequence[str]) -> Sides:
    return [list(span) if (span := spans.get(code)) else 0 for code in codes]


def figure_words(marks: Marks, language: int) -> str:
    """All figure words of one side, as they stand in the index."""
    return " ".join(dict.fromkeys(w for row in marks["f"] if row[language] for w in row[language][2].split()))


def figure_spans(marks: Marks, language: int, words: Iterable[str]) -> list[Span]:
    """Where figures that one of these words stands for are on this side."""
    wanted = set(words)
    rows = (row[language] for row in marks["f"] if row[language])
    return [Span(start, end) for start, end, told in rows if wanted.intersection(told.split())]


def across(marks: Marks, language: int, direct: Mapping[int, Sequence[Span]]) -> list[Span]:
    """What on this side answers to what was found on the others: figures and names, else sentences."""
    out: list[Span] = []
    for kinds in (("f", "e"), ("s",)):
        for kind in kinds:
            for row in marks[kind]:
                here = row[language]
                if here and any(_touches(row[other], spans) for other, spans in direct.items() if other != language):
                    out.append(Span(here[0], here[1]))
        if out or direct.get(language):
            break
    return out


def _touches(place: Any, spans: Sequence[Span]) -> bool:
    return bool(place) and any(span.start < place[1] and place[0] < span.end for span in spans)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted, overlapping and touching ones made one."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        elif span.start < span.end:
            out.append(span)
    return tuple(out)
