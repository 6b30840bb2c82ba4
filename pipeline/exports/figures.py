"""The table of figures, one row a figure and its counterpart: `figures.csv`, for sorting, and `figures.jsonl`.

CSV (RFC 4180), UTF-8 with a byte order mark; `value` and `to` are the contract's, `number` is the value as a plain
number for sorting (empty for dates and times; a ratio is divided, a duration is in days). A cell that a spreadsheet
would take for a formula begins with an apostrophe (see `harmless.cell`). JSON lines have the same fields, sides nested:

    {"release", "date", "alignment", "status", "moved", "why",
     "sides": {"<language>": {"figure", "page", "box", "paragraph", "span", "text", "sentence", "kind", "value", ...}}}

`box` is the line of the page that holds the figure, in PDF points from the top left: page, x0, top, x1, bottom."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from fractions import Fraction
from typing import Any

from pipeline.harmless import cell, utf8
from pipeline.model.facts import Figure
from pipeline.model.release import FigureLink, Release
from pipeline.passage import date
from pipeline.store import Shelf

SHARED = ("release", "date", "alignment", "status", "moved", "why")
EACH = (
    "figure", "page", "box", "paragraph", "text", "kind", "value", "to", "number", "unit", "per", "comparator", "open",
    "sentence",
)  # fmt: skip
DAYS = {"Y": Fraction(1461, 4), "M": Fraction(1461, 48), "W": Fraction(7), "D": Fraction(1)}
HOURS = {"H": Fraction(1, 24), "M": Fraction(1, 1440), "S": Fraction(1, 86400)}


def write(releases: Iterable[Release], shelf: Shelf) -> None:
    codes = tuple(dict.fromkeys(code for release in releases for code in release.languages))
    with ExitStack() as open_files:
        table = open_files.enter_context(shelf.text("figures.csv"))
        lines = open_files.enter_context(shelf.text("figures.jsonl"))
        table.write("\N{ZERO WIDTH NO-BREAK SPACE}")
        rows = csv.writer(table, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        rows.writerow([*SHARED, *(f"{code}_{what}" for code in codes for what in EACH)])
        for release in releases:
            for entry in _entries(release):
                lines.write(json.dumps(entry, ensure_ascii=False) + "\n")
                rows.writerow([cell(value) for value in _row(entry, codes)])


def _entries(release: Release) -> Iterator[dict[str, Any]]:
    """Every link of every alignment, in the release's order; a figure without a link is an entry of its own."""
    when = date(release)
    for alignment in release.alignments:
        linked = {i for link in alignment.figures for i in link.sides.values() if i}
        loose = [
            FigureLink({code: f.id}, "missing")
            for code, ids in alignment.sides.items()
            for i in ids
            for f in release.facts(i).figures
            if f.id not in linked
        ]
        for link in (*alignment.figures, *loose):
            yield {
                "release": release.id, "date": when, "alignment": alignment.id,
                "status": link.status, "moved": link.moved, "why": utf8(link.why),
                "sides": {code: _side(release, i) for code, i in link.sides.items() if i},
            }  # fmt: skip


def _side(release: Release, id: str) -> dict[str, Any]:  # noqa: A002 - the contract's own word
    paragraph_id, figure = release.figure(id)
    paragraph, facts = release.paragraph(paragraph_id), release.facts(paragraph_id)
    text = paragraph.text.mended
    boxes = paragraph.box_of(figure.span)
    sentence = next((s.of(text) for s in facts.sentences if s.overlaps(figure.span)), text)
    return {
        "figure": id, "page": boxes[0].page if boxes else None, "box": [_box(b) for b in boxes],
        "paragraph": paragraph_id, "span": list(figure.span), "text": utf8(figure.text),
        "sentence": utf8(" ".join(sentence.split())), "kind": figure.kind, "value": figure.value, "to": figure.to,
        "number": number(figure), "unit": figure.unit, "per": figure.per, "comparator": figure.comparator,
        "open": figure.open,
    }  # fmt: skip


def _box(box: tuple[float, ...]) -> list[float]:
    return [round(value, 2) for value in box]


def _row(entry: Mapping[str, Any], codes: Iterable[str]) -> Iterator[str]:
    for name in SHARED:
        value = entry[name]
        yield ("yes" if value else "no") if isinstance(value, bool) else str(value)
    for code in codes:
        side = entry["sides"].get(code, {})
        for name in EACH:
            value = side.get(name)
            if name == "box":
                value = " ".join(",".join(f"{v:g}" for v in box) for box in value or ())
            yield "" if value is None else str(value)


def number(figure: Figure) -> str:
    """The value as a plain decimal, for sorting: a ratio divided, a duration in days; empty for dates.

    >>> from pipeline.model.place import Span
    >>> number(Figure("", Span(0, 3), "1/3", "ratio", "1/3")), number(Figure("", Span(0, 1), "P", "duration", "P2W"))
    ('0.333333', '14')
    """
    if figure.kind == "date":
        return ""
    if figure.kind == "duration":
        return _plain(_days(figure.value))
    try:
        return _plain(Fraction(figure.value))
    except (ValueError, ZeroDivisionError):
        return ""


def _days(value: str) -> Fraction:
    total, said, sizes = Fraction(0), "", DAYS
    for sign in value:
        if sign == "T":
            sizes = HOURS
        elif sign.isdigit() or sign == ".":
            said += sign
        elif sign in sizes and said:
            total, said = total + Fraction(said) * sizes[sign], ""
    return total


def _plain(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.6f}".rstrip("0")
