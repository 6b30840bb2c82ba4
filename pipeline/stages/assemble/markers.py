"""Letters that stand apart by their size: small raised figures that an engine left alone, and drop capitals."""

from __future__ import annotations

from pipeline.model.document import Run
from pipeline.model.place import Span

from .slug import Slug

SMALLER = 0.85  # of the size of what it belongs to
NEAR = 0.7  # em between the text and its marker
CAPITAL = 1.7  # times the body: a capital over two lines is set at 2.4 and more
LONGEST = 3  # characters
SIGNS = ("*", "†", "‡")


def attach(sheet: list[Slug], body: float) -> None:
    """Joins each lone marker to the slug on its left, and what goes on behind it on the same baseline."""
    small = [s for s in sheet if s.size <= SMALLER * body and len(s.text) <= LONGEST]
    lone = [s for s in small if s.text in SIGNS or s.text.strip("()[]").isdigit()]
    for marker in lone:
        host = next((s for s in sheet if s is not marker and _raised_over(marker, s)), None)
        if host is None:
            continue
        rise = host.base - marker.base
        sheet.remove(marker)
        _join(host, marker, "", rise)
        rest = next((s for s in sheet if s is not host and _follows(s, host)), None)
        if rest is not None:
            sheet.remove(rest)
            _join(host, rest, " ", 0.0)


def drop_caps(sheet: list[Slug], body: float) -> None:
    """Joins a capital over several lines to the word it begins; the lines beside it count as starting where it does."""
    caps = [s for s in sheet if s.size >= CAPITAL * body and len(s.text) <= 2 and s.text[-1].isupper()]
    for cap in caps:
        beside = [s for s in sheet if s is not cap and _beside_cap(s, cap, body)]
        if len(beside) < 2:
            continue
        host = min(beside, key=lambda s: s.base)
        line, own = host.line, cap.line
        assert line.box and own.box
        shift = len(own.text)
        runs = (*own.runs, *(r._replace(span=r.span.shifted(shift)) for r in line.runs))
        host.line = line._replace(text=own.text + line.text, box=line.box.joined(own.box), runs=runs)
        host.text = host.line.text
        for slug in beside:
            slug.x0 = cap.x0
        sheet.remove(cap)


def _beside_cap(slug: Slug, cap: Slug, body: float) -> bool:
    near = -0.2 * body <= slug.x0 - cap.x1 <= 1.5 * body
    return (
        near
        and slug.size < 0.7 * cap.size
        and cap.top - 0.5 * body <= slug.base - 0.7 * slug.size
        and slug.base <= cap.base + 2
    )


def _raised_over(marker: Slug, host: Slug) -> bool:
    """Does the marker stand close behind this text, and higher?"""
    return (
        marker.size <= SMALLER * host.size
        and -0.1 * host.size <= marker.x0 - host.x1 <= NEAR * host.size
        and 0.1 * host.size <= host.base - marker.base <= 0.7 * host.size
    )


def _follows(slug: Slug, host: Slug) -> bool:
    level = abs(slug.base - host.base) < 0.1 * host.size and abs(slug.size - host.size) < 0.1
    return level and -0.1 * host.size <= slug.x0 - host.x1 <= NEAR * host.size


def _join(host: Slug, more: Slug, between: str, rise: float) -> None:
    line, added = host.line, more.line
    assert line.box and added.box
    shift = len(line.text) + len(between)
    runs = [r._replace(span=r.span.shifted(shift), raised=rise or r.raised) for r in added.runs]
    if not runs:
        runs = [Run(Span(shift, shift + len(added.text)), added.box, added.size, "", added.bold, False, rise)]
    text = line.text + between + added.text
    box = line.box._replace(x1=max(line.box.x1, added.box.x1)) if rise else line.box.joined(added.box)
    host.line = line._replace(text=text, box=box, runs=(*line.runs, *runs))
    host.text, host.x1 = text, max(host.x1, more.x1)
