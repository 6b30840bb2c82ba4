"""The text of a paragraph as HTML: sentences, figures and names marked, everything else escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from pipeline.harmless import shown
from pipeline.model.facts import Figure
from pipeline.model.place import Span

_TIME = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")  # what HTML's time element takes, of what EDTF writes


class Mark(NamedTuple):
    """An element around a stretch of the text: `{}` in `html` stands for what is inside."""

    span: Span
    html: Markup


def figure(span: Span, found: Figure, number: int) -> Mark:
    """`number` is that of the figure's link in its passage: the same on both sides."""
    value = " ".join(v for v in (found.comparator, found.value, found.to and f"- {found.to}", found.unit) if v)
    if found.kind == "date" and not found.to and _TIME.fullmatch(found.value):
        tag = Markup('<time class="f" datetime="{}" data-f="{}">').format(found.value, number)
        return Mark(span, tag + Markup("{}</time>"))
    tag = Markup('<data class="f" value="{}" data-f="{}">').format(shown(value), number)
    return Mark(span, _braces(tag) + Markup("{}</data>"))


def name(span: Span, label: str, href: str) -> Mark:
    tag = Markup('<a class="e e-{}" href="{}">').format(label.lower(), href)
    return Mark(span, _braces(tag) + Markup("{}</a>"))


def sentence(span: Span, number: int) -> Mark:
    return Mark(span, Markup('<span class="s" data-s="{}">').format(number) + Markup("{}</span>"))


def _braces(tag: Markup) -> Markup:
    """Braces that came with a value are not places to be filled."""
    return Markup(str(tag).replace("{", "&#123;").replace("}", "&#125;"))


def html(text: str, outer: Sequence[Mark], inner: Sequence[Mark]) -> Markup:
    """`text` with `outer` marks (sentences) and `inner` ones within them.

    Of marks that overlap the first and longest stays; an inner one that crosses the edge of an outer one goes."""
    out, at = [], 0
    for mark in _apart(outer, Span(0, len(text))):
        out.append(_flat(text, Span(at, mark.span.start), inner))
        out.append(mark.html.format(_flat(text, mark.span, inner)))
        at = mark.span.end
    out.append(_flat(text, Span(at, len(text)), inner))
    return Markup("").join(out)


def _flat(text: str, span: Span, marks: Sequence[Mark]) -> Markup:
    out, at = [], span.start
    for mark in _apart(marks, span):
        out.append(escape(shown(text[at : mark.span.start])))
        out.append(mark.html.format(escape(shown(mark.span.of(text)))))
        at = mark.span.end
    out.append(escape(shown(text[at : span.end])))
    return Markup("").join(out)


def _apart(marks: Sequence[Mark], within: Span) -> list[Mark]:
    out: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.span.start, -m.span.end)):
        if within.contains(mark.span) and mark.span.length and (not out or out[-1].span.end <= mark.span.start):
            out.append(mark)
    return out
