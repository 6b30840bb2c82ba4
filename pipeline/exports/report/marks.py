"""A paragraph as HTML: its text, cut where any figure, name, repair, flag or finding begins or ends.

Things overlap, elements may not: each piece between two cuts carries all that lies over it. Colour is never alone -
each kind has its own line (solid, dotted, wavy, dashed) and each trouble a sign after its last piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup, escape

from pipeline.harmless import shown
from pipeline.model.place import Span


class Mark(NamedTuple):
    """Something to be shown at a span. `classes` are the style's; `tie` is shared by both sides of a link.

    `tip` is a sentence shown on hover and on focus; a mark with a tip can be reached by the keyboard."""

    span: Span
    classes: str
    tie: str = ""
    tip: str = ""


def marked(text: str, marks: Iterable[Mark], ids: Iterator[str]) -> Markup:
    """The text with its marks; `ids` gives ids for the tips, each once in a page."""
    todo = [m for m in sorted(marks) if 0 <= m.span.start <= m.span.end <= len(text)]
    cuts = sorted({0, len(text), *(m.span.start for m in todo), *(m.span.end for m in todo)})
    out = []
    begun = 0  # marks sorted by start: those before it have begun
    open_marks: list[Mark] = []
    for start, end in pairwise(cuts):
        while begun < len(todo) and todo[begun].span.start <= start:
            open_marks.append(todo[begun])
            begun += 1
        open_marks = [m for m in open_marks if m.span.end > start]
        out.append(_piece(text[start:end], Span(start, end), open_marks, ids))
    return Markup("").join(out)


def _piece(text: str, span: Span, marks: list[Mark], ids: Iterator[str]) -> Markup:
    inner = escape(shown(text))
    if not marks:
        return inner
    classes = " ".join(dict.fromkeys(c for m in marks for c in m.classes.split()))
    ends = " ".join(f"end-{m.classes.split()[0]}" for m in marks if m.span.end == span.end)
    ties = " ".join(dict.fromkeys(m.tie for m in marks if m.tie))
    tips = [m.tip for m in marks if m.tip and m.span.start == span.start]
    tie = Markup(' data-tie="{}"').format(ties) if ties else Markup("")
    if not tips:
        return Markup('<span class="{}"{}>{}</span>').format(f"{classes} {ends}".strip(), tie, inner)
    own = next(ids)
    tip = Markup('<span class="tip" role="tooltip" id="{}">{}</span>').format(own, " · ".join(tips))
    return Markup('<mark class="{}"{} tabindex="0" aria-describedby="{}">{}{}</mark>').format(
        f"{classes} {ends} told".replace("  ", " "), tie, own, inner, tip
    )
