"""Totals are the sums of their parts: the last row of a table, and what is written a + b = c."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from pipeline.languages import codes
from pipeline.languages.numbers import numbers
from pipeline.model.document import Paragraph
from pipeline.model.facts import Figure
from pipeline.model.place import Span
from pipeline.model.release import Gravity, Release, Spot

from .check import Measure, paragraphs
from .figure_links import worth

GRAVITY: Final[Gravity] = "doubt"
PLUS, EQUALS = re.compile(r"\s*\+\s*"), re.compile(r"\s*(?:=|\N{IDENTICAL TO})\s*")
LEAST = 2  # parts of a sum


def score(release: Release) -> Iterator[Measure]:
    """By how much a total is off, beyond the rounding of its parts; 0 when it adds up."""
    for alignment, code, paragraph in paragraphs(release):
        figures = release.facts(paragraph.id).figures
        for parts, total in (*_columns(code, paragraph, figures), *_written(paragraph.text.mended, figures)):
            values = [worth(f) for f in parts]
            said = worth(total)
            if said is None or any(v is None for v in values):
                continue
            found = sum((v for v in values if v is not None), Fraction(0))
            off = abs(found - said) - sum(map(_rounding, (*parts, total)))
            places = {"here": code, "text": total.text, "sum": _told(found)}
            sides = {code: Spot(paragraph.id, total.span)}
            yield Measure(max(0.0, float(off)), "off", sides, alignment, places)


def _columns(code: str, paragraph: Paragraph, figures: Sequence[Figure]) -> Iterator[tuple[list[Figure], Figure]]:
    """The columns of a table whose last row says that it is the total."""
    rows = paragraph.rows
    words = numbers(code).words("sums", "total") if code in codes() else ()
    if len(rows) < LEAST + 1 or not rows[-1] or not words:
        return
    head = rows[-1][0].of(paragraph.text.mended).strip().lower()
    if not head.startswith(words):
        return
    for n in range(1, len(rows[-1])):
        cells = [_only(row[n], figures) if n < len(row) else None for row in rows]
        body = [c for c in cells[:-1] if c is not None]
        total = cells[-1]
        if total is None or len(body) < LEAST or len(body) < len(rows) - 2 or cells[-2] is None:
            continue
        body = [f for f in body if (f.kind, f.unit) == (total.kind, total.unit)]
        if len(body) >= LEAST and total.kind in ("number", "money", "quantity"):
            yield body, total


def _only(cell: Span, figures: Sequence[Figure]) -> Figure | None:
    inside = [f for f in figures if cell.contains(f.span)]
    return inside[0] if len(inside) == 1 else None


def _written(text: str, figures: Sequence[Figure]) -> Iterator[tuple[list[Figure], Figure]]:
    """a + b = c, in the running text."""
    parts: list[Figure] = []
    for one, other in pairwise(figures):
        gap = text[one.span.end : other.span.start]
        if PLUS.fullmatch(gap) or (gap.strip() == "" and other.text.startswith("+")):
            parts = parts or [one]
            parts.append(other)
        elif EQUALS.fullmatch(gap) and len(parts) >= LEAST:
            yield parts, other
            parts = []
        else:
            parts = []


def _rounding(f: Figure) -> Fraction:
    """Half of the last digit that is said."""
    digits = re.search(r"\d[\d., \u00a0\u202f]*", f.text)
    after = re.search(r"[.,](\d{1,2})$", digits[0].strip()) if digits else None
    value = worth(f) or Fraction(0)
    said = Fraction(re.sub(r"[^\d]", "", digits[0]) or 1) if digits else Fraction(1)
    scale = abs(value / said) if said else Fraction(1)
    return scale / 2 if after or scale > 1 else Fraction(0)


def _told(value: Fraction) -> str:
    return str(int(value)) if value.denominator == 1 else f"{float(value):g}"


def verdict(measure: Measure) -> Gravity | None:
    """The sum may have been wrong in the original too: a doubt."""
    return GRAVITY if measure.score > 0 else None
